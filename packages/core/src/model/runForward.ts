import { createCache } from '../inference/cache'
import { checkFault, type RunOptions } from '../inference/options'
import { giveBack, takeFloats } from '../kernels/arena'
import { GlassformerError } from '../tensor/errors'
import { precisionOf } from '../tensor/floats'
import { reviveTrace } from '../trace/make'
import { createRecorder, selectLayout } from '../trace/record'
import type { ForwardTrace } from '../trace/types'
import { activationLayout } from './activations'
import { countsOf, createCounter } from './counter'
import { forwardRows } from './forward'
import type { Model } from './model'
import { createRun, releaseRun } from './run'
import { tokenIds, traceToken } from './tokens'

/** With `select`, so many positions are computed at a time, so that the others need no memory. */
const CHUNK = 64

/**
 * Runs the model over all tokens at once and records every activation, or those that are selected.
 * Throws `empty-prompt`, `bad-tokens`, `context-exceeded`, `bad-option` or `unknown-tensor`. The fault `stale-position` is
 * one of decoding, and `bad-option` here.
 */
export function runForward(model: Model, tokens: string | readonly number[], options: RunOptions = {}): ForwardTrace {
  const { select, interventions, fault } = options
  checkFault(fault)
  if (fault === 'stale-position')
    throw new GlassformerError(
      'bad-option',
      "'stale-position' goes wrong in decoding, and a forward pass has none: use generate.",
    )
  const ids = tokenIds(model, tokens)
  const T = ids.length
  const layout = selectLayout(activationLayout(model.config, T), select)
  const edits = interventions?.bind(model, T)
  const rows = select && fault !== 'no-causal-mask' ? Math.min(T, CHUNK) : T
  const run = createRun(model, rows, T)
  const cache =
    rows < T
      ? createCache(model.config, T, precisionOf(model.params), (size) => takeFloats(model.params, size))
      : undefined
  try {
    const recorder = createRecorder(model, layout)
    const counter = createCounter()
    const hooks = { fault, edit: edits?.edits(run) }
    for (let from = 0; from < T; from += rows) {
      run.base = from
      const to = Math.min(T, from + rows)
      forwardRows(run, ids, cache ?? null, from, to, counter, hooks)
      recorder.copy(run, 0, to - from)
    }
    return reviveTrace({
      kind: 'forward' as const,
      config: model.config,
      provenance: provenanceOf(model),
      ...(fault && { fault }),
      ...(edits && { interventions: edits.records }),
      tokens: ids.map((id) => traceToken(model, id)),
      tensors: recorder.tensors,
      // What passes hand on to one another is no cache of the model's.
      counts: countsOf({ ...counter, bytes: createCounter().bytes }),
    })
  } finally {
    releaseRun(run)
    cache?.release(giveBack)
  }
}

export function provenanceOf({ name }: Model): ForwardTrace['provenance'] {
  return { kind: 'computed', ...(name !== undefined && { model: name }) }
}
