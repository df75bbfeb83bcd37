import { describe, expect, it } from 'vitest'
import { createRandom } from '../tensor/random'
import { createStory, createTrainingStory, isHeldOut } from './grammar'
import { drawCases, TASKS, type Task } from './recall'
import { TEXT_CONFIG, textTokenizer } from './textConfig'
import { drawTextExample, heldOutExamples } from './textTask'

const stories = (seed: number, count: number, create: typeof createTrainingStory = createTrainingStory) => {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => create(random, 8))
}
const splitSentences = (text: string) => text.split(/(?<=\.) (?=\S)/)

describe('the grammar', () => {
  it('tells the same stories for the same seed', () => {
    expect(stories(5, 20)).toEqual(stories(5, 20))
    expect(stories(5, 20)).not.toEqual(stories(6, 20))
  })

  it('keeps held-out sentences out of the training text, however they are capitalised', () => {
    const trained = new Set(
      stories(1, 3000)
        .flat()
        .map((sentence) => sentence.toLowerCase()),
    )
    const held = stories(2, 500, createStory).flat().filter(isHeldOut)
    expect(held.length).toBeGreaterThan(100)
    for (const sentence of held) expect(trained.has(sentence.toLowerCase())).toBe(false)
  })

  it('agrees: a singular subject has a singular verb, a plural one a plural verb', () => {
    const starts = stories(3, 2000)
      .flat()
      .map((sentence) => sentence.toLowerCase().split(' ').slice(0, 3).join(' '))
    const count = (pattern: RegExp) => starts.filter((start) => pattern.test(start)).length
    const one = '(chases|sees|hears|likes|follows|sleeps|waits|is)$'
    const many = '(chase|see|hear|like|follow|sleep|wait|are)$'
    for (const singular of ['(one|every|an?) [a-z]+', 'the (cat|dog|mouse|fox)']) {
      expect(count(RegExp(`^${singular} ${one}`))).toBeGreaterThan(20)
      expect(count(RegExp(`^${singular} ${many}`))).toBe(0)
    }
    for (const plural of ['(two|three|many) [a-z]+', 'the (cats|dogs|mice|foxes)']) {
      expect(count(RegExp(`^${plural} ${many}`))).toBeGreaterThan(20)
      expect(count(RegExp(`^${plural} ${one}`))).toBe(0)
    }
  })

  it('gives things back to whom it said: the giver is thanked', () => {
    const text = stories(4, 500).flat().join(' ')
    const gifts = [...text.matchAll(/(\S+) gave the (?:\S+ )?\S+ to (\S+)\. (\S+) thanked ([^ .]+)/g)]
    expect(gifts.length).toBeGreaterThan(100)
    for (const [, giver, taker, thanks, thanked] of gifts) expect([thanks, thanked]).toEqual([taker, giver])
  })

  it('is made of words that the vocabulary has, but for the invented ones', () => {
    const random = createRandom(7)
    const tokens = Array.from({ length: 300 }, () => drawTextExample(random)).flatMap((example) => example.tokens)
    const bytes = tokens.filter((id) => id >= textTokenizer.size - 256).length
    expect(bytes / tokens.length).toBeLessThan(0.1)
    expect(bytes).toBeGreaterThan(0)
  })
})

describe('examples', () => {
  it('have as targets the tokens that follow', () => {
    const random = createRandom(8)
    for (let i = 0; i < 50; i++) {
      const { tokens, targets } = drawTextExample(random)
      expect(targets.slice(0, -1)).toEqual(tokens.slice(1))
      expect([24, 48, TEXT_CONFIG.nCtx]).toContain(tokens.length)
    }
  })

  it('ask held-out text for held-out sentences alone', () => {
    for (const { tokens, targets } of heldOutExamples(2, 50)) {
      expect(tokens.length).toBeLessThanOrEqual(TEXT_CONFIG.nCtx)
      for (const [t, target] of targets.entries())
        if (target >= 0 && t + 1 < tokens.length) expect(target).toBe(tokens[t + 1])
      const asked = splitSentences(textTokenizer.decode(targets.filter((target) => target >= 0)).trim())
      // All but one that the context cuts off.
      expect(asked.filter((sentence) => !isHeldOut(sentence)).length).toBeLessThanOrEqual(1)
    }
  })

  it.each(Object.keys(TASKS))('of %s cannot be learnt by heart', (task) => {
    for (const { prompt, right } of drawCases(task as Task, 3, 50)) {
      expect(right.length).toBeGreaterThan(0)
      const [first = ''] = splitSentences(prompt)
      if (first !== prompt) expect(isHeldOut(first)).toBe(true)
    }
  })
})
