/** The moment: what markup and painters read of the clock. */
export type { FrameOfKind } from '../lesson/handle'
export { type Now, useFollow, useFrame, useFrameValue } from '../lesson/hooks'
