import type { PropCheck } from '../../anatomy/propChecks'
import { isCueName } from '../../lesson/cues'
import { CELL, token } from '../checks'
import { QUANTITY_NAMES } from '../quantities'
import { COMPARISONS } from './judge'

type Loose = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const optional = (value: unknown, holds: (value: unknown) => boolean) => value === undefined || holds(value)

/** A place in a run, each part of it as it must be. */
function isPlace(value: Loose): boolean {
  return (
    optional(value.of, (of) => (QUANTITY_NAMES as readonly unknown[]).includes(of)) &&
    optional(value.token, token.holds) &&
    optional(value.nth, (nth) => Number.isInteger(nth) && (nth as number) > 0) &&
    optional(value.at, isCueName) &&
    Object.entries(CELL).every(([prop, check]) => optional(value[prop], check.holds))
  )
}

/** Something of a run: a quantity, or a number of a tensor. */
const isAsked = (value: unknown): value is Loose =>
  isObject(value) && (value.of !== undefined || value.tensor !== undefined) && isPlace(value)

function isCondition(value: unknown): boolean {
  if (!isAsked(value)) return false
  const { is, value: other } = value
  const known = Number.isFinite(other) || (typeof other === 'string' && other !== '') || isAsked(other)
  return (COMPARISONS as readonly unknown[]).includes(is) && known
}

const isWhen = (when: unknown) =>
  when === 'otherwise' || (Array.isArray(when) ? when.length > 0 && when.every(isCondition) : isCondition(when))

const saysSomething = (says: unknown) =>
  (typeof says === 'string' && says.trim() !== '') || (typeof says === 'object' && says !== null)

const isChoice = (value: unknown) =>
  isObject(value) && saysSomething(value.says) && optional(value.when, isWhen) && isPlace(value)

/** Two choices or more. */
export const choices: PropCheck = {
  holds: (value) => Array.isArray(value) && value.length > 1 && value.every(isChoice),
  wanted: (words) => words.choices,
}
