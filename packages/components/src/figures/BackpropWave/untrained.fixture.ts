import {
  type BackwardTrace,
  createModel,
  type Model,
  reviveTrace,
  runBackward,
  type Tokenizer,
} from '@glassformer/core'
import { someTokens, WORDS } from '../../testing/words'

/** Of these words alone, where others have the 256 bytes too: the unembedding stays as small as the blocks. */
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

/** A training step of an untrained model, which says so. */
export function untrainedTrace(nLayers: number, count: number, seed = 1): BackwardTrace {
  const trace = runBackward(untrainedModel(nLayers, { seed }), someTokens(count))
  return reviveTrace({ ...trace, provenance: { ...trace.provenance, note: 'untrained' } })
}
