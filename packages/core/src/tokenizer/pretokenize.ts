/**
 * GPT-2's pattern: English contractions, then runs of letters, of digits or of other marks, each with the one space
 * before it, then runs of white space (without the last, when a word follows that can take it).
 *
 * White space is Unicode's property, as in the regular expressions of Python and Rust that tokenizers are made with:
 * JavaScript's own `\s` leaves out U+0085 and adds U+FEFF. Which characters are letters or digits is the engine's
 * version of Unicode: a letter that is newer than the engine counts as a mark. Tokens may differ then; text never does.
 *
 * Source: https://github.com/openai/gpt-2/blob/master/src/encoder.py
 */
export const GPT2_PATTERN =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu

export interface Part {
  readonly text: string
  /** Whether it is a match, or lies between matches. */
  readonly match: boolean
}

/** The matches of `pattern` in `text`, in order, and what lies between them: joined, they are the text. None is empty. */
export function* partsOf(text: string, pattern: RegExp): Generator<Part> {
  let end = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) yield { text: text.slice(end, match.index), match: false }
    if (match[0] !== '') yield { text: match[0], match: true }
    end = match.index + match[0].length
  }
  if (end < text.length) yield { text: text.slice(end), match: false }
}

/** The texts of `partsOf`. */
export function* splitBy(text: string, pattern: RegExp): Generator<string> {
  for (const part of partsOf(text, pattern)) yield part.text
}
