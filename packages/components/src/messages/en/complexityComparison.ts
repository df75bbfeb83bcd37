export const complexityComparisonMessages = {
  title: '',
}
