import { createModel, type Model } from '../model/model'
import { createWordTokenizer } from '../tokenizer/words'
import { VOCABULARY } from './vocabulary'

/** Untrained stand-in until the trained weights are here. */
export const DEFAULT_PROMPT = 'the cat sat on the'
let made: Model | undefined
export function loadTextModel(): Model {
  if (made) return made
  const tokenizer = createWordTokenizer(VOCABULARY)
  made = createModel(
    { nLayers: 3, nHeads: 4, dModel: 48, nCtx: 96, dVocab: tokenizer.size },
    { seed: 1, tokenizer, name: 'text' },
  )
  return made
}
