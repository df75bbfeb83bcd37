import type { ForwardTrace, GenerationTrace } from '@glassformer/core'

/** Which keys each query of a run sees: neither those that are masked nor those outside of a sliding window. */
export interface VisibleKeys {
  /** Of each query, the first and the last position that it sees. */
  readonly first: readonly number[]
  readonly last: readonly number[]
}

/**
 * What the queries at positions 0 to `n - 1` see: as far back as the window reaches, and up to themselves. Under the fault
 * `no-causal-mask`: up to the last position of the pass that computed them, which is the whole prompt for each of its
 * tokens, and itself for a decoded one.
 */
export function visibleKeysOf(trace: ForwardTrace | GenerationTrace, n: number): VisibleKeys {
  const { config, fault } = trace
  const ends = trace.kind === 'forward' ? [n] : trace.steps.map(({ to }) => to)
  const queries = Array.from({ length: n }, (_, query) => query)
  return {
    first: queries.map((query) => Math.max(0, query - config.attentionWindow + 1)),
    last: fault === 'no-causal-mask' ? queries.map((query) => (ends.find((to) => to > query) ?? n) - 1) : queries,
  }
}

/** Whether a query's score with a key was computed at all. */
export function seen({ first, last }: VisibleKeys, query: number, key: number): boolean {
  return key >= (first[query] as number) && key <= (last[query] as number)
}

/** The keys that a query sees, in order. */
export function keysOf({ first, last }: VisibleKeys, query: number): number[] {
  const from = first[query] ?? 0
  return Array.from({ length: (last[query] ?? query) - from + 1 }, (_, i) => from + i)
}

/** Whether the window leaves any key behind. */
export function isWindowed({ first }: VisibleKeys): boolean {
  return first.at(-1) !== 0
}

/**
 * Whether rows of the trace are of steps that saw different things: without a cache each step computes all positions anew,
 * and without a causal mask they change, but a row is recorded once. Weights and values do not add up to z then.
 */
export function isOutOfStep(trace: ForwardTrace | GenerationTrace): boolean {
  return (
    trace.fault === 'no-causal-mask' && trace.kind === 'generation' && trace.cache === 'none' && trace.steps.length > 1
  )
}
