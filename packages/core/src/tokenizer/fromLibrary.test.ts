import { Tokenizer } from '@huggingface/tokenizers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromLibrary } from './fromLibrary'
import { BYTE_CHARACTERS } from './json/byteAlphabet'
import { byteLevelFile, llama2File } from './json/exampleFiles'
import { readTokenizerJson } from './json/readTokenizerJson'

const WORDPIECE = {
  version: '1.0',
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: null,
  decoder: { type: 'WordPiece', prefix: '##', cleanup: false },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: { '[UNK]': 0, the: 1, walk: 2, '##ing': 3, '##s': 4, '.': 5 },
  },
}

/** As published files may be: without a byte that stands in no UTF-8. */
function withoutUnused(file: ReturnType<typeof byteLevelFile>) {
  const { [BYTE_CHARACTERS[0xff] as string]: _, ...vocab } = file.model.vocab
  return { ...file, model: { ...file.model, vocab } }
}

describe('fromLibrary', () => {
  it('takes a tokenizer that the reader refuses', () => {
    expect(() => readTokenizerJson(WORDPIECE)).toThrow(/got "WordPiece"/)
    const tokenizer = fromLibrary(new Tokenizer(WORDPIECE, {}))
    expect(tokenizer.size).toBe(6)
    expect(tokenizer.encode('the walking walks')).toEqual([1, 2, 3, 2, 4])
    expect(tokenizer.decode([1, 2, 3])).toBe('the walking')
    expect(tokenizer.token(3)).toBe('##ing')
    expect(tokenizer.decode([])).toBe('')
    for (const id of [-1, 6, 0.5]) {
      expect(() => tokenizer.token(id)).toThrow(/Token ids run from 0 to 5/)
      expect(() => tokenizer.decode([id])).toThrow(/Token ids run from 0 to 5/)
    }
  })

  it.each([
    ['byte-level', byteLevelFile()],
    ['byte-level without bytes that no text has', withoutUnused(byteLevelFile())],
    ['with bytes to fall back on', llama2File()],
  ])('says the same as our own reader, %s, and shows bytes where the library has U+FFFD', (_, file) => {
    const library = new Tokenizer(file, {})
    const [ours, theirs] = [readTokenizerJson(file), fromLibrary(library)]
    expect(theirs.size).toBe(ours.size)
    const known = new Set(Object.values<number>(file.model.vocab))
    const ids = Array.from({ length: ours.size }, (__, id) => id).filter((id) => known.has(id) || id >= known.size)
    for (const id of ids) expect(theirs.token(id)).toBe(ours.token(id))
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ids)), (ids) => {
        expect(theirs.decode(ids)).toBe(ours.decode(ids))
        expect(theirs.decode(ids)).not.toContain('\ufffd')
      }),
    )
    expect(theirs.encode('the cat, 日本 😀')).toEqual(ours.encode('the cat, 日本 😀'))
  })
})
