export const kvCacheGridMessages = {
  title: '',
}
