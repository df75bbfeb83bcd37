import { countParameters, type ModelConfig } from '@glassformer/core'
import type { CellAddress, Selection } from '../lesson/selection'
import { type CellPlace, findCell } from './cell'
import { findPrediction, type PredictionPlace, rankingOf, textOf } from './prediction'
import type { ValueKind } from './stages'
import type { NumberFormat } from './told'
import {
  type Here,
  headOf,
  isWhy,
  layerOf,
  NO_RUN,
  NOT_YET,
  type PositionPlace,
  positionOf,
  promptOf,
  tokensNow,
  traceOf,
  type Why,
} from './where'

/** What a quantity is asked of; each takes what it needs, and leaves the rest. */
export interface QuantityPlace extends PredictionPlace, Omit<CellPlace, 'position' | 'tensor'> {
  readonly tensor?: string | undefined
}

/** What was found: a number, or a token's text; with its cell, where it is one number of a tensor. */
export type Found = ({ readonly value: number } | { readonly text: string }) & {
  readonly kind: ValueKind
  readonly cell: CellAddress | null
  readonly at: Partial<Selection> | null
}

interface Quantity {
  readonly format: NumberFormat
  readonly find: (here: Here, place: QuantityPlace) => Found | Why
}

const number = (value: number | Why, kind: ValueKind = 'count'): Found | Why =>
  isWhy(value) ? value : { value, kind, cell: null, at: null }

const token = (text: string, position?: number): Found => ({
  text,
  kind: 'token',
  cell: null,
  at: position === undefined ? null : { position },
})

/** The text of the token of the text that is meant. */
function tokenAt(here: Here, { position = 'selected', keyAt, ...rest }: QuantityPlace): Found | Why {
  const at = keyAt === undefined ? positionOf(here, position) : keyMeant(here, { ...rest, position, keyAt })
  return isWhy(at) ? at : token(traceOf(here.run)?.tokens[at]?.text ?? '', at)
}

function keyMeant(here: Here, place: QuantityPlace): number | Why {
  if (place.keyAt !== 'most' && place.keyAt !== 'selected') return positionOf(here, place.keyAt as PositionPlace)
  const found = findCell(here, { ...place, tensor: 'attn.pattern' })
  return isWhy(found) ? found : (found.cell.index[2] as number)
}

/** A number that is told of one token of the vocabulary: a cell of the logits or of the probabilities. */
function ofPrediction(here: Here, place: QuantityPlace, tensor: 'logits' | 'probs'): Found | Why {
  const at = findPrediction(here, place)
  return isWhy(at) ? at : findCell(here, { tensor, position: at.position, index: at.id })
}

function predicted(here: Here, place: QuantityPlace): Found | Why {
  const at = findPrediction(here, place)
  return isWhy(at) ? at : token(textOf(here, at.id))
}

function rank(here: Here, place: QuantityPlace): Found | Why {
  const at = findPrediction(here, place)
  const probs = traceOf(here.run)?.tensors.probs
  return isWhy(at) ? at : number(probs ? rankingOf(probs, at.position).indexOf(at.id) + 1 : NOT_YET)
}

/**
 * The probability that a token had in the draw, after temperature and filters. Nothing is drawn within the prompt, and a sampler
 * of one's own may not say what it draws from.
 */
function drawProbability(here: Here, place: QuantityPlace): Found | Why {
  const at = findPrediction(here, place)
  if (isWhy(at)) return at
  const step = here.run.generation?.steps.find(({ to }) => to === at.position + 1)
  const probability = step?.sampling?.probs[at.id]
  return probability === undefined ? { why: 'notDrawn' } : number(probability, 'activation')
}

/** The mean loss, or that of one position, in nats: one number that opens. */
function loss(here: Here, { position }: QuantityPlace): Found | Why {
  const trace = here.run.backward
  if (!trace) return { why: 'noRun', kind: 'backward' }
  if (!here.always && !(here.backward && here.backward.progressOf.loss >= 1)) return NOT_YET
  const found = (value: number, cell: CellAddress, at: number | null): Found => ({
    value,
    kind: 'loss',
    cell,
    at: { cell, position: at, key: null },
  })
  if (position === undefined) return found(trace.loss, { tensor: 'loss', index: [] }, null)
  const at = positionOf(here, position)
  if (isWhy(at)) return at
  if ((trace.targets[at] ?? -1) < 0) return { why: 'noTarget' }
  return found(trace.losses[at] as number, { tensor: 'losses', index: [at] }, at)
}

function perplexity(here: Here, place: QuantityPlace): Found | Why {
  const found = loss(here, place)
  return isWhy(found) || !('value' in found) ? found : number(Math.exp(found.value), 'loss')
}

/** Bytes of K and V that the cache holds: of each layer after this step, once it has written, and after the last one before. */
function cacheBytes({ run, forward, always }: Here): number | Why {
  const trace = run.generation
  if (!trace) return NO_RUN
  if (trace.cache === 'none') return 0
  const { nLayers } = trace.config
  const after = (step: number, layer: number) => {
    const at = trace.steps[step]
    return at?.cache?.layers[layer]?.bytes ?? (at?.counts.bytes.cacheSize ?? 0) / nLayers
  }
  const last = trace.steps.length - 1
  const layers = Array.from({ length: nLayers }, (_, layer) => layer)
  return layers.reduce((sum, layer) => {
    const step = !forward || always ? last : forward.cue.step - (forward.progressOf.write[layer] === 1 ? 0 : 1)
    return sum + after(step, layer)
  }, 0)
}

/** What the step at work costs: the way that it was run, or the other. */
function work({ run, forward, always }: Here, way: 'own' | 'other'): number | Why {
  const { generation } = run
  const counts =
    way === 'other'
      ? generation?.steps[forward?.cue.step ?? 0]?.other?.counts
      : (generation?.steps[forward?.cue.step ?? 0] ?? run.forward)?.counts
  if (!counts) return NO_RUN
  return always || (forward && forward.cue.kind !== 'idle') ? counts.totalMacs : NOT_YET
}

const ofText =
  (count: (here: Here) => number): Quantity['find'] =>
  (here) =>
    number(traceOf(here.run) ? count(here) : NO_RUN)

const ofConfig =
  (read: (config: ModelConfig) => number): Quantity['find'] =>
  ({ run }) => {
    const config = run.model?.config ?? traceOf(run)?.config
    return number(config ? read(config) : NO_RUN)
  }

/** Everything that can be told by name besides the numbers of tensors. */
export const QUANTITIES = {
  /** A token of the text. With `keyAt`, a token that is read. */
  token: { format: 'token', find: tokenAt },
  /** Its place in the text, from 0. */
  position: { format: 'count', find: (here, { position = 'selected' }) => number(positionOf(here, position)) },
  layer: { format: 'count', find: (here, { layer = 'selected' }) => number(layerOf(here, layer)) },
  head: { format: 'count', find: (here, { head = 'selected' }) => number(headOf(here, head)) },
  /** How many tokens the text has now. */
  tokens: { format: 'count', find: ofText(tokensNow) },
  promptTokens: { format: 'count', find: ofText(({ run }) => promptOf(run)) },
  newTokens: { format: 'count', find: ofText((here) => tokensNow(here) - promptOf(here.run)) },
  /** The token that came next, or with `nth` the nth most probable. */
  next: { format: 'token', find: predicted },
  /** As the model gives it, before temperature and filters. */
  probability: { format: 'probability', find: (here, place) => ofPrediction(here, place, 'probs') },
  /** After temperature and filters: what the next token was drawn from. */
  drawProbability: { format: 'probability', find: drawProbability },
  logit: { format: 'number', find: (here, place) => ofPrediction(here, place, 'logits') },
  /** Its place among all tokens of the vocabulary, 1 the most probable. */
  rank: { format: 'count', find: rank },
  loss: { format: 'number', find: loss },
  /** How many tokens the model hesitates between, as it were: e to the loss. */
  perplexity: { format: 'number', find: perplexity },
  cacheBytes: { format: 'bytes', find: (here) => number(cacheBytes(here), 'key') },
  /** Of the step at work. */
  multiplyAdds: { format: 'scaled', find: (here) => number(work(here, 'own')) },
  /** Of the same step run the other way: without a cache where it has one. */
  otherMultiplyAdds: { format: 'scaled', find: (here) => number(work(here, 'other')) },
  parameters: { format: 'count', find: ofConfig(countParameters) },
  layers: { format: 'count', find: ofConfig(({ nLayers }) => nLayers) },
  heads: { format: 'count', find: ofConfig(({ nHeads }) => nHeads) },
  width: { format: 'count', find: ofConfig(({ dModel }) => dModel) },
  headWidth: { format: 'count', find: ofConfig(({ dHead }) => dHead) },
  context: { format: 'count', find: ofConfig(({ nCtx }) => nCtx) },
  vocabulary: { format: 'count', find: ofConfig(({ dVocab }) => dVocab) },
} as const satisfies Record<string, Quantity>

export type QuantityName = keyof typeof QUANTITIES
export const QUANTITY_NAMES = Object.keys(QUANTITIES) as readonly QuantityName[]

/** Those that are one number of a tensor, and open. */
export const OPENING: ReadonlySet<QuantityName> = new Set(['probability', 'logit', 'loss'])
