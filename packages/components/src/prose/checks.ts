import { oneOf, type PropCheck, type PropChecks, text } from '../anatomy/propChecks'
import { CUE_KINDS } from '../lesson/cues'

const isPlace = (value: unknown) => Number.isInteger(value) || (typeof value === 'string' && value !== '')

/** A token of the text: see `PositionPlace`. */
export const position: PropCheck = { holds: isPlace, wanted: (words) => words.position }

/** A token of the vocabulary. */
export const token: PropCheck = {
  holds: (value) => (typeof value === 'string' && value !== '') || (Number.isInteger(value) && (value as number) >= 0),
  wanted: (words) => words.token,
}

/** A layer or a head: see `IndexPlace`. */
const index: PropCheck = {
  holds: (value) => Number.isInteger(value) || value === 'now' || value === 'selected',
  wanted: (words) => words.index,
}

const indices: PropCheck = {
  holds: (value) => Number.isInteger(value) || (Array.isArray(value) && value.every(Number.isInteger)),
  wanted: (words) => words.indices,
}

export const flag: PropCheck = { holds: (value) => typeof value === 'boolean', wanted: (words) => words.flag }

/** What names one number of a tensor, or what a selection has of one. */
export const CELL: PropChecks = { tensor: text, layer: index, head: index, position, keyAt: position, index: indices }

export const cue: PropCheck = oneOf(...CUE_KINDS)

export const cues: PropCheck = {
  holds: (value) => (Array.isArray(value) ? value.length > 0 && value.every(cue.holds) : cue.holds(value)),
  wanted: cue.wanted,
}

/** Counted from the end if negative. */
export const whole: PropCheck = { holds: Number.isInteger, wanted: (words) => words.seed }
