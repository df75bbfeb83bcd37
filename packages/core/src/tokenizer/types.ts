/** Text to token ids and back. `decode(encode(text))` need not equal `text` (case or unknown letters may be folded). */
export interface Tokenizer {
  /** Number of tokens in the vocabulary; ids run from 0 to `size - 1`. */
  readonly size: number
  encode(text: string): number[]
  decode(ids: readonly number[]): string
  /** One token as text, its spaces included. */
  token(id: number): string
  /** The bytes that one token stands for, in a tokenizer of bytes: what `token` shows as text. A copy. */
  bytes?(id: number): Uint8Array
}
