import { reviveTrace, tensorsOf } from '../trace/make'
import type { ForwardTrace } from '../trace/types'
import { countsOf, createCounter } from './counter'
import { forwardRows } from './forward'
import type { Model } from './model'
import { createRun } from './run'
import { tokenIds, traceToken } from './tokens'

/**
 * Runs the model over all tokens at once and records every activation.
 * Throws `empty-prompt`, `bad-tokens` or `context-exceeded`.
 */
export function runForward(model: Model, tokens: string | readonly number[]): ForwardTrace {
  const ids = tokenIds(model, tokens)
  const run = createRun(model, ids.length)
  const counter = createCounter()
  forwardRows(run, ids, null, 0, ids.length, counter)
  return reviveTrace({
    kind: 'forward' as const,
    config: model.config,
    provenance: provenanceOf(model),
    tokens: ids.map((id) => traceToken(model, id)),
    tensors: tensorsOf(run.layout, run.buffer),
    counts: countsOf(counter),
  })
}

export function provenanceOf({ name }: Model): ForwardTrace['provenance'] {
  return { kind: 'computed', ...(name !== undefined && { model: name }) }
}
