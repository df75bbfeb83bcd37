import { formatCount, formatExact, formatNumber, formatProb } from '../format'
import { number, type SaidNumber, type SaidToken, type Sentence, say } from '../say'

/** Something that was answered, or that the run did. */
interface Shared {
  readonly token: SaidToken
  readonly share: number
  readonly rank: number
}

/** Numbers and tokens of the run; `≠` of tokens alone. */
interface Told {
  readonly told: SaidNumber | SaidToken
  readonly relation: '<' | '=' | '>' | '≠'
  /** `null` where it is held against no other. */
  readonly against: SaidNumber | SaidToken | null
}

const share = (value: number) => number(formatProb(value), formatExact(value))

/** What parts that ask a reader say: `Predict` and `Check`. */
export const askMessages = {
  // Where nothing can be asked
  notNumber: 'what is asked for is a token, and no number',
  noCue: (kind: string) => `this run has no step “${kind}”`,
  noChoices: 'Check needs choices, or a number to ask for: of or tensor.',
  noWhen: 'Each choice of Check must say when it is right; or name which of them is, and give each a quantity.',
  noQuantity: 'With which, each choice of Check needs a quantity: of or tensor.',
  noNumber: 'Predict asks for a number: say which by of or tensor.',
  cannot: ({ why }: { why: string }) => `This cannot be asked of this run: ${why}.`,
  // The questions, where the author asks none
  next: ({ after }: { after: SaidToken }): Sentence => say`Which token comes next, after ${after}?`,
  key: ({ query, layer, head }: { query: SaidToken; layer: number; head: number }): Sentence =>
    say`Which token does ${query} read most, in layer ${layer}, head ${head}?`,
  number: 'How much is it?',
  // The answer
  typed: 'The next token',
  typedHint: 'A space before it need not be typed.',
  amount: 'A number',
  /** After the number that is typed. */
  units: { bytes: 'bytes', macs: 'multiply-adds', nats: 'nats', tokens: 'tokens' },
  within: ({ tolerance }: { tolerance: number }) =>
    tolerance === 0 ? 'It must be exact.' : `Within ${formatNumber(100 * tolerance)}% of it counts.`,
  answer: 'Answer',
  /** The name of the choices, for those who hear them. */
  answers: 'Answers',
  check: 'Check',
  /** The button after the answer: takes the clock through the step that shows it, once more. */
  watch: 'Watch it again',
  answered: 'Answered',
  nothing: 'Choose or type an answer first.',
  notANumber: 'That is no number: use digits, such as 1,536 or 0.25.',
  // The clock
  past: 'The figures already show the answer.',
  goBefore: 'Go to just before it',
  held: 'The clock waits here for your answer.',
  goOn: 'Go on without answering',
  // What the run says
  you: 'You',
  model: 'The model',
  run: 'The run',
  /** Where both say the same. */
  both: { next: 'You and the model', key: 'You and the head', number: 'You and the run' },
  head: 'The head',
  candidate: ({ token, share: value, rank, count }: Shared & { count: number }): Sentence =>
    say`${token}, probability ${share(value)}, ${rank === 1 ? 'its first' : `number ${formatCount(rank)} of ${formatCount(count)}`}`,
  weighed: ({ token, share: value, rank, count }: Shared & { count: number }): Sentence =>
    say`${token}, weight ${share(value)}${rank > 1 && `, number ${rank} of ${count}`}`,
  /** Where a sampler drew another than the most probable token. */
  drawn: ({ top, share: value }: { top: SaidToken; share: number }): Sentence =>
    say`It was drawn; the most probable was ${top} (${share(value)}).`,
  firstOf: ({ count, token }: { count: number; token: SaidToken }): Sentence =>
    say`Your text is ${count} tokens to this model. Its first, ${token}, is what counts.`,
  amountOf: ({ value, unit }: { value: string; unit: string | null }): Sentence =>
    say`${number(value)}${unit !== null && ` ${unit}`}`,
  /** How far off, as a ratio; `null` where there is none, of 0 or of another sign. */
  ratio: ({ ratio }: { ratio: number }): Sentence => say`Yours is ${number(formatNumber(ratio))} times the run’s.`,
  right: { next: 'Right: the model does the same.', key: 'Right.', number: 'Right.' },
  wrong: {
    next: 'The model goes on otherwise.',
    key: 'It reads another token most.',
    number: 'Too far off.',
  },
  verdict: (right: boolean) => (right ? 'Right.' : 'Not in this run.'),
  /** What the run says of a choice: one thing, or how it stands to another that it is held against. */
  evidence: ({ told, relation, against }: Told): Sentence =>
    say`In this run: ${told}${against && say` ${relation} ${against}`}.`,
  // A new run
  anew: 'The run has changed, so this is asked anew.',
  before: ({ text }: { text: string }) => `Of “${text}”:`,
}
