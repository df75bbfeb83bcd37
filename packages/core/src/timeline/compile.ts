import { checkNames, checkOptions, isObject } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { checkOption, GlassformerError } from '../tensor/errors'
import { clause, type Said, say } from '../tensor/say'
import type { Trace } from '../trace/types'
import type { Cue, CueKind, Timeline } from './types'

/** Milliseconds that a cue of each kind lasts. */
export const DEFAULT_DURATIONS: Readonly<Record<CueKind, number>> = {
  idle: 300,
  prefill: 900,
  embed: 350,
  project: 350,
  write: 450,
  read: 600,
  attend: 450,
  mlp: 400,
  sample: 900,
  forward: 450,
  loss: 800,
  d_unembed: 500,
  d_mlp: 450,
  d_attn_out: 400,
  d_keys_values: 600,
  d_layer_norm: 300,
  d_embed: 500,
  update: 900,
}

/** The stages of one layer, in order, as the forward machine goes through them. */
export const LAYER_STAGES = ['project', 'write', 'read', 'attend', 'mlp'] as const
/** The stages of one layer, in order, as the gradient machine goes through them. */
export const GRADIENT_STAGES = ['d_mlp', 'd_attn_out', 'd_keys_values', 'd_layer_norm'] as const

/** What a timeline is compiled from: the outline of a trace. Every `Trace` is one. */
export type TimelineSource =
  | { readonly kind: 'forward' | 'backward'; readonly config: Outline; readonly tokens: ArrayLike<unknown> }
  | {
      readonly kind: 'generation'
      readonly config: Outline
      readonly tokens: ArrayLike<unknown>
      readonly promptLength: number
      readonly steps: readonly { readonly from: number; readonly to: number }[]
    }
type Outline = { readonly nLayers: number }

export interface TimelineOptions {
  /** Divides every duration: 2 is twice as fast. @default 1 */
  readonly rate?: number
  /** Milliseconds by kind of cue, above 0. @default from 300 (`idle`) to 900 (`prefill`, `sample`, `update`) */
  readonly durations?: Partial<Record<CueKind, number>>
}

/** A timeline whose kind is known, so that `frameAt` gives the frame of that kind. */
export type TimelineOf<K extends Trace['kind']> = Timeline & { readonly kind: K }

/**
 * The cues of a trace on one clock that starts at 0 ms.
 * Forward: idle, embed, per layer project, write, read, attend, mlp, then sample (logits are read; no token is added).
 * Generation: idle; one prefill per layer, sample; then for each new token the cues of a forward.
 * Backward: idle, forward per layer, loss, d_unembed, per layer from the top d_mlp, d_attn_out, d_keys_values,
 * d_layer_norm; then d_embed and update.
 * Throws `bad-trace` if the outline does not hold together and `bad-option` for a rate or duration not above 0.
 */
export function compileTimeline<K extends Trace['kind']>(
  trace: TimelineSource & { readonly kind: K },
  options: TimelineOptions = {},
): TimelineOf<K> {
  const { rate = 1, durations = {} } = checkOptions('compileTimeline', options, { rate: true, durations: true })
  checkDurations(rate, durations)
  if (!isObject(trace)) throw bad(say`it must be an object; got ${describe(trace)}`)
  const source: TimelineSource = trace
  const nLayers = source.config?.nLayers
  const nTokens = source.tokens?.length
  if (!(Number.isSafeInteger(nLayers) && nLayers > 0 && Number.isSafeInteger(nTokens) && nTokens > 0))
    throw bad(
      say`it needs a layer and a token at least; got ${describe(nLayers)} layers and ${describe(nTokens)} tokens`,
    )

  const cues: Cue[] = []
  const add = (kind: CueKind, layer: number | null, step: number, from: number, to: number) => {
    const startMs = cues.at(-1)?.endMs ?? 0
    const ms = (durations[kind] ?? DEFAULT_DURATIONS[kind]) / rate
    const endMs = startMs + ms
    if (!(endMs > startMs && endMs < Infinity))
      throw new GlassformerError(
        'bad-option',
        say`The cue '${kind}' would last ${ms} ms at rate ${rate}. Durations and rate must be above 0.`,
      )
    cues.push({ index: cues.length, kind, layer, step, from, to, startMs, endMs })
  }
  const pass = (step: number, from: number, to: number) => {
    add('embed', null, step, from, to)
    for (let l = 0; l < nLayers; l++) for (const kind of LAYER_STAGES) add(kind, l, step, from, to)
    add('sample', null, step, from, to)
  }

  add('idle', null, 0, 0, 0)
  if (source.kind === 'generation') {
    checkSteps(source.promptLength, source.steps, nTokens)
    source.steps.forEach(({ from, to }, step) => {
      if (step > 0) pass(step, from, to)
      else {
        for (let l = 0; l < nLayers; l++) add('prefill', l, 0, from, to)
        add('sample', null, 0, from, to)
      }
    })
  } else if (source.kind === 'forward') pass(0, 0, nTokens)
  else if (source.kind === 'backward') {
    for (let l = 0; l < nLayers; l++) add('forward', l, 0, 0, nTokens)
    add('loss', null, 0, 0, nTokens)
    add('d_unembed', null, 0, 0, nTokens)
    for (let l = nLayers - 1; l >= 0; l--) for (const kind of GRADIENT_STAGES) add(kind, l, 0, 0, nTokens)
    add('d_embed', null, 0, 0, nTokens)
    add('update', null, 0, 0, nTokens)
  } else throw bad(say`kind must be 'forward', 'generation' or 'backward'; got ${describe((source as Trace).kind)}`)

  const promptLength = source.kind === 'generation' ? source.promptLength : nTokens
  return { kind: trace.kind, durationMs: (cues.at(-1) as Cue).endMs, cues, nLayers, promptLength, nTokens }
}

function checkDurations(rate: unknown, durations: unknown): void {
  checkOption('rate', rate, typeof rate === 'number', 'a number above 0')
  checkOption('durations', durations, isObject(durations), 'an object such as { idle: 300 }')
  checkNames('There is no kind of cue', durations as object, Object.keys(DEFAULT_DURATIONS), 'bad-option')
  for (const [kind, ms] of Object.entries(durations as object))
    checkOption(`durations.${kind}`, ms, ms === undefined || typeof ms === 'number', 'a number of milliseconds above 0')
}

/** Each step must end where the text of its time ends, since its sampled token takes position `to`. */
function checkSteps(promptLength: number, steps: readonly { from: number; to: number }[], nTokens: number): void {
  const count = Array.isArray(steps) ? steps.length : undefined
  if (count === undefined || !Number.isSafeInteger(promptLength) || nTokens !== promptLength + count)
    throw bad(
      say`${nTokens} tokens must be ${describe(promptLength)} of the prompt and one for each of ${describe(count)} steps`,
    )
  steps.forEach((step, i) => {
    const { from, to } = isObject(step) ? step : { from: Number.NaN, to: Number.NaN }
    if (!(to === promptLength + i && Number.isSafeInteger(from) && from >= 0 && from < to))
      throw bad(
        say`step ${i} must compute positions up to ${promptLength + i - 1}; got from ${describe(from)} to ${describe(to)}`,
      )
  })
}

function bad(message: Said): GlassformerError {
  return new GlassformerError('bad-trace', say`No timeline can be made of this trace: ${clause(message)}.`)
}
