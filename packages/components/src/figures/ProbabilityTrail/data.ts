import type { Model } from '@glassformer/core'
import { chosenAt, lensAt, type Readings, readingsOf, readPart, type TrailTrace } from './readings'

/** A guess for the next token. */
export interface Guess {
  readonly id: number
  /** NaN where the run did not compute the place. */
  readonly prob: number
}

/** Where a token stands among all. */
export interface Standing {
  readonly rank: number
  readonly prob: number
}

/** What every layer would say of every position, as the figure draws it. */
export interface TrailData {
  readonly trace: TrailTrace
  /** Processed positions; depths: how many layers have been, from 0 to all of them. */
  readonly n: number
  readonly depths: number
  readonly dVocab: number
  readonly tied: boolean
  /** The text of every token, also of those that are not there yet. */
  readonly tokens: readonly string[]
  readonly textOf: (id: number) => string
  /** The token that follows in the end, and whether the run chose it or the last layer says it; -1 for none. */
  readonly nextAt: (position: number) => { readonly id: number; readonly chosen: boolean }
  readonly guessAt: (depth: number, position: number) => Guess
  readonly standingAt: (depth: number, position: number) => Standing
  /** The best few guesses, read anew. */
  readonly guessesAt: (depth: number, position: number, count: number) => readonly Guess[]
}

/** Reads what has not been read yet. Throws `bad-trace` for a trace without its model: see `logitLens`. */
export function readTrail(trace: TrailTrace, model: Model | undefined): TrailData {
  const { n, depths, parts, columns, next, texts } = readingsOf(trace)
  for (let depth = depths - 1; depth >= 0; depth--)
    for (let part = 0; part < parts.length; part++) readPart(trace, model, depth, part)
  const at = (depth: number) => columns[depth] as Readings['columns'][number]
  return {
    trace,
    n,
    depths,
    dVocab: trace.config.dVocab,
    tied: trace.config.tied,
    tokens: trace.tokens.map(({ text }) => text),
    textOf: (id) => texts.get(id) ?? `#${id}`,
    nextAt: (position) => ({ id: next[position] as number, chosen: chosenAt(trace, position) !== undefined }),
    guessAt: (depth, position) => ({
      id: at(depth).ids[position] as number,
      prob: at(depth).probs[position] as number,
    }),
    standingAt: (depth, position) => ({
      rank: at(depth).ranks[position] as number,
      prob: at(depth).nextProbs[position] as number,
    }),
    guessesAt(depth, position, count) {
      const guesses = lensAt(trace, model, depth, position, position + 1).candidates(position, count)
      for (const { id, text } of guesses) texts.set(id, text)
      return guesses
    },
  }
}
