import type { PropCheck } from '../../anatomy/propChecks'

/** How far off a number may be: a fraction of it. */
export const tolerance: PropCheck = {
  holds: (value) => typeof value === 'number' && value >= 0 && value < 1,
  wanted: (words) => words.tolerance,
}
