import { createCache } from '../cache/full'
import type { CachePolicy, PolicyCache } from '../cache/policy'
import { countsOf, createCounter } from '../counts/counter'
import type { StepCounts } from '../counts/types'
import { giveBack, takeFloats } from '../kernels/arena'
import { checkLogits } from '../model/checkLogits'
import { forwardRows } from '../model/forward'
import type { Hooks } from '../model/hooks'
import type { Model } from '../model/model'
import { createRun, type Run, releaseRun } from '../model/run'
import type { Floats } from '../tensor/tensor'

/** Gives back what a sequence took. Called once, at its end: with all processed tokens, or with none if it failed. */
export type Release = (tokens: readonly number[]) => void

export interface StepperOptions {
  readonly prompt: readonly number[]
  /** How many positions there will be in all. */
  readonly positions: number
  readonly cache: 'full' | 'none' | CachePolicy
  /** The most positions that one pass of a prefill computes. */
  readonly chunk: number
  /** A fault or interventions, for the run that the stepper makes. */
  readonly hooks: (run: Run) => Hooks
  /** Told after each pass of the rows `lo` to `hi - 1` of the run that were not computed before. */
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
 * @param releases Receives a function for each thing that is taken (memory, an opened cache), as soon as it is taken. The
 *   caller calls them all in the end, also if this function or a step throws halfway.
 */
export function createStepper(
  model: Model,
  { prompt, positions, cache, chunk, hooks, onRows }: StepperOptions,
  releases: Release[],
) {
  const floats = (size: number) => takeFloats(model.params, size)
  const full = cache === 'full' ? createCache(model, positions) : undefined
  if (full) releases.push(full.release)
  const policy =
    typeof cache === 'object' ? cache.open({ model, prompt, positions, floats, give: giveBack }) : undefined
  if (policy) releases.push((tokens) => policy.close(tokens))
  const held = full ?? policy ?? null
  const run = createRun(model, held ? Math.min(chunk, prompt.length - held.length) : positions, positions)
  releases.push(() => releaseRun(run))
  const hooked = hooks(run)
  const V = model.config.dVocab
  let recorded = 0
  return {
    policy: policy as PolicyCache | undefined,
    *step(ids: readonly number[], to: number): Generator<number, StepResult> {
      const first = held?.length ?? 0
      const counter = createCounter()
      for (let from = first; from < to; ) {
        const end = held ? Math.min(to, from + run.positions) : to
        if (from > first) yield from
        run.base = from
        // Without a cache every step computes all rows again. A row is recorded when it is computed first; its logits, which
        // nobody reads afterwards, are left out from then on.
        const fresh = Math.max(from, recorded)
        forwardRows(run, ids, held, from, end, counter, hooked, fresh)
        const lo = fresh - run.base
        checkLogits(run, lo, end - run.base)
        onRows?.(run, lo, end - run.base)
        recorded = from = end
      }
      // A prefill in one pass reads nothing from the cache; in several, what they read of one another is not counted either.
      if (!first) counter.bytes.cacheRead = 0
      const last = (data: Floats) => data.subarray((to - 1 - run.base) * V, (to - run.base) * V)
      return { from: first, counts: countsOf(counter), logits: last(run.acts.logits), probs: last(run.acts.probs) }
    },
  }
}
