/** Text to token ids and back. `decode(encode(text))` need not equal `text` (case or unknown letters may be folded). */
export interface Tokenizer {
  /** Number of tokens in the vocabulary; ids run from 0 to `size - 1`. */
  readonly size: number
  encode(text: string): number[]
  decode(ids: readonly number[]): string
  /** One token as text, its spaces included. */
  token(id: number): string
}
