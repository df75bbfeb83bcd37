import { type Model, type Tensor, tokenText } from '@glassformer/core'
import { rowsThere } from './stages'
import {
  type Here,
  isWhy,
  NO_RUN,
  NOT_YET,
  type PositionPlace,
  positionOf,
  reads,
  tokensNow,
  traceOf,
  type Why,
} from './where'

/** A token of the vocabulary as the next one after a position. Without `token` and `nth`, it is the one that came. */
export interface PredictionPlace {
  /** The token after which it is. @default the selected one, or else the last of which there is a prediction */
  readonly position?: PositionPlace | undefined
  /** By its text (of two, the one with a space before it) or its id. */
  readonly token?: string | number | undefined
  /** By its place among all, 1 the most probable. Ignored with `token`. */
  readonly nth?: number | undefined
}

export interface Prediction {
  readonly position: number
  readonly id: number
}

/** The token of the vocabulary that an author means, and the position whose prediction it is looked up in. */
export function findPrediction(here: Here, { position: place, token, nth }: PredictionPlace): Prediction | Why {
  const trace = traceOf(here.run)
  const probs = trace?.tensors.probs
  if (!trace) return NO_RUN
  if (!probs) return { why: 'noTensor', tensor: 'probs' }
  const came = token === undefined && nth === undefined
  const there = Math.min(rowsThere(here, 'probs'), probs.shape[0] as number)
  const known = came ? Math.min(there, tokensNow(here) - 1) : there
  const free = place === undefined && (here.selection.position === null || here.selection.position >= tokensNow(here))
  const position = free && !here.always ? known - 1 : positionOf(here, place ?? 'selected')
  if (isWhy(position)) return position
  if (position >= (probs.shape[0] as number)) return { why: 'notComputed' }
  if (position < 0 || position >= there) return NOT_YET
  if (!came) {
    const id = token === undefined ? rankingOf(probs, position)[(nth as number) - 1] : idOf(here, token)
    if (id === undefined || id >= (probs.shape[1] as number)) return { why: 'noWord', text: String(token ?? nth) }
    return { position, id }
  }
  const next = trace.tokens[position + 1]
  if (!next) return { why: 'noTarget' }
  return position < known ? { position, id: next.id } : NOT_YET
}

const rankings = new WeakMap<Tensor, Map<number, readonly number[]>>()

/** The ids of the vocabulary after a position, most probable first; of equal ones the smaller id. */
export function rankingOf(probs: Tensor, position: number): readonly number[] {
  const known = rankings.get(probs) ?? new Map<number, readonly number[]>()
  rankings.set(probs, known)
  const found = known.get(position)
  if (found) return found
  const width = probs.shape[1] as number
  const row = probs.data.subarray(position * width, (position + 1) * width)
  const ids = Array.from(row.keys()).sort((a, b) => (row[b] as number) - (row[a] as number) || a - b)
  known.set(position, ids)
  return ids
}

/** The id of a token of the vocabulary by its text. */
function idOf(here: Here, token: string | number): number | undefined {
  if (typeof token === 'number') return token
  const { model } = here.run
  for (const text of [` ${token}`, token]) {
    const ids = knownIn(here, text) ?? (model && idsOf(model, text))
    if (typeof ids === 'number') return ids
    const [first] = ids ?? []
    if (model && ids?.length === 1 && first !== undefined && reads(tokenText(model, first), token)) return first
  }
  return undefined
}

/** None for a text that the model's tokenizer does not take. */
function idsOf({ tokenizer }: Model, text: string): readonly number[] {
  try {
    return tokenizer?.encode(text) ?? []
  } catch {
    return []
  }
}

/** A token that the trace itself shows, for runs without a model. */
function knownIn({ run }: Here, text: string): number | undefined {
  const shown = [...(traceOf(run)?.tokens ?? []), ...(run.generation?.steps.flatMap((step) => step.candidates) ?? [])]
  return shown.find((token) => token.text === text)?.id
}

/** The text of a token of the vocabulary. */
export function textOf({ run }: Here, id: number): string {
  if (run.model) return tokenText(run.model, id)
  const shown = [...(traceOf(run)?.tokens ?? []), ...(run.generation?.steps.flatMap((step) => step.candidates) ?? [])]
  return shown.find((token) => token.id === id)?.text ?? `#${id}`
}
