export { CacheControls, type CacheControlsProps } from './CacheControls'
export type { CacheKind } from './kinds'
