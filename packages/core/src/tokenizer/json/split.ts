import { refuse } from './checks'

/**
 * What a `Split` step does with the matches of its pattern and with what lies between: each a piece of its own
 * (Isolated), matches left out (Removed), or a match at the end, or at the start, of the piece beside it. With `invert`,
 * what lies between counts as the match.
 */
export function readSplit(pattern: RegExp, behavior: unknown, invert: boolean, where: string) {
  switch (behavior) {
    case 'Isolated':
      return (text: string) => parts(text, pattern, invert).map((part) => part.text)
    case 'Removed':
      return (text: string) =>
        parts(text, pattern, invert)
          .filter((part) => !part.match)
          .map((part) => part.text)
    case 'MergedWithPrevious':
      return (text: string) => joined(parts(text, pattern, invert), (left, right) => !left.match && right.match)
    case 'MergedWithNext':
      return (text: string) => joined(parts(text, pattern, invert), (left, right) => left.match && !right.match)
    default:
      throw refuse(`${where}.behavior`, behavior, '"Isolated", "Removed", "MergedWithPrevious" or "MergedWithNext"')
  }
}

interface Part {
  readonly text: string
  readonly match: boolean
}

function parts(text: string, pattern: RegExp, invert: boolean): Part[] {
  const found: Part[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) found.push({ text: text.slice(end, match.index), match: invert })
    if (match[0] !== '') found.push({ text: match[0], match: !invert })
    end = match.index + match[0].length
  }
  if (end < text.length) found.push({ text: text.slice(end), match: invert })
  return found
}

function joined(all: readonly Part[], join: (left: Part, right: Part) => boolean): string[] {
  const texts: string[] = []
  let left: Part | undefined
  for (const right of all) {
    if (left && join(left, right)) texts[texts.length - 1] += right.text
    else texts.push(right.text)
    left = right
  }
  return texts
}
