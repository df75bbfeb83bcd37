export const tokenPipelineMessages = {
  title: '',
}
