import { type Sayable, say } from '../say'

export const togetherMessages = {
  /** A lesson that its author did not name, by its place from 0. */
  letter: (index: number) => String.fromCharCode(65 + (index % 26)),
  /** Said of a run that is shorter, or has fewer layers, than another beside it. */
  rests: 'This run has no such step: it rests at the end of its last one before.',
  heading: 'Difference',
  show: 'Show the difference',
  hide: 'Hide the difference',
  needsTwo:
    'A Difference compares the lessons of the Together around it, and there are fewer than two. Put it inside a Together with two lessons, after them.',
  /** While the texts are the same as far as they go. */
  same: (values: { count: number }) => say`All texts are the same so far: ${values.count} tokens.`,
  /** Where a text parts from the first: the tokens that stand there. */
  parts: (values: { position: number; texts: readonly { name: string; token: Sayable }[] }) =>
    say`The texts part at position ${values.position}: ${listed(values.texts)}.`,
  ends: 'nothing yet',
}

function listed(texts: readonly { name: string; token: Sayable }[]): Sayable {
  return texts.flatMap(({ name, token }, i) => say`${i > 0 && ', '}${name} has ${token}`)
}
