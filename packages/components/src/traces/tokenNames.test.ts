import { describe, expect, it } from 'vitest'
import { tokenNames } from './tokenNames'

describe('names of tokens', () => {
  const texts = ['the', ' cat', ' sat', ' on', ' the', ' the', `${'x'.repeat(40)}`]
  const name = tokenNames(texts.map((text, id) => ({ id, text })))

  it('say the position of a token that stands in the text more than once, and of no other', () => {
    expect([0, 1, 4, 5].map(name)).toEqual([
      { token: 'the' },
      { token: '·cat' },
      { token: '·the', position: 4 },
      { token: '·the', position: 5 },
    ])
  })

  it('are cut where they are long', () => expect(name(6).token).toHaveLength(16))

  it('are empty where there is no token', () => expect(name(9)).toEqual({ token: '' }))
})
