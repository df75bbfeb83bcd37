/** A sentence or two that are drawn together, and what of them must not be learnt by heart if it is to be held out. */
export interface Line {
  readonly text: string
  /** Lines of one key are held out together, or not at all; '' never is. */
  readonly key: string
  /** A word near its end that the lines before decide. */
  readonly answer?: string
}

/** Sentences of so many words or more may be held out; short ones are answers and turns of phrase. */
const LONG = 6
/** One key in so many is held out. */
const HELD_OUT_SHARE = 12

/** A line that is its own key if it is long enough. */
export function line(text: string, key: string = text.split(' ').length < LONG ? '' : text): Line {
  return { text, key }
}

/** A line whose `answer` can be known from the lines before; it is never held out itself. */
export function answering(text: string, answer: string): Line {
  return { text, key: '', answer }
}

/** The lines as one text. */
export function textOf(lines: readonly Line[]): string {
  return lines.map(({ text }) => text).join(' ')
}

/** With a capital at the start of each sentence. */
export function capitalized(line: Line): Line {
  const start = /(^"?|[.!?] "?|\." )([a-z])/g
  return {
    ...line,
    text: line.text.replace(start, (_, before: string, letter: string) => before + letter.toUpperCase()),
  }
}

/**
 * Whether a line belongs to the held-out text: decided by a hash of its key (FNV-1a), so that it is the same for every
 * seed. Capitals do not count.
 */
export function isHeldOut({ key }: Line): boolean {
  if (key === '') return false
  const words = key.toLowerCase()
  let hash = 0x811c9dc5
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words.charCodeAt(i), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) % HELD_OUT_SHARE === 0
}
