import { formatCount, formatExact, formatProb } from '../format'
import { join, number, type SaidToken, type Sentence, say } from '../say'

/** A token and how probable a reading finds it. */
interface Guess {
  readonly guess: SaidToken
  readonly prob: number
}

/** Where a token stands among all. */
interface Stands {
  readonly rank: number
  readonly prob: number
}

const prob = (value: number) => number(formatProb(value), formatExact(value))
const rank = (value: number) => number(formatCount(value))
/** How many layers have been when the stream is read. */
const after = (depth: number) => (depth === 0 ? 'before any layer' : `after layer ${depth - 1}`)
/** 1st, 2nd, 3rd, 4th ... 11th ... 21st */
const ordinal = (value: number) => {
  const [tens, ones] = [Math.floor(value / 10) % 10, value % 10]
  return formatCount(value) + ((tens !== 1 && ['', 'st', 'nd', 'rd'][ones]) || 'th')
}
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

export const probabilityTrailMessages = {
  title: 'Probability trail',
  wanted: 'a generation or a forward pass',
  // What happens now
  nothingYet: (): Sentence => 'Nothing has been read yet: press play.',
  noToken: ({ position }: { position: number }): Sentence => `There is no token at position ${position} yet.`,
  notYet: ({ token, depth }: { token: SaidToken; depth: number }): Sentence =>
    say`${token} has not come through ${depth === 0 ? 'the embedding' : `layer ${depth - 1}`} yet.`,
  held: ({ token }: { token: SaidToken }): Sentence => say`${token} was not computed in this run: the cache held it.`,
  /** The run has not chosen yet what follows. */
  onTheWay: ({ token, depth, guess, prob: p }: { token: SaidToken; depth: number } & Guess): Sentence =>
    say`${capital(after(depth))}, the best guess for what follows ${token} is ${guess} (${prob(p)}).`,
  /** It has: `settled` is the depth from which it is the best guess to the end, `first` how it stood in the embedding. */
  settled: (trail: {
    readonly token: SaidToken
    readonly next: SaidToken
    readonly settled: number
    readonly prob: number
    readonly first: Stands
    readonly last: number
  }): Sentence => {
    const { token, next, settled, first, last } = trail
    if (settled === 0)
      return say`${next} follows ${token}: it is the best guess from the embedding on (${prob(trail.prob)}).`
    const from = settled === last ? 'only in the last layer' : `from layer ${settled - 1} on`
    return say`${next} follows ${token}: it is the best guess ${from} (${prob(trail.prob)}); the embedding has it at rank ${rank(first.rank)}.`
  },
  /** A token that is not the last layer's best guess was drawn. */
  drawn: ({ token, next, rank: at, prob: p }: { token: SaidToken; next: SaidToken } & Stands): Sentence =>
    say`${next} was drawn to follow ${token}, although the last layer has it at rank ${rank(at)} (${prob(p)}).`,
  // What is pointed at
  hint: 'Point at a cell or at the trail for the best guesses there.',
  cell: ({ token, depth, guesses }: { token: SaidToken; depth: number; guesses: readonly Guess[] }): Sentence =>
    say`${capital(after(depth))}, what follows ${token} would be ${join(
      guesses.map(({ guess, prob: p }) => say`${guess} ${prob(p)}`),
      ', ',
    )}`,
  stands: ({ next, rank: at, prob: p }: { next: SaidToken } & Stands): Sentence =>
    say`; ${next} is at rank ${rank(at)} (${prob(p)})`,
  onScale: ({ value }: { value: number }): Sentence => say`This colour is a probability of ${prob(value)}.`,
  // Axes and labels
  depth: (depth: number) => (depth === 0 ? 'embedding' : `layer ${depth - 1}`),
  depthShort: (depth: number) => (depth === 0 ? 'emb' : `${depth - 1}`),
  tokenAxis: 'token\u00a0↓',
  depthAxis: 'read after\u00a0→',
  gridLabel:
    'Best guess for the next token, a row for each token, a column for each layer. Arrow keys move, Enter keeps a token, Escape lets go.',
  trailLabel: ({ next }: { next: SaidToken | null }) =>
    `Rank of ${next ? next.token : 'the next token'} by layer. Arrow keys move along the layers.`,
  trail: ({ token, next, of }: { token: SaidToken; next: SaidToken; of: number }): Sentence =>
    say`Where ${next}, which follows ${token}, stands among ${number(formatCount(of))} tokens`,
  trailWaiting: ({ token }: { token: SaidToken }): Sentence => say`What follows ${token} is not chosen yet.`,
  rank: formatCount,
  prob: formatProb,
  /** In a cell: the place of the token that follows. */
  place: ordinal,
  rankAxis: 'rank',
  probAxis: 'probability',
  // Controls
  view: 'Show',
  views: { guess: 'best guess', next: 'next token' },
  // Legend
  guessScale: 'probability of the best guess',
  nextScale: 'probability of the token that follows',
  agrees: 'the best guess is what follows in the end',
  // Table
  tableCaption: 'The best guess for the next token, and its probability, by token and layer',
  tableToken: 'Token',
  tableNext: 'Follows in the end',
  // Words
  terms: {
    stream: {
      term: 'residual stream',
      means: 'the vector that a token carries through the layers; each layer adds to it.',
    },
    unembed: {
      term: 'unembedding',
      means: 'the last step of the model: it compares a vector with every token, which gives each a probability.',
    },
    rank: { term: 'rank', means: '1 is the most probable token, 2 the next, and so on through all tokens.' },
  },
  about: ({ tied, of }: { tied: boolean; of: number }) => [
    `A model says what comes next at its very end: a final norm and the unembedding turn the last vector into a probability for each of ${formatCount(of)} tokens. Here the same two are applied to the vector after each layer, as if the model ended there. What comes out is that layer’s own best guess.`,
    ...(tied
      ? [
          'Before any layer the best guess is often the token itself: this model has one table for reading tokens in and for telling them at the end.',
        ]
      : []),
    'The bars at the left of cells mark where the best guess is what follows in the end: what the run chose, or, in the middle of the prompt, what the last layer says.',
    'Take it as a reading aid. The layers before the last were never trained to be read so, and what they hold for later layers may not show.',
    'The method is the logit lens: nostalgebraist, “interpreting GPT: the logit lens”, 2020.',
  ],
}
