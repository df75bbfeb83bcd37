import { describe } from '../tensor/describe'
import { GlassformerError, outOfRange } from '../tensor/errors'
import { type Layout, unknownTensor } from '../tensor/layout'
import { nearest } from '../tensor/nearest'
import { clause, type Said, say } from '../tensor/say'
import { type HeadRows, headRowsOf } from '../trace/rows'
import type { InterventionRecord } from '../trace/types'
import type { Intervention } from './types'

/** An intervention that was checked against the run that it is for. */
export interface Plan {
  readonly name: string
  readonly record: InterventionRecord
  /** Whether the tensor has a row per head and query (scores, patterns). */
  readonly perQuery: boolean
  /** Heads of the tensor, 1 if it has none, and the values of one head at one position. */
  readonly nHeads: number
  readonly width: number
  readonly heads: readonly number[]
  readonly keys: readonly number[] | undefined
  /** The new value: of the i-th position, of a head, at an index within it, the n-th of the chosen ones. */
  readonly change: (value: number, i: number, head: number, index: number, n: number) => number
}

export function planOf(intervention: Intervention, layout: Layout, total: number): Plan {
  const { tensor: name, scale, set, from, keys } = intervention
  const entry = layout.byName.get(name)
  if (!entry) throw unknownTensor(name, nearest(name, layout.byName.keys()))
  const own = headRowsOf(entry)
  const { perQuery, nHeads, width } = own
  const bad = (what: Said) => new GlassformerError('bad-option', say`Intervention at ${name}: ${clause(what)}.`)
  if ([scale, set, from].filter((way) => way !== undefined).length !== 1)
    throw bad('give exactly one of from, scale and set')
  if (intervention.head !== undefined && entry.axes.length < 3) throw bad('it has no heads; leave head out')
  if (keys && !perQuery) throw bad('only scores and patterns have keys; leave keys out')

  const has = from ? Math.min(total, headRowsOf(from.tensor(name)).rows) : total
  const positions = [...(intervention.positions ?? Array.from({ length: has }, (_, p) => p))]
  const heads =
    intervention.head === undefined ? Array.from({ length: nHeads }, (_, h) => h) : [intervention.head].flat()
  checkAll('position', positions, total)
  checkAll('head', heads, nHeads)
  if (keys) checkAll('key', keys, total)
  for (const [what, list] of Object.entries({ positions, heads, keys }))
    if (list?.length === 0) throw bad(say`${clause(what)} is empty`)

  const source = from && sourceOf(intervention, own, positions, bad)
  if (scale !== undefined && !Number.isFinite(scale)) throw bad(say`scale must be a number; got ${describe(scale)}`)
  const list = typeof set === 'object' ? Array.from(set) : undefined
  for (const value of list ?? (set === undefined ? [] : [set as number]))
    if (!(Number.isFinite(value) || (value === -Infinity && name.endsWith('scores'))))
      throw bad(
        say`set must be numbers${clause(perQuery ? ' (-Infinity in scores alone)' : '')}; got ${describe(value)}`,
      )
  for (const position of list ? positions : []) {
    const wanted = perQuery ? (keys?.length ?? position + 1) : heads.length * width
    if (list?.length !== wanted)
      throw bad(say`set must have ${wanted} values for position ${position}; got ${list?.length}`)
  }
  return {
    name,
    perQuery,
    nHeads,
    width,
    heads,
    keys,
    change: source
      ? (value, i, head, index) => source.value(i, head, index, value)
      : scale !== undefined
        ? (value) => value * scale
        : // Under `no-causal-mask` a query sees more keys than are listed: the later ones keep their values.
          (value, _, __, ___, n) => (list ? (list[n] ?? value) : (set as number)),
    record: {
      tensor: name,
      positions,
      ...(intervention.head !== undefined && { heads }),
      ...(keys && { keys: [...keys] }),
      ...(scale !== undefined && { scale }),
      ...(set !== undefined && { set: list ?? (set as number) }),
      ...(from &&
        source && { from: { provenance: from.provenance, tokens: [...from.tokens], positions: source.positions } }),
    },
  }
}

/** Where the values of another run lie. Throws for shapes and positions that do not fit. */
function sourceOf(
  { tensor: name, from, fromPositions }: Intervention,
  own: HeadRows,
  positions: readonly number[],
  bad: (what: Said) => GlassformerError,
) {
  const source = (from as NonNullable<typeof from>).tensor(name)
  const { data } = source
  const { perQuery, nHeads, width, rows } = headRowsOf(source)
  const taken = [...(fromPositions ?? positions)]
  if (nHeads !== own.nHeads || !(perQuery || width === own.width))
    throw bad(say`the source has ${nHeads} times ${width} values at a position, not ${own.nHeads} times ${own.width}`)
  if (taken.length !== positions.length)
    throw bad(say`fromPositions must have one for each of ${positions.length} positions; got ${taken.length}`)
  if (perQuery && taken.some((position, i) => position !== positions[i]))
    throw bad('rows of scores and patterns belong to their positions; leave fromPositions out')
  checkAll("source's position", taken, rows)
  const rowAt = (i: number, head: number) => {
    const position = taken[i]!
    return (perQuery ? head * rows + position : position * nHeads + head) * width
  }
  for (const [i, position] of taken.entries())
    if (Number.isNaN(data[rowAt(i, 0)])) throw bad(say`the source did not compute position ${position}`)
  return {
    positions: taken,
    value: (i: number, head: number, index: number, own: number) =>
      index < width ? data[rowAt(i, head) + index]! : own,
  }
}

function checkAll(what: string, indices: readonly number[], count: number): void {
  for (const index of indices)
    if (!(Number.isInteger(index) && index >= 0 && index < count)) throw outOfRange(what, index, count)
}
