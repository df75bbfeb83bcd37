import { describe, expect, it } from 'vitest'
import { generate } from '../inference/generate'
import { baselines } from './baselines'
import { accuracyOf, drawCases, type Task } from './recall'
import { DEFAULT_PROMPT, loadTextModel, TEXT_MODEL_INFO } from './text'
import { heldOutExamples, lossOf } from './textTask'

/** What the model must do at least; the exact shares are in its info. */
const BARS: Readonly<Record<Task, number>> = { giver: 0.95, seat: 0.45, place: 0.5, agreement: 0.95, category: 0.95 }

describe('the text model as it ships', () => {
  const model = loadTextModel()
  const info = TEXT_MODEL_INFO

  it('is made once, and names what made it', () => {
    expect(loadTextModel()).toBe(model)
    expect(model.params).toHaveLength(info.parameters)
    expect(info.command).toBe('pnpm train:text')
    expect(model.tokenizer?.size).toBe(model.config.dVocab)
  })

  it('has the loss that it says on sentences that it was not trained on', () => {
    const heldOut = heldOutExamples(2, 200)
    expect(lossOf(model, heldOut)).toBeCloseTo(info.heldOutLossQuantized, 3)
    expect(info.heldOutLossQuantized - info.heldOutLoss).toBeLessThan(0.05)
  }, 60_000)

  it('beats the frequencies of tokens and of pairs clearly', () => {
    const { unigramLoss, bigramLoss } = baselines(info.seed, 2000, heldOutExamples(2, 200))
    // Counted over an eighth of the training text or less: close to what the info says of all of it.
    expect(unigramLoss).toBeCloseTo(info.unigramLoss, 1)
    expect(Math.abs(bigramLoss - info.bigramLoss)).toBeLessThan(0.1)
    expect(info.heldOutLossQuantized).toBeLessThan(Math.min(info.bigramLoss, bigramLoss) - 0.5)
    expect(info.bigramLoss).toBeLessThan(info.unigramLoss)
  })

  it.each(Object.entries(BARS))('completes %s rightly', (task, bar) => {
    const accuracy = accuracyOf(model, drawCases(task as Task, 3, 200))
    expect(accuracy).toBeCloseTo(info.accuracy[task] as number, 2)
    expect(accuracy).toBeGreaterThanOrEqual(bar)
  })

  it('takes any text, and goes on from it', () => {
    for (const text of ['Zoë saw 3 ∑ 🙂', '\n\n', 'HELLO', 'x'.repeat(60)]) {
      const trace = generate(model, text, { maxNewTokens: 3 })
      expect(trace.text.startsWith(text)).toBe(true)
      expect(trace.tensor('probs').data.every(Number.isFinite)).toBe(true)
    }
  })

  it('completes the default prompt with the name from before', () => {
    const { text, promptLength } = generate(model, DEFAULT_PROMPT, { maxNewTokens: 5 })
    expect(promptLength).toBeGreaterThanOrEqual(6)
    expect(promptLength).toBeLessThanOrEqual(10)
    expect(text.slice(DEFAULT_PROMPT.length)).toMatch(/^ Anna\. (now|then|Ben|Anna) /)
  })
})
