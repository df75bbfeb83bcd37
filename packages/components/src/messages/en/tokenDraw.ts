import { formatCount, formatExact, formatProb, formatShort } from '../format'
import { number, type SaidToken, say } from '../say'

const FILTERS = { topK: 'top-k', topP: 'top-p', minP: 'min-p' } as const
type Filter = keyof typeof FILTERS

const tokens = (count: number) => `${formatCount(count)} ${count === 1 ? 'token' : 'tokens'}`

/** 0.80, or as many digits as it takes. */
const heat = (temperature: number) => {
  const short = formatShort(temperature)
  return Number(short) === temperature ? short : formatExact(temperature)
}

/** Of a run whose tokens are drawn: what temperature and filters made of the candidates. */
export const tokenDrawMessages = {
  list: 'The most probable next tokens, and the one that is drawn. Arrow keys move along them, Enter opens a logit, Escape lets go.',
  logitHead: 'logit',
  scaledHead: (temperature: number) => `÷ ${heat(temperature)}`,
  finalHead: 'in the draw',
  number: (value: number) => formatShort(value),
  chosen: '✓ drawn',
  rank: (rank: number) => `rank ${formatCount(rank)}`,
  /** Stands where the bar of a token would. */
  leftOut: (filter: Filter) => `✕ ${FILTERS[filter]}`,
  legend: 'left out of the draw by the filter named',
  /** A share of the draw in tenths of a percent, which are rounded so that all that is shown makes 100%. */
  share: ({ tenths, prob, whole }: { tenths: number; prob: number; whole: boolean }) => {
    if (prob === 0) return '0%'
    if (tenths === 0) return '<0.1%'
    return tenths === 1000 && !whole ? '>99.9%' : `${(tenths / 10).toFixed(1)}%`
  },
  others: (count: number) => `all others (${formatCount(count)})`,
  /** How many tokens each filter left, of those that took any out. */
  left: ({ vocabulary, left }: { vocabulary: number; left: readonly { filter: Filter; count: number }[] }) =>
    left.length
      ? [tokens(vocabulary), ...left.map(({ filter, count }) => `${formatCount(count)} after ${FILTERS[filter]}`)].join(
          ' → ',
        )
      : `${tokens(vocabulary)}, none left out`,
  /** Said, not shown, between a candidate and the mark of the drawn one. */
  candidate: ({ id, rank, logit, scaled, final, filter }: SaidCandidate) =>
    `, id ${id}, rank ${formatCount(rank)}: logit ${formatExact(logit)}, scaled ${formatExact(scaled)}, ${filter ? `left out by ${FILTERS[filter]}` : `probability ${formatExact(final)}`} `,
  read: ({ token, id, rank, logit, scaled, final, filter, temperature, left, chosen }: SaidDraw) => {
    const name = say`${token}, id ${id}, rank ${formatCount(rank)}: `
    return filter
      ? say`${name}logit ${number(formatExact(logit))} / ${heat(temperature)} = ${number(formatExact(scaled))}; left out by ${FILTERS[filter]}, so its probability is 0.`
      : say`${name}e^(${number(formatExact(logit))} / ${heat(temperature)}) / sum = ${number(formatExact(final))}${chosen && ', drawn'}. The sum is over ${left === 1 ? 'the one token' : `the ${tokens(left)}`} left.`
  },
  choice: ({ token, final, temperature, rank, position }: SaidChoice) =>
    say`${token} is drawn with probability ${number(formatProb(final), formatExact(final))} at temperature ${heat(temperature)}${rank === 1 ? ', the most probable,' : `, rank ${formatCount(rank)},`} and joins the text at position ${position}.`,
  terms: (filters: readonly Filter[]) => [
    {
      term: 'temperature',
      means: 'what every logit is divided by before softmax: below 1 the best gain, above 1 the draw is more even',
    },
    ...filters.map((filter) => ({ term: FILTERS[filter], means: MEANS[filter] })),
  ],
  columns: [
    'Token',
    'Id',
    'Drawn',
    'Rank',
    'Logit',
    'Logit / temperature',
    'Left out by',
    'Probability of the model',
    'Probability in the draw',
  ],
  filter: (filter: Filter | null) => (filter ? FILTERS[filter] : ''),
}

const MEANS: Readonly<Record<Filter, string>> = {
  topK: 'leaves only the k most probable tokens in the draw',
  topP: 'leaves, of these, only the most probable until their probabilities add up to p',
  minP: 'leaves, of these, only tokens at least p times as probable as the best',
}

export interface SaidCandidate {
  readonly id: number
  /** 1 is the most probable of the whole vocabulary. */
  readonly rank: number
  readonly logit: number
  readonly scaled: number
  /** The probability from which it was drawn, or was not. */
  readonly final: number
  readonly filter: Filter | null
}
export interface SaidDraw extends SaidCandidate {
  readonly token: SaidToken
  readonly chosen: boolean
  readonly temperature: number
  /** Tokens that no filter took out. */
  readonly left: number
}
export interface SaidChoice {
  readonly token: SaidToken
  readonly final: number
  readonly rank: number
  readonly temperature: number
  readonly position: number
}
