import { expect, it } from 'vitest'
import { readSplit } from './split'

const TEXT = 'the-final--countdown'
const pieces = (pattern: RegExp, behavior: string, invert = false) => [
  ...readSplit(pattern, behavior, invert, 'pre_tokenizer 0')(TEXT),
]

// The example of SplitDelimiterBehavior, https://docs.rs/tokenizers.
it.each([
  ['Removed', ['the', 'final', 'countdown']],
  ['Isolated', ['the', '-', 'final', '-', '-', 'countdown']],
  ['MergedWithPrevious', ['the-', 'final-', '-', 'countdown']],
  ['MergedWithNext', ['the', '-final', '-', '-countdown']],
])('%s', (behavior, expected) => {
  expect(pieces(/-/gu, behavior)).toEqual(expected)
})

it.each([
  ['Removed', ['the', 'final', 'countdown']],
  ['Isolated', ['the', '-', 'final', '--', 'countdown']],
  ['MergedWithPrevious', ['the-', 'final--', 'countdown']],
  ['MergedWithNext', ['the', '-final', '--countdown']],
])('%s, inverted: what lies between the matches counts as the match', (behavior, expected) => {
  expect(pieces(/\w+/gu, behavior, true)).toEqual(expected)
})

it('refuses other behaviours, by name', () => {
  expect(() => pieces(/-/gu, 'Contiguous')).toThrow(/pre_tokenizer 0\.behavior must be .*; got "Contiguous"/)
})
