import { describe, expect, it } from 'vitest'
import { createRandom } from '../tensor/random'
import { drawCases, TASKS, type Task } from './cases'
import { drawTrainingDocument } from './corpus/document'
import { textOf } from './corpus/line'
import { loadTextModel } from './text'
import { TEXT_CONFIG } from './textConfig'
import { heldOutExamples, trainingExamples } from './textTask'
import { trainTextTokenizer } from './textTokenizer'

const tokenizer = trainTextTokenizer(1)

describe('the tokenizer', () => {
  it('is the one that ships', () => {
    const shipped = loadTextModel().tokenizer
    const text = 'Anna gave the red ball to Ben (the boy). "Zoë!"\n猫'
    expect(tokenizer.size).toBe(TEXT_CONFIG.dVocab)
    expect(shipped?.encode(text)).toEqual(tokenizer.encode(text))
    for (let id = 0; id < tokenizer.size; id++) expect(shipped?.token(id)).toBe(tokenizer.token(id))
  })

  it('has a token for nearly every word, and one for each mark', () => {
    const random = createRandom(7)
    const text = Array.from({ length: 300 }, () => textOf(drawTrainingDocument(random))).join('\n')
    const words = text.match(/ ?[\p{L}]+| ?[^\s\p{L}]|\s/gu) ?? []
    const single = words.filter((word) => tokenizer.encode(word).length === 1)
    expect(single.length / words.length).toBeGreaterThan(0.97)
    // A letter from elsewhere, as some invented names have, may be in bytes.
    for (const token of tokenizer.encode(text).map(tokenizer.token))
      expect(token.trim().length < 2 || /^ ?\p{L}+$|^<0x[0-9A-F]{2}>$/u.test(token), token).toBe(true)
  })
})

describe('examples', () => {
  it('have as targets the tokens that follow, but for random tokens when they come first', () => {
    const random = createRandom(8)
    const draw = trainingExamples(tokenizer)
    let asked = 0
    for (let i = 0; i < 100; i++) {
      const { tokens, targets } = draw(random)
      expect(tokens).toHaveLength(TEXT_CONFIG.nCtx)
      const masked = targets.findIndex((target) => target >= 0)
      for (const [t, target] of targets.slice(0, -1).entries()) expect(target).toBe(t < masked ? -1 : tokens[t + 1])
      if (masked === 0) asked++
      else for (const [t, target] of targets.entries()) if (t >= masked) expect(target).toBe(tokens[t - masked])
    }
    expect(asked).toBeGreaterThan(40)
    expect(asked).toBeLessThan(90)
  })

  it('ask held-out text for held-out lines alone', () => {
    const trained = createRandom(1)
    const known = new Set(
      Array.from({ length: 3000 }, () => drawTrainingDocument(trained)).flatMap((lines) =>
        lines.map(({ text }) => text),
      ),
    )
    for (const { tokens, targets } of heldOutExamples(tokenizer, 2, 50)) {
      expect(tokens.length).toBeLessThanOrEqual(TEXT_CONFIG.nCtx)
      for (const [t, target] of targets.entries())
        if (target >= 0 && t + 1 < tokens.length) expect(target).toBe(tokens[t + 1])
      expect(known.has(tokenizer.decode(targets.filter((target) => target >= 0)).trim())).toBe(false)
    }
  })
})

describe('cases', () => {
  it.each(Object.keys(TASKS) as Task[])('of %s: the same for a seed, each with its answer', (task) => {
    const cases = drawCases(tokenizer, task, 3, 40)
    expect(drawCases(tokenizer, task, 3, 40)).toEqual(cases)
    for (const { prompt, right } of cases) {
      expect(right.length).toBeGreaterThan(0)
      expect(tokenizer.encode(prompt).length).toBeLessThan(TEXT_CONFIG.nCtx)
    }
  })

  it('recall names that were last stated 20 tokens before or earlier', () => {
    for (const { prompt, right } of drawCases(tokenizer, 'recall', 4, 100)) {
      const name = (right[0] as string).trim()
      const since = prompt.slice(prompt.lastIndexOf(name) + name.length)
      expect(prompt).toContain(name)
      expect(tokenizer.encode(since).length).toBeGreaterThanOrEqual(20)
    }
  })

  it('close what is open', () => {
    const closers: Record<string, string> = { '(': ')', '[': ']', '{': '}' }
    for (const { prompt, right } of drawCases(tokenizer, 'brackets', 4, 100)) {
      const open: string[] = []
      for (const mark of prompt.match(/[()[\]{}]/g) ?? []) {
        const closer = closers[mark]
        if (closer) open.push(closer)
        else open.pop()
      }
      expect(right).toEqual([open.at(-1)])
    }
  })
})
