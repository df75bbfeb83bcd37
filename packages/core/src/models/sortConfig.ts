import { resolveConfig } from '../model/config'
import { createCharTokenizer } from '../tokenizer/chars'

export const sortTokenizer = createCharTokenizer('ABC')

/** 85,584 parameters, as in the sorting demo of minGPT (https://github.com/karpathy/minGPT): six letters, then the sorted six but for the last. */
export const SORT_CONFIG = resolveConfig({ nLayers: 3, nHeads: 3, dModel: 48, nCtx: 11, dVocab: sortTokenizer.size })
