/** A token that is looked for in the text itself, before the text is split. */
export interface AddedToken {
  readonly content: string
  readonly id: number
  /** Found only when `encode` is asked to. */
  readonly special: boolean
  /** The white space before it, or after it, goes with it and is lost. @default false */
  readonly lstrip?: boolean
  readonly rstrip?: boolean
  /** Looked for after the text was normalized, else before. @default false */
  readonly normalized?: boolean
}

interface Part {
  readonly text: string
  /** The id, if this part is one of the tokens that were looked for. */
  readonly id?: number
}

/** Cuts texts at `tokens`: at the first that occurs, and of those that begin in one place, the longest. */
export function tokenFinder(tokens: readonly AddedToken[]): (text: string) => Iterable<Part> {
  if (tokens.length === 0) return (text) => (text === '' ? [] : [{ text }])
  const findAt = longestAt(tokens)
  return function* parts(text) {
    let end = 0
    for (let at = 0; at < text.length; at++) {
      const token = findAt(text, at)
      if (!token) continue
      const before = token.lstrip ? skipSpace(text, at, -1, end) : at
      if (before > end) yield { text: text.slice(end, before) }
      yield { text: token.content, id: token.id }
      end = at + token.content.length
      at = end - 1
      if (token.rstrip) end = skipSpace(text, end, 1, text.length)
    }
    if (end < text.length) yield { text: text.slice(end) }
  }
}

/** Some vocabularies add thousands of tokens, but of few lengths: each place takes one look-up for each length. */
function longestAt(tokens: readonly AddedToken[]): (text: string, at: number) => AddedToken | undefined {
  const byContent = new Map(tokens.map((token) => [token.content, token]))
  const lengths = new Map<number, number[]>()
  for (const { content } of byContent.values()) {
    const known = lengths.get(content.charCodeAt(0)) ?? []
    if (!known.includes(content.length)) known.push(content.length)
    lengths.set(content.charCodeAt(0), known)
  }
  for (const known of lengths.values()) known.sort((a, b) => b - a)
  return (text, at) => {
    for (const length of lengths.get(text.charCodeAt(at)) ?? []) {
      const token = byContent.get(text.slice(at, at + length))
      if (token) return token
    }
    return undefined
  }
}

const SPACE = /^\p{White_Space}$/u

/** Goes from `at` by `step` over white space, not past `limit`. All white space is one UTF-16 unit. */
function skipSpace(text: string, at: number, step: 1 | -1, limit: number): number {
  let place = at
  while (place !== limit && SPACE.test(text[step > 0 ? place : place - 1] as string)) place += step
  return place
}
