import { runForward } from '../inference/runForward'
import type { Model } from '../model/model'
import type { Tokenizer } from '../tokenizer/types'
import type { Case } from './cases'

/** Share of the cases that the model completes rightly. Of an answer in several tokens, the first one counts. */
export function accuracyOf(model: Model, tokenizer: Tokenizer, cases: readonly Case[]): number {
  const idOf = (text: string) => tokenizer.encode(text)[0] as number
  const right = cases.filter(({ prompt, right: good, wrong }) => {
    const probs = runForward(model, tokenizer.encode(prompt), { select: ['probs'] })
      .tensor('probs')
      .data.subarray(-model.config.dVocab)
    const sum = (words: readonly string[]) => words.reduce((total, word) => total + probs[idOf(word)]!, 0)
    return wrong ? sum(good) > sum(wrong) : probs[idOf(good[0] as string)] === Math.max(...probs)
  })
  return right.length / cases.length
}
