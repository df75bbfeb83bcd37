import { createRandom } from '../tensor/random'
import type { TrainedBPE } from '../tokenizer/bpe'
import { trainBPE } from '../tokenizer/trainBPE'
import { drawTrainingDocument } from './corpus/document'
import { textOf } from './corpus/line'
import { TEXT_CONFIG } from './textConfig'

const DOCUMENTS = 6000

/** The text model's tokenizer, trained on its training text. */
export function trainTextTokenizer(seed: number): TrainedBPE {
  const random = createRandom(seed)
  const texts: string[] = []
  for (let i = 0; i < DOCUMENTS; i++) {
    // Two marks stand apart here, so that none are merged: each bracket that closes is a token of its own.
    texts.push(...`${textOf(drawTrainingDocument(random))}\n`.split(/(?<=[^\s\p{L}\p{N}])(?=[^\s\p{L}\p{N}])/u))
  }
  return trainBPE(texts, { vocabSize: TEXT_CONFIG.dVocab })
}
