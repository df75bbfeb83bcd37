import { trainBPE } from '../trainBPE'
import { BYTE_CHARACTERS } from './byteAlphabet'

/** Small files as Hugging Face's tools write them, for tests. */

const CORPUS = `It's said that the cat, the hat and the mat weren't THE CAT'S. They'll say we've 12 cats, 1234 hats!!
日本語のテキスト, тест текста, привет мир, naïve café — “quotes” … 😀😀 👨‍👩‍👧\n\n  def f(x):\n    return x  # 100\n\r\n\t\tend `.repeat(
  3,
)

export const GPT4_STYLE =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"

const written = (bytes: Iterable<number>) => [...bytes].map((byte) => BYTE_CHARACTERS[byte]).join('')
const token = (id: number, content: string, special: boolean, more: object = {}) => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special,
  ...more,
})

/** A byte-level vocabulary with its ids in GPT-2's order, that of the alphabet, and two added tokens behind it. */
export function byteLevelFile(changes: { model?: object; added?: object } & Record<string, unknown> = {}) {
  const bpe = trainBPE(CORPUS, { vocabSize: 460 })
  const alphabet = [...BYTE_CHARACTERS].sort()
  const learnt = bpe.merges.map((_, i) => written(bpe.bytes(256 + i)))
  const vocab = Object.fromEntries([...alphabet, ...learnt].map((entry, id) => [entry, id]))
  const merges = bpe.merges.map(([a, b]) => `${written(bpe.bytes(a))} ${written(bpe.bytes(b))}`)
  const { model, added, ...rest } = changes
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [token(bpe.size, '<|endoftext|>', true, added), token(bpe.size + 1, '<tool>', false, added)],
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true } as unknown,
    post_processor: null,
    decoder: { type: 'ByteLevel' } as unknown,
    model: { type: 'BPE', dropout: null, unk_token: null, vocab, merges: merges as unknown, ...model },
    ...rest,
  }
}

export function llama3File() {
  const pairs = byteLevelFile().model.merges as string[]
  return byteLevelFile({
    model: { ignore_merges: true, merges: pairs.map((pair) => pair.split(' ')) },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: GPT4_STYLE }, behavior: 'Isolated', invert: false },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
  })
}

export function qwenFile() {
  return { ...llama3File(), normalizer: { type: 'NFC' }, model: byteLevelFile().model }
}

/** As Llama 2's: spaces are `▁`, one is put in front, and characters without an entry become bytes. */
export function llama2File(changes: Record<string, unknown> = {}) {
  const merges = ['▁ t', 'h e', '▁t he', 'i n', '▁ a', 'a t', '▁ ▁', '▁▁ ▁▁', 'c at', '▁ c', 'é é']
  const bytes = Array.from({ length: 256 }, (_, i) => `<0x${i.toString(16).toUpperCase().padStart(2, '0')}>`)
  const letters = ['▁', ...'abcdefghijklmnopqrstuvwxyz.,é日']
  const entries = ['<unk>', '<s>', '</s>', ...bytes, ...merges.map((merge) => merge.replace(' ', '')), ...letters]
  return {
    version: '1.0',
    added_tokens: ['<unk>', '<s>', '</s>'].map((content, id) => token(id, content, true)),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'Prepend', prepend: '▁' },
        { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
      ],
    } as unknown,
    pre_tokenizer: null as unknown,
    post_processor: null,
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
        { type: 'Strip', content: ' ', start: 1, stop: 0 },
      ],
    } as unknown,
    model: {
      type: 'BPE',
      unk_token: '<unk>',
      fuse_unk: true,
      byte_fallback: true,
      vocab: Object.fromEntries(entries.map((entry, id) => [entry, id])),
      merges,
    },
    ...changes,
  }
}

/** As later Llama 2 and Mistral files: a pre-tokenizer does what the normalizer did. */
export function metaspaceFile(prepend_scheme: string, split: boolean) {
  const step = { type: 'Metaspace', replacement: '▁', prepend_scheme, split }
  return llama2File({ normalizer: null, pre_tokenizer: step })
}
