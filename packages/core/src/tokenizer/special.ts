interface Part {
  readonly text: string
  /** The id, if this part is one of the tokens that were looked for. */
  readonly id?: number
}

/** Cuts a text at the tokens in `found`: the first that occurs, and of those that begin there, the longest. */
export function* splitSpecial(text: string, found: ReadonlyMap<string, number>): Generator<Part> {
  let end = 0
  if (found.size > 0) {
    const longestFirst = [...found.keys()].sort((a, b) => b.length - a.length)
    const pattern = new RegExp(
      longestFirst.map((token) => token.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'),
      'gu',
    )
    for (const match of text.matchAll(pattern)) {
      if (match.index > end) yield { text: text.slice(end, match.index) }
      yield { text: match[0], id: found.get(match[0]) as number }
      end = match.index + match[0].length
    }
  }
  if (end < text.length) yield { text: text.slice(end) }
}
