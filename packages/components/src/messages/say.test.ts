import { describe, expect, it } from 'vitest'
import { join, number, plain, say } from './say'

describe('say', () => {
  const cat = { token: 'cat', position: 3 }

  it('keeps words, tokens and numbers apart, in the order in which they are said', () => {
    expect(say`${cat} reads ${number('0.71')} in layer ${2}.`).toEqual([
      cat,
      ' reads ',
      { number: '0.71', exact: undefined },
      ' in layer ',
      '2',
      '.',
    ])
  })

  it('takes sentences within sentences, and leaves out what says nothing', () => {
    const clause = say` of ${cat}`
    expect(plain(say`value${clause}${false}${null}${undefined}${''}.`)).toBe('value of cat (3).')
  })

  it('joins what is said and no more', () => {
    expect(plain(join(['one', null, say`two ${1}`, '', false], '; '))).toBe('one; two 1')
  })

  it('shows whatever letters a token has', () => {
    for (const token of ['\uE000', '$1', '%s', '{0}', '<b>', ''])
      expect(plain(say`a ${{ token }} b`)).toBe(`a ${token} b`)
  })
})
