import { type Part, partsOf, splitBy } from '../pretokenize'
import { refuse } from './checks'

/**
 * What a `Split` step does with the matches of its pattern and with what lies between: each a piece of its own
 * (Isolated), matches left out (Removed), or a match at the end, or at the start, of the piece beside it. With `invert`,
 * what lies between counts as the match.
 */
export function readSplit(pattern: RegExp, behavior: unknown, invert: boolean, where: string) {
  const isMatch = ({ match }: Part) => match !== invert
  const parts = (text: string) => [...partsOf(text, pattern)]
  switch (behavior) {
    case 'Isolated':
      return (text: string) => splitBy(text, pattern)
    case 'Removed':
      return (text: string) =>
        parts(text)
          .filter((part) => !isMatch(part))
          .map((part) => part.text)
    case 'MergedWithPrevious':
      return (text: string) => joined(parts(text), (left, right) => !isMatch(left) && isMatch(right))
    case 'MergedWithNext':
      return (text: string) => joined(parts(text), (left, right) => isMatch(left) && !isMatch(right))
    default:
      throw refuse(`${where}.behavior`, behavior, '"Isolated", "Removed", "MergedWithPrevious" or "MergedWithNext"')
  }
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
