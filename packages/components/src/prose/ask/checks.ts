import type { PropCheck } from '../../anatomy/propChecks'
import { cue } from '../checks'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isWhole = (value: unknown) => value === undefined || Number.isInteger(value)

/** A step of the clock by its name: see `CueName`. */
export const cueName: PropCheck = {
  holds: (value) => isObject(value) && cue.holds(value.kind) && isWhole(value.layer) && isWhole(value.step),
  wanted: (words) => words.cueName,
}

/** A fraction. */
export const tolerance: PropCheck = {
  holds: (value) => typeof value === 'number' && value >= 0 && value < 1,
  wanted: (words) => words.tolerance,
}
