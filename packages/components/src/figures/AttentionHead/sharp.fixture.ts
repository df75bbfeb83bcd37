import { createModel, type Model } from '@glassformer/core'
import { createWordTokenizer } from '@glassformer/core/tokenizer'
import { WORDS } from '../../testing/words'

/** A small model with random weights four times the usual size, so that its heads differ and their patterns are uneven. It knows nothing. */
export function sharpModel({ nLayers = 2, nHeads = 4, dModel = 48, seed = 1, attentionWindow = 96 } = {}): Model {
  const tokenizer = createWordTokenizer({ words: WORDS })
  const config = { nLayers, nHeads, dModel, nCtx: 96, dVocab: tokenizer.size, attentionWindow }
  const model = createModel(config, { seed, tokenizer, name: 'untrained' })
  for (let i = 0; i < model.params.length; i++) model.params[i] = (model.params[i] as number) * 4
  return model
}
