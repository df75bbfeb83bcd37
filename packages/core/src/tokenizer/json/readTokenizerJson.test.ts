import { Tokenizer } from '@huggingface/tokenizers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byteName, bytesOf } from '../utf8'
import { BYTE_CHARACTERS } from './byteAlphabet'
import { byteLevelFile, llama2File, llama3File, metaspaceFile, qwenFile } from './exampleFiles'
import { readTokenizerJson } from './readTokenizerJson'

// The library reads \s as JavaScript does, and ignores case in ASCII alone: these characters have tests of their own.
const KNOWN_DIFFERENCES = /[\u0085\ufeffſ\u212a]/
const SAMPLES = [
  'the',
  ' The',
  "it's",
  "IT'S",
  ' 1234',
  '\n',
  '\n\n',
  '  ',
  '\t',
  'é',
  'e\u0301',
  '日本',
  ' привет',
  '\r\n',
]
const MORE = ['😀', '👨‍👩‍👧', '<tool>', '<|endoftext|>', '<s>', '</s>', '<0x41>', '…', '!!', '\0', ' cat', 'a', '▁']
const anyText = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...SAMPLES, ...MORE)).map((parts) => parts.join('')),
  )
  .filter((text) => !KNOWN_DIFFERENCES.test(text))

const files = {
  'as GPT-2': byteLevelFile(),
  'with a prefix space': byteLevelFile({ pre_tokenizer: { type: 'ByteLevel', add_prefix_space: true } }),
  'as Llama 3': llama3File(),
  'as Qwen 2': qwenFile(),
  'with normalized tokens': {
    ...qwenFile(),
    added_tokens: byteLevelFile({ added: { normalized: true } }).added_tokens,
  },
  'with digits apart': byteLevelFile({
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Digits', individual_digits: true },
        { type: 'ByteLevel', add_prefix_space: false },
      ],
    },
  }),
  'as Llama 2': llama2File(),
  'as Mistral': metaspaceFile('first', false),
  'with Metaspace everywhere': metaspaceFile('always', false),
  'as Gemma': llama2File({
    normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
    pre_tokenizer: { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithPrevious', invert: false },
    decoder: llama2File().decoder && {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
      ],
    },
  }),
}

describe.each(Object.entries(files))('readTokenizerJson, %s', (_, file) => {
  const ours = readTokenizerJson(JSON.stringify(file))
  const library = new Tokenizer(file, { clean_up_tokenization_spaces: false })

  it('encodes as the library does', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const expected = library.encode(text, { add_special_tokens: false }).ids
        expect(ours.encode(text, { special: true })).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  it('decodes as the library does, where that is not U+FFFD', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(ours.size - 1), { minLength: 1 }), (ids) => {
        const expected = library.decode(ids, { skip_special_tokens: false })
        fc.pre(!expected.includes('\ufffd'))
        expect(ours.decode(ids)).toBe(expected)
      }),
    )
  })

  it('shows each token as text, and its bytes where they are no whole character', () => {
    for (let id = 0; id < ours.size; id++) {
      const bytes = ours.bytes(id)
      const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
      if (decoded.includes('\ufffd')) expect(ours.token(id)).toMatch(/<0x[89A-F][\dA-F]>/)
      else expect(ours.token(id)).toBe(decoded)
      expect(ours.token(id)).not.toContain('\ufffd')
    }
    for (const id of [-1, ours.size, 0.5]) expect(() => ours.token(id)).toThrow(/Token ids run from 0 to/)
  })
})

describe('readTokenizerJson', () => {
  it('gives back every text, but for what the file changes', () => {
    const kept = ['as GPT-2', 'as Llama 3', 'with digits apart'] as const
    for (const name of kept) {
      const tokenizer = readTokenizerJson(files[name])
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (text) => {
          expect(tokenizer.decode(tokenizer.encode(text))).toBe(text)
          expect(tokenizer.decode(tokenizer.encode(text, { special: true }))).toBe(text)
        }),
      )
    }
    const qwen = readTokenizerJson(files['as Qwen 2'])
    const llama2 = readTokenizerJson(files['as Llama 2'])
    const spaced = readTokenizerJson(files['with a prefix space'])
    fc.assert(
      fc.property(anyText, (text) => {
        expect(qwen.decode(qwen.encode(text))).toBe(text.normalize('NFC'))
        expect(llama2.decode(llama2.encode(text))).toBe(text.replaceAll('▁', ' '))
        // The space goes before text; in front of an added token or of nothing there is none.
        const prefixed = /^( |$)|<tool>/.test(text) ? undefined : ` ${text}`
        if (prefixed !== undefined) expect(spaced.decode(spaced.encode(text))).toBe(prefixed)
      }),
    )
  })

  it('encodes special tokens only when asked to, added ones always', () => {
    const tokenizer = readTokenizerJson(byteLevelFile())
    const end = tokenizer.special.get('<|endoftext|>') as number
    expect([...tokenizer.special]).toEqual([['<|endoftext|>', tokenizer.size - 2]])
    expect(tokenizer.encode('<|endoftext|>')).not.toContain(end)
    expect(tokenizer.encode('a<|endoftext|>', { special: true }).at(-1)).toBe(end)
    expect(tokenizer.encode('<tool>')).toEqual([tokenizer.size - 1])
  })

  it.each([
    ['as GPT-2', byteLevelFile(), (byte: number) => BYTE_CHARACTERS[byte] as string],
    ['as Llama 2', llama2File(), byteName],
  ])('needs no bytes that no text has, %s', (_, file, nameOf) => {
    const without = (bytes: readonly number[], more: object = {}) => {
      const names = new Set(bytes.map(nameOf))
      const vocab = Object.fromEntries(Object.entries(file.model.vocab).filter(([entry]) => !names.has(entry)))
      return { ...file, model: { ...file.model, vocab, ...more } }
    }
    const never = [0xc0, 0xc1, ...Array.from({ length: 11 }, (__, i) => 0xf5 + i)]
    const [all, few] = [readTokenizerJson(file), readTokenizerJson(without(never))]
    fc.assert(
      fc.property(anyText, (text) => {
        expect(few.encode(text)).toEqual(all.encode(text))
        expect(few.decode(few.encode(text))).toBe(all.decode(all.encode(text)))
      }),
    )
    for (const byte of [0, 0x20, 0x7f, 0x80, 0xbf, 0xc2, 0xe0, 0xf4])
      expect(() => readTokenizerJson(without([byte], { merges: [] }))).toThrow(/would have no tokens/)
  })

  it('keeps the space that a token in normalised text takes with it', () => {
    const file = llama2File()
    const id = 1 + Math.max(...Object.values(file.model.vocab))
    const added = { id, content: '<tool>', single_word: false, lstrip: false, rstrip: false, special: false }
    const tokenizer = readTokenizerJson({
      ...file,
      added_tokens: [...file.added_tokens, { ...added, normalized: true }],
    })
    for (const text of ['the cat <tool> in', '<tool> cat', 'the<tool>', '  <tool>  <tool>', '<tool>', 'a <tool>'])
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text)
    // As the library in Rust has it: ▁the ▁ cat ▁<tool> ▁ in.
    expect(tokenizer.encode('the cat <tool> in').map(tokenizer.token)).toEqual([
      ' the',
      ' ',
      'cat',
      ' <tool>',
      ' ',
      'in',
    ])
    expect(Array.from(tokenizer.bytes(id))).toEqual(bytesOf(' <tool>'))
  })

  it('takes the white space beside a token that says so', () => {
    const tokenizer = readTokenizerJson(byteLevelFile({ added: { lstrip: true, rstrip: true } }))
    expect(tokenizer.decode(tokenizer.encode('a \u3000<tool>\n b <tool> <tool>'))).toBe('a<tool>b<tool><tool>')
  })

  it('reads white space and case as the engine does that files are written for', () => {
    const shown = (file: object, text: string) => {
      const tokenizer = readTokenizerJson(file)
      return tokenizer.encode(text).map((id) => tokenizer.token(id))
    }
    // Nothing is merged: what was split shows in which merges can happen.
    const merges = ["' s", "' ſ", '! !'].map((pair) => pair)
    const { model } = byteLevelFile()
    const vocab = { ...model.vocab, "'s": 900, '!!': 901 }
    const file = { ...llama3File(), model: { ...model, vocab, merges: [merges[0], merges[2]] } }
    expect(shown(file, "a's")).toContain("'s")
    expect(shown(file, "a'ſ")).toEqual(['a', "'", '<0xC5>', '<0xBF>'])
    expect(shown(file, '!!')).toEqual(['!!'])
  })

  it('begins a piece at each space where Metaspace says so, which keeps spaces from being joined', () => {
    const shown = (split: boolean) => {
      const tokenizer = readTokenizerJson(metaspaceFile('always', split))
      return tokenizer.encode('the  cat').map((id) => tokenizer.token(id))
    }
    expect(shown(false)).toEqual([' the', '  ', 'cat'])
    expect(shown(true)).toEqual([' the', ' ', ' ', 'cat'])
  })

  it('takes a whole word from the vocabulary where merges are ignored', () => {
    const model = byteLevelFile().model
    const vocab = { ...model.vocab, Ġcats: 600, xyz: 601 }
    const ignoring = readTokenizerJson(byteLevelFile({ model: { vocab, ignore_merges: true } }))
    expect(ignoring.encode('xyz cats')).toEqual([601, 600])
    expect(readTokenizerJson(byteLevelFile({ model: { vocab } })).encode('xyz')).not.toContain(601)
    expect(() => ignoring.token(599)).toThrow(/Token ids run from 0 to 601; got 599/)
  })

  it.each([
    ['not JSON', '{', /the file must be JSON .*; got "{"/],
    ['null', 'null', /the file must be an object; got null/],
    ['WordPiece', { ...byteLevelFile(), model: { type: 'WordPiece' } }, /model.type must be "BPE".*got "WordPiece"/],
    ['Unigram', { ...byteLevelFile(), model: { type: 'Unigram' } }, /got "Unigram"/],
    ['a normalizer', byteLevelFile({ normalizer: { type: 'Lowercase' } }), /normalizer 0 .* got \{ type: "Lowercase"/],
    ['a pre-tokenizer', byteLevelFile({ pre_tokenizer: { type: 'Whitespace' } }), /got \{ type: "Whitespace"/],
    [
      'digits that are no flag',
      byteLevelFile({ pre_tokenizer: { type: 'Digits', individual_digits: 'no' } }),
      /pre_tokenizer 0\.individual_digits must be true or false; got "no"/,
    ],
    ['none', byteLevelFile({ pre_tokenizer: null }), /pre_tokenizer must be one with ByteLevel.*got null/],
    [
      'a decoder',
      byteLevelFile({ decoder: { type: 'WordPiece' } }),
      /decoder 0 must be ByteLevel.*got \{ type: "WordPiece"/,
    ],
    ['suffixes', byteLevelFile({ model: { end_of_word_suffix: '</w>' } }), /end_of_word_suffix .* got "<\/w>"/],
    ['dropout', byteLevelFile({ model: { dropout: 0.1 } }), /dropout must be null.*got 0.1/],
    ['whole words', byteLevelFile({ added: { single_word: true } }), /single_word must be false/],
    ['ids apart', byteLevelFile({ added: { id: 1e15 } }), /whole number from 0 to \d+; got 1000000000000000/],
    ['ids twice', byteLevelFile({ added: { id: 3 } }), /the id of added token .* must be/],
    ['missing bytes', byteLevelFile({ model: { vocab: { a: 0 }, merges: [] } }), /would have no tokens; got undefined/],
    ['a strange merge', byteLevelFile({ model: { merges: ['a b c'] } }), /model.merges\[0\] must be two entries/],
    ['an unknown merge', byteLevelFile({ model: { merges: [['qq', 'qq']] } }), /two entries of model.vocab that make/],
    [
      'a strip',
      llama2File({ decoder: { type: 'Strip', content: ' ', start: 0, stop: 2 } }),
      /decoder 0 .* got \{ type: "Strip"/,
    ],
  ])('refuses %s, by name', (_, file, message) => {
    expect(() => readTokenizerJson(file)).toThrow(message)
    expect(() => readTokenizerJson(file)).toThrow(expect.objectContaining({ code: 'bad-tokenizer' }))
  })
})
