import { createModel, type Model } from '@glassformer/core'
import { loadTextModel } from '@glassformer/core/models/text'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { describe, expect, it } from 'vitest'
import { typedToken } from './typedToken'

const text = loadTextModel()
const read = (model: Model, typed: string, probOf: (id: number) => number = () => 0) => {
  const found = typedToken(model, typed, probOf)
  return found && { token: model.tokenizer?.token(found.id), count: found.count }
}

describe('a typed token', () => {
  it('is read with the space that nobody types', () => {
    expect(read(text, 'Anna')).toEqual({ token: ' Anna', count: 1 })
    expect(read(text, ' Anna')).toEqual({ token: ' Anna', count: 1 })
  })

  it('is read without where only that is one token, or is likelier', () => {
    expect(read(text, '.')).toMatchObject({ count: 1 })
    const [dot] = text.tokenizer?.encode('.') ?? []
    expect(read(text, '.', (id) => (id === dot ? 1 : 0))).toEqual({ token: '.', count: 1 })
  })

  it('is the first of several where it is no single one', () => {
    const found = read(text, 'xylophone')
    expect(found?.count).toBeGreaterThan(1)
    expect(' xylophone'.startsWith(found?.token ?? '?')).toBe(true)
  })

  it('is nothing where nothing is typed, and what the tokenizer refuses is refused', () => {
    expect(typedToken(text, '', () => 0)).toBeNull()
    const tokenizer = createCharTokenizer('AB')
    const letters = createModel({ nLayers: 1, nHeads: 1, dModel: 4, nCtx: 4, dVocab: tokenizer.size }, { tokenizer })
    // It knows no space, and so the text is read without.
    expect(read(letters, 'B')).toEqual({ token: 'B', count: 1 })
    expect(() => typedToken(letters, 'Z', () => 0)).toThrow(/Z/)
  })
})
