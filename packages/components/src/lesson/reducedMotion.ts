import { mediaHolds } from '../browser/observe'

/** Whether the reader asked for less motion, now. */
export function prefersReducedMotion(): boolean {
  return mediaHolds('(prefers-reduced-motion: reduce)')
}
