import type { Trace } from '@glassformer/core'
import { keysOf, seen, type VisibleKeys, visibleKeysOf } from '../traces/visibleKeys'
import { type Here, traceOf, type Why } from './where'

/** What each query of a run sees, found once. */
const known = new WeakMap<Trace, VisibleKeys>()

function visibleOf(trace: Trace): VisibleKeys {
  const found = known.get(trace)
  if (found) return found
  // A training step sees what one forward pass over its tokens sees.
  const pass = trace.kind === 'backward' ? ({ ...trace, kind: 'forward' } as never) : trace
  const visible = visibleKeysOf(pass, trace.tokens.length)
  known.set(trace, visible)
  return visible
}

/** Whether a query sees a key. */
export function sees({ run }: Here, query: number, key: number): boolean {
  const trace = traceOf(run)
  return trace !== undefined && seen(visibleOf(trace), query, key)
}

/** The key that a query gives the largest weight; the first of several. Its weights must be there. */
export function mostRead({ run }: Here, pattern: string, head: number, query: number): number | Why {
  const trace = traceOf(run)
  const tensor = trace?.tensors[pattern]
  if (!trace || !tensor) return { why: 'noTensor', tensor: pattern }
  const n = tensor.shape[1] as number
  const weight = (key: number) => tensor.data[(head * n + query) * n + key] as number
  return keysOf(visibleOf(trace), query).reduce((best, key) => (weight(key) > weight(best) ? key : best))
}
