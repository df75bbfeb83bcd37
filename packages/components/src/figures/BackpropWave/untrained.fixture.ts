import {
  type BackwardTrace,
  createModel,
  type Model,
  reviveTrace,
  runBackward,
  type Tokenizer,
} from '@glassformer/core'

const WORDS = [
  ' the',
  ' cat',
  ' sat',
  ' on',
  ' mat',
  ' and',
  ' dog',
  ' saw',
  ' a',
  ' bird',
  ' near',
  ' it',
  ' who',
  ' ran',
  ' home',
  '.',
]

const tokenizer: Tokenizer = {
  size: WORDS.length,
  encode: (text) =>
    text
      .split(' ')
      .filter(Boolean)
      .map((word) => Math.max(0, WORDS.indexOf(` ${word}`))),
  decode: (ids) => ids.map((id) => WORDS[id] ?? '').join(''),
  token: (id) => WORDS[id] ?? `#${id}`,
}

/** A small model with random weights, for stories and tests that need a given shape and no knowledge. */
export function untrainedModel(nLayers: number, { nHeads = 4, dModel = 32, seed = 1 } = {}): Model {
  return createModel(
    { nLayers, nHeads, dModel, nCtx: 96, dVocab: WORDS.length },
    { seed, tokenizer, name: 'untrained' },
  )
}

/** The word at each of `count` places of a text that repeats itself unevenly. */
export function someTokens(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i * i * 3 + i * 5) % WORDS.length)
}

/** A training step of an untrained model, which says so. */
export function untrainedTrace(nLayers: number, count: number, seed = 1): BackwardTrace {
  const trace = runBackward(untrainedModel(nLayers, { seed }), someTokens(count))
  return reviveTrace({ ...trace, provenance: { ...trace.provenance, note: 'untrained' } })
}
