import { checkOption, GlassformerError } from '../../tensor/errors'
import { foreignText } from '../../tensor/foreignFile'
import { say } from '../../tensor/say'
import { type BPETokenizer, tokenizerOf } from '../engine'
import { applyMerges, mergeTable } from '../merge'
import { fields, flag, refuse } from './checks'
import { byteLevel, sentencePiece } from './kinds'
import { readNormalizer } from './normalizers'
import { readPreTokenizer } from './preTokenizers'
import { readVocabulary } from './vocabulary'

/**
 * Reads Hugging Face's `tokenizer.json`, its text or what `JSON.parse` made of it, for the byte-pair family: byte-level
 * files as of GPT-2, Llama 3 and Qwen 2, and sentencepiece-like ones with bytes to fall back on, as of Llama 2, Mistral
 * and Gemma. `encode(text, { special: true })` gives the ids that the file means, without those that its post-processor
 * would add around a text (a begin-of-text token, for instance): those ids are in `special`. Truncation and padding are
 * not applied.
 *
 * `decode(encode(text))` is `text`, but for what the file itself changes: a normalizer such as NFC, a prefix space, or
 * `▁` as the sign for a space. Bytes that are no whole character show as `<0xE2>`, not as U+FFFD.
 *
 * The file's regular expressions are written for another engine (Oniguruma). They are translated where they mean the
 * same and refused where they would not; which characters are letters is this engine's version of Unicode. They run
 * over every text that is encoded, so take files from where you would take code.
 *
 * Throws `bad-tokenizer`, which names what was found, for anything else: other models (WordPiece, Unigram), steps that
 * are not known here, vocabularies without all bytes that a text can have. For those, take a tokenizer library and `fromLibrary`.
 */
export function readTokenizerJson(json: string | object): BPETokenizer {
  checkOption(
    'A tokenizer.json',
    json,
    !isBytes(json),
    'its text or what JSON.parse made of it, not its bytes: decode them with TextDecoder',
    'bad-tokenizer',
  )
  const file = fields(typeof json === 'string' ? parsed(json) : json, 'the file')
  const vocabulary = readVocabulary(file)
  const preTokenizer = readPreTokenizer(file.pre_tokenizer)
  const normalize = readNormalizer(file.normalizer)
  const byteFallback = flag(fields(file.model, 'model').byte_fallback, 'model.byte_fallback', false)
  if (!preTokenizer.byteLevel && !byteFallback)
    throw refuse('pre_tokenizer', file.pre_tokenizer, 'one with ByteLevel, unless model.byte_fallback is true')
  const kind = preTokenizer.byteLevel ? byteLevel(vocabulary, file.decoder) : sentencePiece(vocabulary, file.decoder)

  const { size, ids, entries, added, merges, results, ignoreMerges } = vocabulary
  // One that is looked for in normalised text has taken what that has for it: the `▁` before it is its space.
  const addedContent = new Map(
    added.map((token) => [token.id, token.normalized ? normalize(token.content) : token.content]),
  )
  const table = mergeTable(size, merges, results)
  return tokenizerOf({
    size,
    added,
    normalize,
    split: preTokenizer.split,
    leadingSpaces: kind.leadingSpaces,
    piece: (id) => {
      const content = addedContent.get(id)
      if (content !== undefined) return kind.addedBytes(content)
      const entry = entries[id]
      return entry === undefined ? undefined : kind.bytes(entry)
    },
    encodeChunk: (chunk) => {
      const whole = ignoreMerges ? ids.get(kind.entryOf(chunk)) : undefined
      return whole === undefined ? applyMerges(kind.pieces(chunk), table) : [whole]
    },
  })
}

function isBytes(value: unknown): boolean {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    const other = foreignText(json)
    if (other) throw new GlassformerError('bad-tokenizer', say`This is no tokenizer.json: ${other}.`)
    throw refuse('the file', json, say`JSON (${error instanceof Error ? error.message.slice(0, 80) : ''})`)
  }
}
