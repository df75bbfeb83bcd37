export { logitLens } from './logitLens'
export type { Lens, LensOptions, Standing } from './types'
