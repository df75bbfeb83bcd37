export const attentionHeadMessages = {
  title: '',
}
