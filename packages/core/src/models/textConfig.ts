import { resolveConfig } from '../model/config'
import { createWordTokenizer } from '../tokenizer/words'
import { VOCABULARY } from './vocabulary'

export const textTokenizer = createWordTokenizer(VOCABULARY)

export const TEXT_CONFIG = resolveConfig({
  nLayers: 3,
  nHeads: 4,
  dModel: 48,
  nCtx: 96,
  dVocab: textTokenizer.size,
})
