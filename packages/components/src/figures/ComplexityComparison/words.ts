import type { ForwardFrame, GenerationTrace, WorkKind } from '@glassformer/core'
import {
  type DataTableProps,
  formatCount,
  type ReadKeys,
  type SaidToken,
  type Sentence,
  seen,
  type VisibleKeys,
} from '../../kit'
import type { complexityComparisonMessages } from '../../messages/en/complexityComparison'
import { type ComparedStep, type CurveMode, countsOf, rowsOf, type Side, sidesOf } from './data'
import { layersReading } from './paint'
import { layersScored } from './state'

/** What is drawn at a moment: all that the figure's sentences are made of. */
export interface Shown {
  readonly trace: GenerationTrace
  readonly frame: ForwardFrame
  readonly steps: readonly ComparedStep[]
  /** The step at work. */
  readonly step: ComparedStep
  readonly keys: VisibleKeys
  /** Which keys were scored under the run's policy. */
  readonly reads: ReadKeys
  readonly nameAt: (position: number) => SaidToken
  readonly messages: typeof complexityComparisonMessages
}

/** What the pointer is on, besides the pairs of the grids. */
export type Pointed =
  | { readonly kind: 'bar'; readonly work: WorkKind; readonly macs: number; readonly share: number }
  | {
      readonly kind: 'curve'
      readonly n: number
      readonly mode: CurveMode
      readonly cached: number
      readonly uncached: number
    }

/** What one side is called. */
export function titleOf({ trace: { cache }, messages }: Pick<Shown, 'trace' | 'messages'>, side: Side): string {
  if (typeof cache !== 'object') return side === 'cached' ? messages.with : messages.without
  const { full, titles, other } = messages.policy
  if (side !== 'policy') return side === 'cached' ? full : messages.without
  return (Object.hasOwn(titles, cache.policy) && titles[cache.policy]?.(cache)) || other(cache.policy)
}

/** What the step at work costs both ways. */
export function captionOf({ trace, frame, step, nameAt, messages }: Shown): Sentence {
  if (step.policy) {
    const { policy } = messages
    const work = { full: step.cached.totalMacs, policy: step.policy.totalMacs }
    const shared = trace.steps[0]?.from ?? 0
    if (frame.cue.kind === 'idle') return policy.idle(shared)
    if (step.index === 0) return policy.prefill({ tokens: trace.promptLength, shared, ...work })
    return policy.decode({ token: nameAt(step.to - 1), pass: step.index, ...work })
  }
  if (frame.cue.kind === 'idle') return messages.idle
  if (step.index === 0) return messages.prefill({ tokens: trace.promptLength, work: step.cached.totalMacs })
  return messages.decode({
    token: nameAt(step.to - 1),
    pass: step.index,
    cached: step.cached.totalMacs,
    uncached: step.uncached.totalMacs,
  })
}

/** What is pointed at; `null` while nothing is. */
export function readoutOf(
  shown: Shown,
  pointed: Pointed | null,
  query: number | null,
  key: number | null,
): Sentence | null {
  const { messages } = shown
  if (pointed?.kind === 'bar')
    return messages.barWork({ kind: messages.kinds[pointed.work], work: pointed.macs, share: pointed.share })
  if (pointed?.kind === 'curve')
    return messages.curvePoint({ ...pointed, mode: pointed.mode === 'step' ? messages.perStep : messages.total })
  if (query === null || query >= (shown.steps.at(-1)?.to ?? 0)) return null
  return pairAt(shown, query, key)
}

/** One pair of a query and a key (or a query's whole row) in words: which side scores it, and how far that has come. */
export function pairAt(
  { trace, frame, step, keys, reads, nameAt, messages }: Shown,
  query: number,
  key: number | null,
): Sentence {
  const names = { query: nameAt(query), key: nameAt(key ?? query) }
  if (key !== null && key > query) return messages.maskedKey(names)
  if (key !== null && !seen(keys, query, key))
    return messages.outsideKey({ ...names, window: trace.config.attentionWindow })
  const of = trace.config.nLayers
  const on = (side: Side) => {
    const { from, to } = rowsOf(step, side)
    if (query >= to || frame.cue.kind === 'idle') return messages.notCome
    if (side === 'policy') {
      if (query < (trace.steps[0]?.from ?? 0)) return messages.policy.taken
      const reading = key === null ? of : layersReading(reads, of, query, key)
      if (reading === 0) return messages.policy.evicted
      if (reading < of && key !== null) {
        const layers = query >= from ? layersReading(reads, Math.floor(layersScored(frame)), query, key) : reading
        return messages.policy.scoredIn({ layers, reading, of })
      }
    }
    return query >= from ? messages.scoredIn({ layers: Math.floor(layersScored(frame)), of }) : messages.kept
  }
  const work = step.policy
    ? messages.policy.work({ full: on('cached'), policy: on('policy') })
    : messages.work({ uncached: on('uncached'), cached: on('cached') })
  if (key === null) return messages.row({ query: names.query, work })
  return (step.policy ? messages.policy : messages).pair({ ...names, work })
}

/** Every step both ways: counts of the run, which do not wait for the clock. */
export function tableOf(shown: Pick<Shown, 'trace' | 'steps' | 'messages'>): DataTableProps {
  const { trace, steps, messages } = shown
  return {
    caption: typeof trace.cache === 'object' ? messages.policy.tableCaption : messages.tableCaption,
    columns: messages.tableColumns,
    rows: () =>
      steps.flatMap((row) =>
        sidesOf(trace).map((side) => {
          const { macs, totalMacs } = countsOf(row, side)
          const { projections, scores, weightedValues, mlp, unembed } = macs
          const numbers = [projections, scores, weightedValues, mlp, unembed, totalMacs]
          return [messages.pass(row.index), row.to, titleOf(shown, side), ...numbers.map(formatCount)]
        }),
      ),
  }
}
