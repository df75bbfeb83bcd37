import type { Tensor } from '@glassformer/core'
import type { CueName } from '../../lesson/cues'
import { cutMiddle, visibleToken } from '../../messages/format'
import type { SaidToken } from '../../messages/say'
import { tokenNames } from '../../traces/tokenNames'
import type { NumberQuestion } from '../ask/amount'
import { type AnswerMoment, type AskedOf, findAnswer, type Unasked, wholeRun } from '../ask/moment'
import { shuffled } from '../ask/shuffled'
import { findCell } from '../cell'
import { findPrediction, rankingOf, textOf } from '../prediction'
import { sees } from '../reading'
import { tell } from '../told'
import { type Here, headOf, type IndexPlace, isWhy, layerOf, type PositionPlace, positionOf, traceOf } from '../where'

/** Letters of a token in a sentence before its middle is cut out. */
const LETTERS = 16

/** Something that can be answered, and what the run says of it. */
export interface Candidate {
  /** The id of a token of the vocabulary, or the position of a key. */
  readonly id: number
  readonly text: string
  readonly said: SaidToken
  /** The probability, or the weight. */
  readonly share: number
  /** Its place among all, 1 the largest share. */
  readonly rank: number
}

/** Which token comes next after a position. */
export interface NextQuestion {
  readonly kind: 'next'
  readonly after: SaidToken
  readonly position: number
  /** What can be picked, in an order that tells nothing. */
  readonly choices: readonly Candidate[]
  /** Any token of the vocabulary. */
  readonly candidateOf: (id: number) => Candidate
  /** What the model goes on with: the token that it generated, or, within the prompt, the most probable. */
  readonly answer: Candidate
  readonly top: Candidate
  /** Of how many. */
  readonly count: number
  readonly moment: AnswerMoment | null
}

/** Which key a query reads most. */
export interface KeyQuestion {
  readonly kind: 'key'
  readonly query: SaidToken
  readonly position: number
  readonly layer: number
  readonly head: number
  /** The keys that the query sees, in the order of the text. */
  readonly choices: readonly Candidate[]
  readonly answer: Candidate
  readonly count: number
  readonly moment: AnswerMoment | null
}

export type Question = NextQuestion | KeyQuestion | NumberQuestion

/** What cannot be asked: see `Unasked`; a question for a number about what is a token. */
export type NoQuestion = Unasked | { readonly why: 'notNumber' }

export interface NextPlace {
  readonly position?: PositionPlace | undefined
  /** How many are to be picked from. */
  readonly choices: number
  readonly at?: CueName | undefined
}

/** Asks for the next token: `position` is the last of the prompt where none is given. */
export function nextQuestion(
  of: AskedOf,
  { position: place = 'last', choices, at }: NextPlace,
): NextQuestion | NoQuestion {
  const here = wholeRun(of.run)
  const position = positionOf(here, place)
  if (isWhy(position)) return position
  // There is a prediction after it, and it is known.
  const first = findPrediction(here, { position, nth: 1 })
  if (isWhy(first)) return first
  const trace = traceOf(of.run) as NonNullable<ReturnType<typeof traceOf>>
  const generated = trace.kind === 'generation' && position + 1 >= trace.promptLength
  const id = generated ? (trace.tokens[position + 1]?.id as number) : first.id
  const found = findAnswer(of, { of: 'next', position, ...(generated ? {} : { nth: 1 }) }, at)
  if (!('told' in found)) return found
  const known = tell(here, { of: 'probability', position, token: id })
  if (isWhy(known)) return known
  const probs = trace.tensors.probs as Tensor
  const candidateOf = (token: number) => wordOf(here, probs, position, token)
  const best = rankingOf(probs, position).slice(0, choices)
  const offered = best.includes(id) ? best : [...best.slice(0, -1), id]
  const seed = trace.tokens.slice(0, position + 1).map((token) => token.id)
  return {
    kind: 'next',
    after: tokenNames(trace.tokens.slice(0, position + 1))(position),
    position,
    choices: shuffled(offered, seed).map(candidateOf),
    candidateOf,
    answer: candidateOf(id),
    top: candidateOf(first.id),
    count: probs.shape[1] as number,
    moment: found.moment,
  }
}

function wordOf(here: Here, probs: Tensor, position: number, id: number): Candidate {
  const text = textOf(here, id)
  return {
    id,
    text,
    said: { token: cutMiddle(visibleToken(text), LETTERS) },
    share: probs.data[position * (probs.shape[1] as number) + id] as number,
    rank: rankingOf(probs, position).indexOf(id) + 1,
  }
}

export interface KeyPlace {
  readonly position?: PositionPlace | undefined
  readonly layer?: IndexPlace | undefined
  readonly head?: IndexPlace | undefined
  readonly at?: CueName | undefined
}

/** Asks for the key that a query reads most. Of several with the same weight each is right. */
export function keyQuestion(of: AskedOf, place: KeyPlace): KeyQuestion | NoQuestion {
  const here = wholeRun(of.run)
  const position = positionOf(here, place.position ?? 'last')
  const layer = layerOf(here, place.layer ?? 'now')
  const head = headOf(here, place.head ?? 'now')
  if (isWhy(position)) return position
  if (isWhy(layer)) return layer
  if (isWhy(head)) return head
  const asked = { tensor: `blocks.${layer}.attn.pattern`, head, position, keyAt: 'most' }
  const most = findCell(here, asked)
  if (isWhy(most)) return most
  const found = findAnswer(of, asked, place.at)
  if (!('told' in found)) return found
  const tokens = traceOf(of.run)?.tokens ?? []
  const nameAt = tokenNames(tokens)
  const keys = tokens.flatMap((_, key) => (sees(here, position, key) ? [key] : []))
  const weights = keys.map((keyAt) => {
    const cell = findCell(here, { ...asked, keyAt })
    return isWhy(cell) ? 0 : cell.value
  })
  const choices = keys.map((key, i): Candidate => {
    const share = weights[i] as number
    const rank = 1 + weights.filter((weight) => weight > share).length
    return { id: key, text: tokens[key]?.text ?? '', said: nameAt(key), share, rank }
  })
  return {
    kind: 'key',
    query: nameAt(position),
    position,
    layer,
    head,
    choices,
    answer: choices.find(({ id }) => id === most.cell.index[2]) as Candidate,
    count: keys.length,
    moment: found.moment,
  }
}
