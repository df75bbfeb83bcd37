import type { StepCounts } from '../complexity/types'
import { giveBack, takeFloats } from '../kernels/arena'
import { countsOf, createCounter } from '../model/counter'
import { forwardRows } from '../model/forward'
import type { Hooks } from '../model/hooks'
import type { Model } from '../model/model'
import { createRun, type Run, releaseRun } from '../model/run'
import { precisionOf } from '../tensor/floats'
import type { Floats } from '../tensor/tensor'
import { type CachePolicy, createCache, type PolicyCache } from './cache'

export interface StepperOptions {
  readonly prompt: readonly number[]
  /** How many positions there will be in all. */
  readonly positions: number
  readonly cache: 'full' | 'none' | CachePolicy
  /** The most positions that one pass of a prefill computes. */
  readonly chunk: number
  /** What steps into the run. */
  readonly hooks: (run: Run) => Hooks
  /** Told of rows `lo` to `hi - 1` of the run after each pass. */
  readonly onRows?: (run: Run, lo: number, hi: number) => void
}

export interface StepResult {
  /** The first position that was computed. */
  readonly from: number
  readonly counts: StepCounts
  /** Of the last position; views, good until the next step. */
  readonly logits: Floats
  readonly probs: Floats
}

/**
 * Runs one sequence step by step, in memory for the rows of one pass (and what the cache keeps). A step is a generator
 * that yields the position it has come to between the passes of a prefill.
 */
export function createStepper(model: Model, { prompt, positions, cache, chunk, hooks, onRows }: StepperOptions) {
  const floats = (size: number) => takeFloats(model.params, size)
  const full = cache === 'full' ? createCache(model.config, positions, precisionOf(model.params), floats) : undefined
  const policy =
    typeof cache === 'object' ? cache.open({ model, prompt, positions, floats, give: giveBack }) : undefined
  const held = full ?? policy ?? null
  const reused = held?.length ?? 0
  const run = createRun(model, held ? Math.min(chunk, prompt.length - reused) : positions, positions)
  const hooked = hooks(run)
  const V = model.config.dVocab
  return {
    run,
    policy: policy as PolicyCache | undefined,
    *step(ids: readonly number[], to: number): Generator<number, StepResult> {
      const first = held?.length ?? 0
      const counter = createCounter()
      for (let from = first; from < to; ) {
        const end = held ? Math.min(to, from + run.positions) : to
        if (from > first) yield from
        run.base = from
        counter.bytes.cacheSize = 0
        forwardRows(run, ids, held, from, end, counter, hooked)
        onRows?.(run, from - run.base, end - run.base)
        from = end
      }
      const last = (data: Floats) => data.subarray((to - 1 - run.base) * V, (to - run.base) * V)
      return { from: first, counts: countsOf(counter), logits: last(run.acts.logits), probs: last(run.acts.probs) }
    },
    close(tokens: readonly number[]) {
      releaseRun(run)
      full?.release(giveBack)
      policy?.close(tokens)
    },
  }
}
