import type { CellAddress } from '../../lesson/selection'
import { formatCount, formatExact, formatNumber, formatProb, formatShort } from '../format'
import { number, type SaidToken, say } from '../say'
import { tokenDrawMessages } from './tokenDraw'

const tokens = (count: number) => `${formatCount(count)} ${count === 1 ? 'token' : 'tokens'}`

/** What a block is at, said of one token and of several. */
const WORK = {
  prefill: 'attention, then the MLP',
  project: 'it is projected to query, key and value',
  write: 'its key and value are written',
  read: 'its query is scored against every key',
  attend: 'the values are mixed by attention weight',
  mlp: 'the MLP adds its part',
} as const
const WORK_ALL = {
  ...WORK,
  project: 'they are projected to queries, keys and values',
  write: 'their keys and values are written',
  read: 'each query is scored against the keys up to it',
} as const
type Work = keyof typeof WORK

/** Which pass this is: 0 is the prefill, then one for each new token; `null` where nothing is generated. */
type Pass = number | null
const during = (pass: Pass) => (pass === null ? 'One pass: ' : pass === 0 ? 'Prefill: ' : `New token ${pass}: `)

const chance = ({ prob, cell }: Given) => number(formatProb(prob), undefined, cell)

export const tokenPipelineMessages = {
  title: 'Token pipeline',
  wanted: 'a forward pass or a generation',
  // The text
  line: 'Tokens of the text. Arrow keys move along them, Enter pins one, Escape lets go.',
  states: { done: 'processed', current: 'at work', queue: 'waiting' },
  fresh: 'generated',
  /** Said, not shown, around what a token's button shows, its text and its id: `the`, `id`, 197, `position 0, processed`. */
  chipId: ', id ',
  chipState: ({ position, state, fresh }: Chip) => `, position ${position}, ${state}${fresh ? ', generated' : ''}`,
  unfold: (count: number) => `… ${formatCount(count)} more`,
  fold: 'Fold',
  // The column
  stages: 'The column that every token goes through',
  embed: 'embed',
  block: (layer: number) => `block ${layer}`,
  final: 'final norm',
  attention: 'attention',
  mlp: 'MLP',
  /** Beside the name of a stage: the number at which its colours are full. */
  bound: (bound: number) => `±${formatNumber(bound, 2)}`,
  vector: ({ token, position }: { token: SaidToken; position: number }) =>
    say`vector of ${token} at position ${position}`,
  cells: ({ stages, width }: { stages: number; width: number }) =>
    `The vector at each of ${stages} stages, ${width} numbers a stage. Arrow keys move over them, Enter opens a number, Escape lets go.`,
  /** What comes out of a stage, in words, with the name of its tensor. */
  outOf: { embed: 'the embedding', block: (layer: number) => `the output of block ${layer}`, final: 'the final norm' },
  // What is pointed at
  hint: 'Point at a token, a candidate, a block or a number to read it.',
  readNumber: ({ stage, tensor, token, index, value }: NumberRead) =>
    say`${stage} of ${token}, number ${index}: ${number(formatExact(value))} (${tensor})`,
  numberNotYet: ({ stage, token }: { stage: string; token: SaidToken }) =>
    say`${stage} of ${token} is not computed yet.`,
  numberAbsent: ({ stage, token }: { stage: string; token: SaidToken }) =>
    say`${stage} of ${token} is not in this trace.`,
  readBlock: ({ layer, token, attention, mlp, after }: BlockRead) =>
    say`Block ${layer} added to the vector of ${token} what attention found, of length ${number(formatNumber(attention))}, and the MLP’s part, of length ${number(formatNumber(mlp))}; its length is ${number(formatNumber(after))} now.`,
  readToken: ({ token, id, position, state, next }: TokenRead) =>
    say`${token}: id ${id}, position ${position}, ${state}${next && say`; the most probable next token is ${next.token} (${number(formatProb(next.prob), formatExact(next.prob))})`}.`,
  readCandidate: ({ token, id, prob, logit, chosen }: CandidateRead) =>
    say`${token}, id ${id}: probability ${number(formatExact(prob))}, logit ${number(formatExact(logit))}${chosen && ', chosen'}.`,
  // The candidates
  /** Said, not shown, between a candidate and the mark of the chosen one. */
  candidate: ({ id, prob, logit }: { id: number; prob: number; logit: number }) =>
    `, id ${id}: probability ${formatExact(prob)}, logit ${formatExact(logit)} `,
  candidates: 'unembed: next token',
  candidatesAt: (position: number) => `unembed: next token after position ${position}`,
  candidateList:
    'The most probable next tokens. Arrow keys move along them, Enter opens a probability, Escape lets go.',
  logitHead: 'logit',
  probHead: 'probability',
  waiting: 'not computed yet',
  chosen: '✓ chosen',
  prob: formatProb,
  logit: (logit: number) => formatShort(logit),
  // What happens now
  nothing: 'Nothing has been run yet.',
  now: {
    idle: (count: number) => say`${tokens(count)} ${count === 1 ? 'waits' : 'wait'}; nothing has been computed yet.`,
    embed: ({ pass, token, width }: { pass: Pass; token: SaidToken; width: number }) =>
      say`${during(pass)}${token} becomes a vector of ${number(`${width}`)} numbers.`,
    embedAll: ({ pass, count, width }: { pass: Pass; count: number; width: number }) =>
      say`${during(pass)}each of ${tokens(count)} becomes a vector of ${number(`${width}`)} numbers.`,
    block: ({ pass, token, layer, work }: { pass: Pass; token: SaidToken; layer: number; work: Work }) =>
      say`${during(pass)}${token} goes through block ${layer}: ${WORK[work]}.`,
    blockAll: ({ pass, count, layer, work }: { pass: Pass; count: number; layer: number; work: Work }) =>
      say`${during(pass)}all ${tokens(count)} go through block ${layer} together: ${WORK_ALL[work]}.`,
    unembed: ({ pass, token, vocabulary }: { pass: Pass; token: SaidToken; vocabulary: number }) =>
      say`${during(pass)}the vector of ${token} is compared with all ${tokens(vocabulary)} of the vocabulary.`,
    choice: ({ best, chosen, position }: { best: Given; chosen: Given | null; position: number }) => {
      const end = ` and joins the text at position ${position}.`
      const given = say`The model gives ${best.token} ${chance(best)}`
      return chosen
        ? say`${given}; ${chosen.token} (${chance(chosen)}) is chosen${end}`
        : say`${given}; it is chosen${end}`
    },
    predicted: ({ best }: { best: Given }) => say`After the last token the model gives ${best.token} ${chance(best)}.`,
    predictedAt: ({ best, position }: { best: Given; position: number }) =>
      say`After position ${position} the model gives ${best.token} ${chance(best)}.`,
  },
  // Legend, terms, table
  scale: 'numbers of a vector, on the scale beside each strip:',
  terms: (norm: 'layernorm' | 'rmsnorm') => [
    {
      term: 'token',
      means: 'a piece of text that the model knows by a number, its id; a leading · stands for the space before it',
    },
    {
      term: 'vector',
      means: 'the list of numbers that a token is, first looked up by its id (embed), then changed by every block',
    },
    {
      term: 'block',
      means:
        'attention, which takes from the tokens before, then the MLP, a small network that works on each token alone',
    },
    {
      term: 'final norm',
      means: `${norm === 'layernorm' ? 'moves the vector’s mean to 0 and rescales it' : 'rescales the vector'}, so that all are of one size`,
    },
    { term: 'logit', means: 'the score of a token as the next one; softmax turns all scores into probabilities' },
  ],
  tableCaption: 'Candidates for the next token',
  tableColumns: ['Token', 'Id', 'Chosen', 'Logit', 'Probability'],
  yes: 'yes',
  no: '',
  /** Where the tokens are drawn, and not always the most probable taken. */
  draw: tokenDrawMessages,
  about:
    'Text is cut into tokens, each with an id in the vocabulary. A token’s id picks its embedding, a vector. Where it stands is told by a vector of its position that is added, or by turning its queries and keys. Each block reads the vector, and adds what attention and the MLP found. The unembedding turns the last token’s vector, after the final norm, into one logit for each token of the vocabulary; softmax makes them probabilities. One token is chosen, joins the text, and goes through the same column. The first pass, the prefill, reads the whole text at once; each later one processes the new token alone, as the cache keeps the rest.',
}

interface Chip {
  readonly position: number
  readonly state: string
  readonly fresh: boolean
}
interface Given {
  readonly token: SaidToken
  readonly prob: number
  /** The probability, where it opens. */
  readonly cell?: CellAddress
}
interface NumberRead {
  readonly stage: string
  readonly tensor: string
  readonly token: SaidToken
  readonly index: number
  readonly value: number
}
interface BlockRead {
  readonly layer: number
  readonly token: SaidToken
  readonly attention: number
  readonly mlp: number
  readonly after: number
}
interface TokenRead {
  readonly token: SaidToken
  readonly id: number
  readonly position: number
  readonly state: string
  readonly next: Given | null
}
interface CandidateRead extends Given {
  readonly id: number
  readonly logit: number
  readonly chosen: boolean
}
