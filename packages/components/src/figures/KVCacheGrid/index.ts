export { KVCacheGrid, type KVCacheGridProps } from './KVCacheGrid'
