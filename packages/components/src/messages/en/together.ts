import { join, type SaidNumber, type SaidToken, type Sentence, say } from '../say'

export const togetherMessages = {
  /** A lesson beside others, by its place from 0. */
  letter: (index: number) => String.fromCharCode(65 + (index % 26)),
  /** Said of a run that is shorter, or has fewer layers, than another beside it. */
  rests: 'This run has no such step: it rests at the end of its last one before.',
  outside:
    'A Difference compares the lessons of the Together around it, and there is none. Put it inside a Together, after its lessons.',
  needsTwo: 'A difference needs two lessons beside each other, and there are fewer here.',
  heading: 'Difference',
  show: 'Show the difference',
  hide: 'Hide the difference',
  nothing: 'No run has computed what could be compared.',
  /** What each run thinks may come after a token. */
  next: ({
    after,
    best,
  }: {
    after: SaidToken
    best: readonly { name: string; token: SaidToken; p: SaidNumber }[]
  }): Sentence =>
    say`After ${after}, ${join(
      best.map(({ name, token, p }) => say`${name} expects ${token} most (${p})`),
      ', ',
    )}.`,
  /** The same of the draw, after temperature and filters. */
  nextDrawn: ({
    after,
    best,
  }: {
    after: SaidToken
    best: readonly { name: string; token: SaidToken; p: SaidNumber }[]
  }): Sentence =>
    say`In the draw after ${after}, ${join(
      best.map(({ name, token, p }) => say`${name} gives ${token} most (${p})`),
      ', ',
    )}.`,
  number: ({ what, values }: { what: string; values: readonly { name: string; value: SaidNumber }[] }): Sentence =>
    say`The ${what}: ${join(
      values.map(({ name, value }) => say`${name} ${value}`),
      ', ',
    )}.`,
  /** While the texts are the same as far as they go. */
  same: ({ count }: { count: number }): Sentence =>
    `The texts are the same so far: ${count} ${count === 1 ? 'token' : 'tokens'}.`,
  /** Where texts part: the tokens that stand there. */
  parts: ({ position, texts }: { position: number; texts: readonly { name: string; token: SaidToken }[] }): Sentence =>
    say`The texts part at position ${position}: ${join(
      texts.map(({ name, token }) => say`${name} has ${token}`),
      ', ',
    )}.`,
  token: 'next token',
  what: 'number',
  probability: 'probability',
  drawProbability: 'probability in the draw',
  logit: 'logit',
  came: '✓ came',
  column: ({ what, name }: { what: string; name: string }) => `${what}, ${name}`,
  less: ({ name, first }: { name: string; first: string }) => `${name} − ${first}`,
  tableCaption: 'What is compared, in every run',
  about:
    'Every number is read from the runs above, at this moment of the common clock. Point at a weight of attention, a number or a token in one of the lessons, and it is compared; while nothing is chosen, it is what each run expects after the last token that all have read. Differences are those of the digits shown; the table has more.',
}
