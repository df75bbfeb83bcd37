import { headRowsOf } from '../trace/rows'
import type { InterventionRecord } from '../trace/types'
import type { Cell } from './cell'
import { maskOf } from './keys'
import type { Step } from './types'
import { by, sizeOf, step, sumOf, term, type Working } from './working'

/** One change of one number. */
export interface Change {
  /** Which of the trace's interventions. */
  readonly record: number
  readonly kind: 'factor' | 'set' | 'taken'
  /** NaN for what was taken from another run, which the trace does not hold. */
  readonly value: number
}

/** What the interventions did to a cell of this value, in order; masked scores and weights are never changed. */
export function changesOf(cell: Cell, value: number): readonly Change[] {
  const { trace, subject, at } = cell
  if (subject.kind !== 'activation' || !trace.interventions?.length) return []
  const { perQuery, nHeads, width } = headRowsOf(subject)
  const [first, second, third] = at
  if (perQuery && maskOf(cell, second, third)) return []
  const place: Place = perQuery
    ? { position: second, head: first, index: third, perQuery, nHeads, width }
    : {
        position: first,
        head: subject.axes.length > 2 ? second : 0,
        index: cell.index.at(-1) as number,
        perQuery,
        nHeads,
        width,
      }
  if (subject.row === 'blocks.l.attn.pattern' && isCut(cell, place)) return []
  const changes = changesAt(trace.interventions, subject.name, place)
  // A score that was cut off is masked from then on.
  const isLast = (change: Change) => change.value === -Infinity || (value === -Infinity && change.kind === 'taken')
  const cut = subject.row === 'blocks.l.attn.scores' ? changes.findIndex(isLast) : -1
  return cut < 0 ? changes : changes.slice(0, cut + 1)
}

/** Where a number lies as interventions say it: index is within the head, or is the key. */
interface Place {
  readonly position: number
  readonly head: number
  readonly index: number
  readonly perQuery: boolean
  readonly nHeads: number
  readonly width: number
}

function changesAt(records: readonly InterventionRecord[], name: string, place: Place): readonly Change[] {
  const { position, head, index, perQuery, nHeads, width } = place
  return records.flatMap((one, record): Change[] => {
    if (one.tensor !== name) return []
    const heads = one.heads ?? Array.from({ length: nHeads }, (_, h) => h)
    const keys = perQuery ? one.keys : undefined
    const list = typeof one.set === 'object' ? one.set : undefined
    // A place that is named twice is changed twice.
    return one.positions.flatMap((p) =>
      heads.flatMap((h, nth) =>
        (keys ?? [index]).flatMap((key, n): Change[] => {
          if (p !== position || h !== head || key !== index) return []
          if (one.scale !== undefined) return [{ record, kind: 'factor', value: one.scale }]
          if (one.from)
            return perQuery && key >= one.from.tokens.length ? [] : [{ record, kind: 'taken', value: Number.NaN }]
          if (!list) return [{ record, kind: 'set', value: one.set as number }]
          const value = list[perQuery ? (keys ? n : index) : nth * width + index]
          return value === undefined ? [] : [{ record, kind: 'set', value }]
        }),
      ),
    )
  })
}

/** A weight whose score was set to `-Infinity` is as good as masked. */
function isCut(cell: Cell, place: Place): boolean {
  const { trace, subject, index } = cell
  const scores = subject.name.replace(/pattern$/, 'scores')
  return (
    cell.activation('blocks.l.attn.scores', index).value === -Infinity ||
    changesAt(trace.interventions ?? [], scores, place).some(({ value }) => value === -Infinity)
  )
}

/**
 * The changes as a product: what was computed, set or taken last, and the factors since. What was taken from another run
 * is found from what came of it.
 */
export function changed(working: Working, changes: readonly Change[], value: number): Working {
  const computed = sumOf(working.terms.map((one) => one.value))
  const last = changes.findLastIndex(({ kind }) => kind !== 'factor')
  const factors = changes.slice(last + 1).map((change) => step('factor', change.value))
  const product = factors.reduce((all, factor) => all * factor.value, 1)
  const { kind, value: given = Number.NaN } = changes[last] ?? {}
  const start: Step =
    kind === 'set'
      ? step('set', given)
      : kind === 'taken'
        ? step('taken', product ? value / product : Number.NaN)
        : step('computed', computed)
  const steps = [...(start.name === 'computed' ? [] : [step('computed', computed)]), start, ...factors]
  return {
    operation: 'intervened',
    terms: [term(by(start), ...factors.map(by))],
    steps,
    size: start.name === 'computed' ? sizeOf(working) * Math.abs(product) : 0,
  }
}
