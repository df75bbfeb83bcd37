import { describe, expect, it } from 'vitest'
import { createRandom } from '../../tensor/random'
import { drawDocument, drawTrainingDocument } from './document'
import { isHeldOut, line, textOf } from './line'

const documents = (seed: number, count: number, draw: typeof drawTrainingDocument = drawTrainingDocument) => {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => draw(random))
}
const texts = (seed: number, count: number) => documents(seed, count).map(textOf)

describe('the corpus', () => {
  it('tells the same for the same seed', () => {
    expect(texts(5, 20)).toEqual(texts(5, 20))
    expect(texts(5, 20)).not.toEqual(texts(6, 20))
  })

  it('keeps held-out lines out of the training text, however they are capitalised', () => {
    const trained = new Set(
      documents(1, 6000)
        .flat()
        .map(({ key }) => key.toLowerCase()),
    )
    const held = documents(2, 1000, drawDocument).flat().filter(isHeldOut)
    expect(held.length).toBeGreaterThan(100)
    for (const { key } of held) expect(trained.has(key.toLowerCase())).toBe(false)
    expect(isHeldOut(line('Yes.'))).toBe(false)
  })

  it('agrees: a singular subject has a singular verb, a plural one a plural verb', () => {
    const starts = documents(3, 8000)
      .flat()
      .map(({ text }) => text.toLowerCase().split(' ').slice(0, 3).join(' '))
    const count = (pattern: RegExp) => starts.filter((start) => pattern.test(start)).length
    const one = '(chases|sees|hears|likes|follows|sleeps|waits|is)$'
    const many = '(chase|see|hear|like|follow|sleep|wait|are)$'
    for (const singular of ['(one|every|an?) [a-z]+', 'the (cat|dog|mouse|fox)']) {
      expect(count(RegExp(`^${singular} ${one}`))).toBeGreaterThan(10)
      expect(count(RegExp(`^${singular} ${many}`))).toBe(0)
    }
    for (const plural of ['(two|three|seven) [a-z]+', 'the (cats|dogs|mice|foxes)']) {
      expect(count(RegExp(`^${plural} ${many}`))).toBeGreaterThan(10)
      expect(count(RegExp(`^${plural} ${one}`))).toBe(0)
    }
  })

  it('closes all that it opens, the last first', () => {
    const closers: Record<string, string> = { '(': ')', '[': ']', '{': '}' }
    let deepest = 0
    let count = 0
    for (const text of texts(4, 3000)) {
      const open: string[] = []
      for (const mark of text.match(/[()[\]{}"]/g) ?? []) {
        count++
        const closer = mark === '"' && open.at(-1) !== '"' ? '"' : closers[mark]
        if (closer) open.push(closer)
        else expect(open.pop(), text).toBe(mark)
        deepest = Math.max(deepest, open.length)
      }
      expect(open, text).toEqual([])
    }
    expect(count).toBeGreaterThan(2000)
    expect(deepest).toBeGreaterThanOrEqual(3)
  })

  it('repeats its lists word for word', () => {
    let lists = 0
    for (const text of texts(5, 2000))
      for (const [, first, again] of text.matchAll(/[Rr]ead: ([^.]+)\. [Rr]ead it again: ([^.]+)\./g)) {
        expect(again).toBe(first)
        lists++
      }
    expect(lists).toBeGreaterThan(50)
  })

  it('gives things back to whom it said: the giver is thanked, however late', () => {
    const gifts = texts(6, 2000).flatMap((text) => [
      ...text.matchAll(
        /([A-Z]\S+) gave (?:[Tt]he (?:[a-z]+ )?[a-z]+ to ([A-Z]\S+)|([A-Z]\S+) the [a-z ]+)\.([^"]*?) \2\3 thanked ([^ .]+)\./g,
      ),
    ])
    expect(gifts.length).toBeGreaterThan(100)
    for (const [, giver, , , , thanked] of gifts) expect(thanked).toBe(giver)
  })

  it('states what it asks for: an answer stands in the text before', () => {
    let answers = 0
    for (const lines of documents(7, 2000))
      for (const [i, { text, answer }] of lines.entries()) {
        if (answer === undefined) continue
        answers++
        expect(` ${text}`).toContain(` ${answer}`)
        // Of a plural such as scarves, the beginning.
        expect(textOf(lines.slice(0, i))).toContain(answer.slice(0, 4))
      }
    expect(answers).toBeGreaterThan(1000)
  })

  it('starts its sentences with a capital, or with none all through', () => {
    const opener = /(?:^|[.?!] )(the|an?|it|in|one|read|list|then|now|where|what|who|is)(?= )/gi
    const kinds = texts(8, 1000).map((text) => {
      const capitals = new Set([...text.matchAll(opener)].map(([, word = '']) => word.charAt(0) < 'a'))
      expect(capitals.size, text).toBeLessThan(2)
      return [...capitals][0]
    })
    expect(kinds.filter((capital) => capital === true).length).toBeGreaterThan(500)
    expect(kinds.filter((capital) => capital === false).length).toBeGreaterThan(50)
  })
})
