import type { CueName } from '../../lesson/cues'
import { type AskedOf, findAnswer, type Unasked } from '../ask/moment'
import { isClose } from '../ask/typedNumber'
import type { Asked, Told } from '../told'
import { reads } from '../where'

/** A quantity, or a number of a tensor, at the end of a step, or as it is in the end. */
export type AskedAt = Asked & { readonly at?: CueName | undefined }

export const COMPARISONS = ['<', '<=', '=', '!=', '>=', '>'] as const
export type Comparison = (typeof COMPARISONS)[number]

/** Something that a run may or may not be like: `{ of: 'cacheBytes', is: '>', value: 1000 }`. */
export type Condition = AskedAt & {
  readonly is: Comparison
  /** A number, a token's text, or something else of the run. */
  readonly value: number | string | AskedAt
}

/** When a choice is right. Of several conditions all must hold; `otherwise`: when no other choice is. */
export type When = Condition | readonly Condition[] | 'otherwise'

/** What is told of a choice: one number, or one against another. */
export interface Evidence {
  readonly told: Told
  /** What it is held against, where that is something of the run. */
  readonly against: Told | null
}

export interface Judgement {
  readonly right: boolean
  readonly evidence: readonly Evidence[]
}

/** Which choices are right in this run, each with what the run says of it; or why that cannot be said. */
export function judgeByCondition(of: AskedOf, whens: readonly When[], at?: CueName): readonly Judgement[] | Unasked {
  const judged: (Judgement | null)[] = []
  for (const when of whens) {
    const judgement = when === 'otherwise' ? null : judgeAll(of, 'is' in when ? [when] : when, at)
    if (judgement && 'why' in judgement) return judgement
    judged.push(judgement)
  }
  const found = judged.some((one) => one?.right)
  return judged.map((one) => one ?? { right: !found, evidence: [] })
}

function judgeAll(of: AskedOf, conditions: readonly Condition[], at?: CueName): Judgement | Unasked {
  const evidence: Evidence[] = []
  let right = true
  for (const { is, value, ...asked } of conditions) {
    const one = findAnswer(of, asked, asked.at ?? at)
    if (!('told' in one)) return one
    const other = typeof value === 'object' ? findAnswer(of, value, value.at ?? at) : null
    if (other && !('told' in other)) return other
    evidence.push({ told: one.told, against: other?.told ?? null })
    right &&= compares(one.told, is, other?.told ?? (value as number | string))
  }
  return { right, evidence }
}

/** Which choices have the largest or the smallest number; of equal ones each. */
export function judgeBySize(
  of: AskedOf,
  asked: readonly AskedAt[],
  which: 'largest' | 'smallest',
  at?: CueName,
): readonly Judgement[] | Unasked | { readonly why: 'notNumber' } {
  const tolds: (Told & { readonly value: number })[] = []
  for (const one of asked) {
    const found = findAnswer(of, one, one.at ?? at)
    if (!('told' in found)) return found
    if (!('value' in found.told)) return { why: 'notNumber' }
    tolds.push(found.told)
  }
  const values = tolds.map(({ value }) => value)
  const end = which === 'largest' ? Math.max(...values) : Math.min(...values)
  return tolds.map((told) => ({ right: told.value === end, evidence: [{ told, against: null }] }))
}

/** How one thing of a run stands to another. */
export function relationOf({ told, against }: Evidence): '<' | '=' | '>' | '≠' {
  if (!against || isEqual(told, against)) return '='
  const [a, b] = [numberOf(told), numberOf(against)]
  return a < b ? '<' : a > b ? '>' : '≠'
}

function compares(one: Told, is: Comparison, other: Told | number | string): boolean {
  const equal = isEqual(one, other)
  switch (is) {
    case '=':
      return equal
    case '!=':
      return !equal
    case '<':
      return !equal && numberOf(one) < numberOf(other)
    case '<=':
      return equal || numberOf(one) < numberOf(other)
    case '>':
      return !equal && numberOf(one) > numberOf(other)
    case '>=':
      return equal || numberOf(one) > numberOf(other)
  }
}

/** Numbers that differ in rounding alone are the same. */
function isEqual(one: Told, other: Told | number | string): boolean {
  if ('text' in one)
    return typeof other === 'object' ? 'text' in other && other.text === one.text : reads(one.text, String(other))
  return isClose(one.value, numberOf(other), 0)
}

/** What is no number is not more nor less than anything. */
function numberOf(one: Told | number | string): number {
  if (typeof one !== 'object') return Number(one)
  return 'value' in one ? one.value : Number.NaN
}
