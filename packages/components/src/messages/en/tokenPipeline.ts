import { formatCount, formatNumber, formatProb, formatShort } from '../format'

/** A piece of a sentence: words, or a token that is set as one. */
export type SaidPart = string | { readonly token: string }
type Words = readonly SaidPart[]
type Choice = {
  readonly best: string
  readonly prob: number
  readonly chosen: string
  readonly chosenProb: number
  readonly isBest: boolean
}

const tokens = (count: number) => `${formatCount(count)} ${count === 1 ? 'token' : 'tokens'}`

const WORK = {
  prefill: 'attention, then the MLP',
  project: 'it is projected to query, key and value',
  write: 'its key and value are written',
  read: 'its query is scored against every key',
  attend: 'the values are mixed by attention weight',
  mlp: 'the MLP adds its part',
} as const
/** The same, said of several tokens. */
const WORK_ALL = {
  ...WORK,
  project: 'they are projected to queries, keys and values',
  write: 'their keys and values are written',
  read: 'each query is scored against the keys up to it',
} as const
type Work = keyof typeof WORK

export const tokenPipelineMessages = {
  title: 'Token pipeline',
  input: 'Text',
  inputHint: 'Type any text. Enter plays it from the start.',
  count: (count: number, most: number) => `${formatCount(count)} of ${tokens(most)}`,
  line: 'Tokens of the text. Arrow keys move along them, Enter pins one.',
  states: { done: 'processed', current: 'at work', queue: 'waiting' },
  fresh: 'generated',
  /** Said, not shown: `the`, `id`, 197, `position 0, processed`. */
  chipId: ', id ',
  chipState: (position: number, state: string, fresh: string) =>
    `, position ${position}, ${state}${fresh ? `, ${fresh}` : ''}`,
  unfold: (count: number) => `… ${formatCount(count)} more`,
  fold: 'Fold',
  stages: 'The column that every token goes through',
  embed: 'embed',
  block: (layer: number) => `block ${layer}`,
  final: 'final norm',
  attention: 'attention',
  mlp: 'MLP',
  vector: (token: string, position: number) => ({ before: 'vector of ', token, after: ` at position ${position}` }),
  cells: (stages: number, cells: number) =>
    `The vector at each of ${stages} stages, ${cells} numbers a stage. Arrow keys move over them.`,
  readCell: (tensor: string, position: number, cell: number) => `${tensor}, position ${position}, dimension ${cell}:`,
  notYet: 'not computed yet',
  absent: 'not in this trace',
  candidates: 'unembed: next token',
  candidatesAt: (position: number) => `unembed: next token after position ${position}`,
  logitHead: 'logit',
  probHead: 'probability',
  waiting: 'not computed yet',
  chosen: 'chosen',
  exact: (text: string, id: number, prob: number, logit: number) =>
    `${text}, id ${id}: probability ${prob.toFixed(6)}, logit ${formatShort(logit, 4)}`,
  prob: formatProb,
  logit: (logit: number) => formatShort(logit),
  scale: (embed: number, block: number, final: number) =>
    `full colour from ±${formatNumber(embed)} (embed), ±${formatNumber(block)} (blocks), ±${formatNumber(final)} (final norm)`,
  nothing: 'Nothing has been run yet.',
  now: {
    idle: (count: number): Words => [
      `${tokens(count)} ${count === 1 ? 'waits' : 'wait'}; nothing has been computed yet.`,
    ],
    embed: (step: number, token: string, width: number): Words => [
      `Step ${step}: `,
      { token },
      ` becomes a vector of ${width} numbers.`,
    ],
    embedAll: (step: number, count: number, width: number): Words => [
      `Step ${step}: each of ${tokens(count)} becomes a vector of ${width} numbers.`,
    ],
    block: (step: number, token: string, layer: number, work: Work): Words => [
      `Step ${step}: `,
      { token },
      ` goes through block ${layer}: ${WORK[work]}.`,
    ],
    blockAll: (step: number, count: number, layer: number, work: Work): Words => [
      `Step ${step}: all ${tokens(count)} go through block ${layer} together: ${WORK_ALL[work]}.`,
    ],
    unembed: (step: number, token: string, vocabulary: number): Words => [
      `Step ${step}: the vector of `,
      { token },
      ` is compared with all ${tokens(vocabulary)} of the vocabulary.`,
    ],
    choice: ({ best, prob, chosen, chosenProb, isBest }: Choice, position: number): Words => {
      const end = ` and joins the text at position ${position}.`
      const given = ['The model gives ', { token: best }, ` ${formatProb(prob)}; `]
      return isBest
        ? [...given, `it is chosen${end}`]
        : [...given, { token: chosen }, ` (${formatProb(chosenProb)}) is chosen${end}`]
    },
    predicted: (best: string, prob: number): Words => [
      'After the last token the model gives ',
      { token: best },
      ` ${formatProb(prob)}.`,
    ],
    predictedAt: (position: number, best: string, prob: number): Words => [
      `After position ${position} the model gives `,
      { token: best },
      ` ${formatProb(prob)}.`,
    ],
  },
  readToken: (id: number, position: number, state: string) => `id ${id}, position ${position}, ${state}`,
  readNext: (prob: number) => ({ before: '. Next, the model gives', after: formatProb(prob) }),
  hint: 'Point at a token or a cell to read it.',
  tableCaption: 'Candidates for the next token',
  tableColumns: ['Token', 'Id', 'Chosen', 'Logit', 'Probability'],
  yes: 'yes',
  no: '',
  wanted: 'a forward pass or a generation',
  about:
    'Text is cut into tokens, each with an id in the vocabulary. A token’s id picks its embedding, a vector. Where it stands is told by a vector of its position that is added, or by turning its queries and keys. Each block reads it, and adds what attention and the MLP found. The final norm rescales the vector of the last token, and the unembedding turns it into one logit for each token of the vocabulary; softmax makes them probabilities. One token is chosen, joins the text, and goes through the same column. The first step reads the whole text at once; later steps process the new token alone, as the cache keeps the rest.',
}
