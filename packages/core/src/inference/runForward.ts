import { createCache } from '../cache/full'
import { countsOf, createCounter } from '../counts/counter'
import { activationLayout } from '../model/activations'
import { checkLogits } from '../model/checkLogits'
import { forwardRows } from '../model/forward'
import type { Model } from '../model/model'
import { tokenIds } from '../model/tokens'
import { checkOptions } from '../tensor/checks'
import { GlassformerError } from '../tensor/errors'
import { type Said, say } from '../tensor/say'
import { reviveTrace } from '../trace/make'
import { provenanceOf, traceToken } from '../trace/ofModel'
import { madeBy } from '../trace/origin'
import { createRecorder, type Recorder, selectLayout } from '../trace/record'
import type { ForwardTrace } from '../trace/types'
import { checkRun, RUN_OPTIONS, type RunOptions } from './options'
import { borrowRun, returnRun } from './scratch'

/** With `select`, a pass computes so many positions, so that what is not selected needs memory for these alone. */
const CHUNK = 64

export interface ForwardOptions extends RunOptions {
  /**
   * An earlier trace that `runForward` made of this model and as many tokens: the new run is written over it, with the
   * same activations selected, and it is returned. Nothing of any size is allocated then. Not together with `select`.
   */
  readonly into?: ForwardTrace | undefined
}

/** What a trace was recorded by, so that it can be written over. */
interface Made {
  readonly model: Model
  readonly select: RunOptions['select']
  readonly recorder: Recorder
}

const made = new WeakMap<ForwardTrace, Made>()

/**
 * Runs the model over all tokens at once and records every activation, or those that are selected.
 * Throws `empty-prompt`, `bad-tokens`, `context-exceeded`, `bad-option` or `unknown-tensor`. The fault `stale-position` is
 * one of decoding, and `bad-option` here.
 */
export function runForward(
  model: Model,
  tokens: string | readonly number[],
  options: ForwardOptions = {},
): ForwardTrace {
  checkRun(checkOptions('runForward', options, { ...RUN_OPTIONS, into: true }))
  const { select: wanted, interventions, fault, into } = options
  if (fault === 'stale-position')
    throw bad("'stale-position' goes wrong in decoding, and a forward pass has none: use generate.")
  const ids = tokenIds(model, tokens)
  const T = ids.length
  const before = into && madeBefore(into, model, T, wanted)
  const select = before ? before.select : wanted
  const edits = interventions?.bind(model, T)
  const rows = select && fault !== 'no-causal-mask' ? Math.min(T, CHUNK) : T
  const layout = before || !select ? undefined : selectLayout(activationLayout(model.config, T), select)
  const run = borrowRun(model, rows, T)
  const cache = rows < T ? createCache(model, T) : undefined
  try {
    const recorder = before?.recorder ?? createRecorder(model, layout ?? run.layout)
    const counter = createCounter()
    const hooks = { fault, edit: edits?.edits(run) }
    for (let from = 0; from < T; from += rows) {
      run.base = from
      const to = Math.min(T, from + rows)
      forwardRows(run, ids, cache ?? null, from, to, counter, hooks)
      checkLogits(run, 0, to - from)
      recorder.copy(run, 0, to - from)
    }
    const data = {
      kind: 'forward' as const,
      config: model.config,
      provenance: provenanceOf(model),
      ...(fault && { fault }),
      ...(edits && { interventions: edits.records }),
      tokens: ids.map((id) => traceToken(model, id)),
      tensors: recorder.tensors,
      // Passes over a few rows each hand K and V on in a cache, but one forward pass is said to have none.
      counts: countsOf({ ...counter, bytes: createCounter().bytes }),
    }
    if (into) return Object.assign(unmarked(into), data)
    const trace = madeBy(reviveTrace(data), model)
    made.set(trace, { model, select, recorder })
    return trace
  } finally {
    returnRun(run)
    cache?.release()
  }
}

function madeBefore(into: ForwardTrace, model: Model, T: number, select: RunOptions['select']): Made {
  const before = made.get(into)
  if (before?.model !== model || into.tokens.length !== T)
    throw bad(
      say`A run can be written into a trace that runForward made of the same model and of ${T} tokens; make a new one.`,
    )
  if (select)
    throw bad('A trace that is written into keeps the activations that it has: leave out `select`, or `into`.')
  return before
}

/** The trace without the fault and the interventions of the run that it held before. */
function unmarked(trace: { -readonly [K in keyof ForwardTrace]: ForwardTrace[K] }) {
  delete trace.fault
  delete trace.interventions
  return trace
}

function bad(message: Said): GlassformerError {
  return new GlassformerError('bad-option', message)
}
