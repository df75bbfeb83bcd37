import { describe, expect, it } from 'vitest'
import { generate } from '../inference/generate'
import type { Tokenizer } from '../tokenizer/types'
import { accuracyOf } from './accuracy'
import { baselines } from './baselines'
import { drawCases, TASKS, type Task } from './cases'
import { DEFAULT_PROMPT, loadTextModel, TEXT_MODEL_INFO } from './text'
import { heldOutExamples, lossOf, textExamples } from './textTask'

/** What the model must do at least; the exact shares are in its info. */
const BARS: Readonly<Partial<Record<Task, number>>> = {
  brackets: 0.95,
  quotations: 0.95,
  lists: 0.95,
  recall: 0.95,
  giver: 0.95,
  speaker: 0.95,
  agreement: 0.95,
  category: 0.95,
}

describe('the text model as it ships', () => {
  const model = loadTextModel()
  const tokenizer = model.tokenizer as Tokenizer
  const info = TEXT_MODEL_INFO
  const heldOut = heldOutExamples(tokenizer, 2, 600)

  it('is made once, and names what made it', () => {
    expect(loadTextModel()).toBe(model)
    expect(model.params).toHaveLength(info.parameters)
    expect(info.command).toBe('npm run train:text')
    expect(tokenizer.size).toBe(model.config.dVocab)
    expect(model.config).toMatchObject({ nLayers: 4, nHeads: 4, dModel: 64, nCtx: 128 })
  })

  it('has the loss that it says on text that it was not trained on', () => {
    expect(lossOf(model, heldOut)).toBeCloseTo(info.heldOutLossQuantized, 3)
    expect(info.heldOutLossQuantized - info.heldOutLoss).toBeLessThan(0.005)
  })

  it('beats the frequencies of tokens, pairs and threes clearly', () => {
    const counted = baselines(textExamples(tokenizer), model.config.dVocab, info.seed, 3000, heldOut)
    // Counted over a small part of the training text: close to what the info says of all of it.
    expect(Math.abs(counted.unigramLoss - info.unigramLoss)).toBeLessThan(0.05)
    expect(Math.abs(counted.bigramLoss - info.bigramLoss)).toBeLessThan(0.2)
    expect(Math.abs(counted.trigramLoss - info.trigramLoss)).toBeLessThan(0.4)
    expect(info.trigramLoss).toBeLessThan(info.bigramLoss)
    expect(info.bigramLoss).toBeLessThan(info.unigramLoss)
    expect(info.heldOutLossQuantized).toBeLessThan(Math.min(info.trigramLoss, counted.trigramLoss) - 0.5)
  })

  it.each(Object.keys(TASKS) as Task[])('completes %s as its info says', (task) => {
    expect(info.cases).toBeGreaterThanOrEqual(400)
    const accuracy = accuracyOf(model, tokenizer, drawCases(tokenizer, task, 3, info.cases))
    expect(accuracy).toBeCloseTo(info.accuracy[task] as number, 2)
    expect(accuracy).toBeGreaterThanOrEqual(BARS[task] ?? 0)
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
    expect(promptLength).toBe(10)
    expect(text.slice(DEFAULT_PROMPT.length)).toMatch(/^ Anna\./)
  })

  it('reads common words whole', () => {
    for (const word of [
      'the',
      ' the',
      'The',
      ' cat',
      ' sat',
      ' mat',
      'Anna',
      ' Anna',
      ' ball',
      ' thanked',
      '.',
      ' (',
      ')',
      '"',
    ])
      expect(tokenizer.encode(word)).toHaveLength(1)
  })
})
