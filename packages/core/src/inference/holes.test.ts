import { describe, expect, it } from 'vitest'
import { modelOf } from '../model/model'
import { livelyModel } from '../testing/naive'
import { createCharTokenizer, readTokenizerJson } from '../tokenizer'
import { byteLevelFile, llama2File } from '../tokenizer/json/exampleFiles'
import { tokenText } from '../tokenizer/tokenText'
import type { Tokenizer } from '../tokenizer/types'
import { runBackward } from '../training/runBackward'
import { generate } from './generate'
import { runForward } from './runForward'

const config = { nLayers: 1, nHeads: 2, dModel: 8, nCtx: 64, dVocab: 8 }
const model = livelyModel(config, 'float32')

/** ABC with ids 0, 2 and 4: what is between them and after them has no token. */
function holed(missing: (id: number) => string): Tokenizer {
  const abc = createCharTokenizer('ABC')
  const own = (id: number) => (id % 2 === 0 && id < 5 ? abc.token(id / 2) : missing(id))
  return {
    size: 5,
    encode: (text) => abc.encode(text).map((id) => 2 * id),
    decode: (ids) => ids.map(own).join(''),
    token: own,
  }
}

const throwing = (error: Error) => () => {
  throw error
}

describe.each<[string, Tokenizer]>([
  ['throws', holed(throwing(new RangeError('no such token')))],
  ['returns nothing', holed(() => undefined as unknown as string)],
])('a tokenizer that %s for an id without a token', (_, tokenizer) => {
  const own = modelOf(config, model.params, { tokenizer })
  const named = ['A', '#1', 'B', '#3', 'C', '#5', '#6', '#7']

  it('has its tokens named, and the rest by number', () => {
    expect(named.map((__, id) => tokenText(own, id))).toEqual(named)
  })

  it('runs, generates and steps back over all of the vocabulary', () => {
    const all = named.map((__, id) => id)
    expect(runForward(own, all).tokens.map(({ text }) => text)).toEqual(named)
    expect(runBackward(own, all, all).tokens.map(({ text }) => text)).toEqual(named)
    const picks = [7, 1, 4, 5, 0]
    const sampler = { pick: (__: unknown, step: number) => picks[step] as number }
    const trace = generate(own, [0, 3, 2], { maxNewTokens: 5, sampler, topCandidates: 8 })
    expect(trace.text).toBe('A#3B#7#1C#5A')
    expect(trace.tokens.map(({ text }) => text)).toEqual(['A', '#3', 'B', '#7', '#1', 'C', '#5', 'A'])
    for (const { candidates } of trace.steps)
      expect(candidates.toSorted((a, b) => a.id - b.id).map(({ text }) => text)).toEqual(named)
    expect(trace.steps.map(({ sampled }) => sampled.text)).toEqual(['#7', '#1', 'C', '#5', 'A'])
  })
})

describe('published vocabularies', () => {
  const wide = (tokenizer: Tokenizer) => livelyModel({ ...config, dVocab: tokenizer.size + 3 }, 'float32', 7, 'plain')
  it.each([
    ['byte-level', readTokenizerJson(byteLevelFile())],
    ['sentencepiece', readTokenizerJson(llama2File())],
  ])('of a %s kind keep their words around ids that are in none', (_, tokenizer) => {
    const { params, config } = wide(tokenizer)
    const own = modelOf(config, params, { tokenizer })
    const ids = tokenizer.encode('ab a')
    const none = tokenizer.size + 1
    const { text } = generate(own, [...ids, none], {
      maxNewTokens: 3,
      sampler: { pick: (__, step) => [...ids, none][step] as number },
    })
    expect(text.startsWith(`ab a#${none}`)).toBe(true)
    // What began a text takes no space away in the middle of it.
    const inner = generate(own, [none, ...ids], { maxNewTokens: 1 }).text
    expect(inner.startsWith(`#${none}${tokenizer.token(ids[0] as number)}`)).toBe(true)
  })
})

describe('a model without a tokenizer', () => {
  it('shows ids, with a space between', () => {
    const { text } = generate(model, [3, 5], { maxNewTokens: 1, sampler: { pick: () => 7 } })
    expect(text).toBe('#3 #5 #7')
  })
})
