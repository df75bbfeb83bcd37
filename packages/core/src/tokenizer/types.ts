/** Turns text into token ids and back. `decode(encode(text))` is `text`, for every tokenizer that can hold the text. */
export interface Tokenizer {
  /** Number of tokens: ids run from 0 to `size - 1`. */
  readonly size: number
  encode(text: string): number[]
  decode(ids: readonly number[]): string
  /** One token as text, its spaces included. Throws `bad-tokens` for an id that does not exist. */
  token(id: number): string
}
