import type { CellAddress } from '../../lesson/selection'
import { formatExact, formatNumber, formatProb } from '../format'
import { join, number, type SaidToken, type Sentence, say } from '../say'

/** A head of a layer. */
interface Head {
  readonly layer: number
  readonly head: number
}

/** A query and the key that it reads; `key` is `null` where it is the query's own. */
interface Pair {
  readonly query: SaidToken
  readonly key: SaidToken | null
}

const place = ({ layer, head }: Head) => `layer ${layer}, head ${head}`
const prob = (weight: number, cell?: CellAddress | null) => number(formatProb(weight), formatExact(weight), cell)

/** The number that is told, where it opens. */
interface Opens {
  readonly cell?: CellAddress | null
}

const exact = (value: number) => number(formatExact(value))
const product = ({ weight, value }: { weight: number; value: number }) => say`${exact(weight)} × ${exact(value)}`

export const attentionHeadMessages = {
  title: 'Attention',
  wanted: 'a forward pass or a generation',
  // What happens now
  nothingYet: ({ layer }: { layer: number }): Sentence => `Nothing is computed yet in layer ${layer}: press play.`,
  makes: ({ query, count, layer }: { query: SaidToken; count: number; layer: number }): Sentence =>
    count > 1
      ? say`All ${count} tokens make their queries, keys and values in layer ${layer}, at once.`
      : say`${query} makes its query, key and value in layer ${layer}.`,
  scores: ({ query, keys, ...head }: { query: SaidToken; keys: number } & Head): Sentence =>
    say`${query} compares its query with ${keys === 1 ? 'one key, its own' : `${keys} keys, its own among them`}, in ${place(head)}.`,
  readsMostly: ({ query, key, weight, cell, ...head }: Pair & { weight: number } & Head & Opens): Sentence =>
    say`${query} reads mostly ${key ?? 'itself'} (${prob(weight, cell)}) in ${place(head)}.`,
  readsWidely: ({ query, key, weight, cell, ...head }: Pair & { weight: number } & Head & Opens): Sentence =>
    say`${query} spreads its reading; most goes to ${key ?? 'itself'} (${prob(weight, cell)}) in ${place(head)}.`,
  readsAlone: ({ query, weight, cell, ...head }: { query: SaidToken; weight: number } & Head & Opens): Sentence =>
    say`${query} sees no other token, so it reads itself alone (${prob(weight, cell)}) in ${place(head)}.`,
  scoresHighest: ({ query, key, score, cell, ...head }: Pair & { score: number } & Head & Opens): Sentence =>
    say`The query of ${query} scores highest with ${key ? say`the key of ${key}` : 'its own key'} (${number(formatNumber(score), formatExact(score), cell)}) in ${place(head)}.`,
  takesMost: ({ query, key, weight, cell, ...head }: Pair & { weight: number } & Head & Opens): Sentence =>
    say`${query} takes ${prob(weight, cell)} of ${key ? say`the value of ${key}` : 'its own value'} into its output, in ${place(head)}.`,
  notYet: ({ query, layer }: { query: SaidToken; layer: number }): Sentence =>
    say`${query} has not read yet in layer ${layer}.`,
  held: ({ query }: { query: SaidToken }): Sentence => say`${query} was not computed in this run: the cache held it.`,
  // Which layer and token are shown
  follow: 'Follow the clock',
  /** What the clock has come to; a fixed layer is not said. */
  following: ({ layer, query }: { layer: number | null; query: SaidToken | null }): Sentence =>
    join([layer !== null && `layer ${layer}`, query && say`${query}`], ', '),
  /** What the reader keeps instead. */
  chosen: ({ layer, query }: { layer: number | null; query: SaidToken | null }): Sentence =>
    say`you chose ${join([layer !== null && `layer ${layer}`, query && say`${query}`], ' and ')}`,
  // The value pointed at
  pointHere: 'Point at a cell, an arc or a token for exact numbers.',
  cell: ({ query, key, weight, score }: Pair & { weight: number; score: number | null }): Sentence =>
    say`${query} reads ${key ?? 'itself'}: weight ${exact(weight)}${score !== null && say`, score ${exact(score)}`}`,
  masked: ({ query, key }: { query: SaidToken; key: SaidToken }): Sentence =>
    say`${query} cannot read ${key}: it comes later, so it is masked.`,
  outside: ({ query, key, window }: { query: SaidToken; key: SaidToken; window: number }): Sentence =>
    say`${query} does not read ${key}: it is outside of the window of ${window} positions.`,
  noToken: ({ position }: { position: number }): Sentence => `There is no token at position ${position} yet.`,
  outputCell: ({ query, index, value }: { query: SaidToken; index: number; value: number }): Sentence =>
    say`number ${index} of the output of ${query}: ${exact(value)}`,
  rowReads: (row: { query: SaidToken; reads: readonly { key: SaidToken | null; weight: number }[] }): Sentence =>
    say`${row.query} reads ${join(
      row.reads.map(({ key, weight }) => say`${key ?? 'itself'} ${prob(weight)}`),
      ', ',
    )}`,
  headReads: ({ query, key, weight, ...head }: Pair & { weight: number } & Head): Sentence =>
    say`head ${head.head}: ${query} reads most of ${key ?? 'itself'} (${prob(weight)})`,
  /** A place on a legend's scale. */
  onScale: {
    weight: ({ value }: { value: number }): Sentence => say`This colour is a weight of ${number(formatProb(value))}.`,
    score: ({ value }: { value: number }): Sentence =>
      say`This colour is a score of ${number(formatNumber(value, 2))}.`,
    value: ({ value }: { value: number }): Sentence =>
      say`This colour is ${number(formatNumber(value, 2))} in a value or an output.`,
  },
  // Axes and labels
  queryAxis: 'query (reads)\u00a0↓',
  keyAxis: 'key (is\u00a0read)\u00a0→',
  outputAxis: 'output\u00a0→',
  head: ({ head }: { head: number }) => `head ${head}`,
  headsLabel: ({ layer }: { layer: number }) => `Heads of layer ${layer}`,
  matrixLabel: ({ view, ...head }: { view: string } & Head) =>
    `${view} of ${place(head)}, one row per query. Arrow keys move, Enter keeps a cell and opens its number, Escape lets go.`,
  // Controls
  layer: 'Layer',
  view: 'Show',
  views: { pattern: 'pattern', scores: 'scores', output: 'output' },
  // The sum
  /** Without a query where the text has no token yet. */
  sumTitle: ({ query }: { query: SaidToken | null }): Sentence =>
    say`Output${query && say` of ${query}`}: the sum of weights × values`,
  times: '× value',
  others: ({ count }: { count: number }) => `${count} others`,
  /** The line, and the name of the term, of what an intervention changed after the sum. */
  changed: 'intervention',
  output: 'output z',
  sumLabel:
    'The weighted sum of values, line by line. Arrow keys move, Enter keeps a line’s key and opens its number, Escape lets go.',
  sumWaiting: 'The sum comes after the weights.',
  sumNotYet: ({ query }: { query: SaidToken }): Sentence => say`The output of ${query} is not added up yet.`,
  sumTerm: (term: Pair & { index: number; weight: number; value: number; product: number }): Sentence =>
    say`number ${term.index}: ${product(term)} of ${term.key ?? say`${term.query} itself`} = ${exact(term.product)}`,
  sumOthers: ({ index, count, product }: { index: number; count: number; product: number }): Sentence =>
    say`number ${index}: ${count} others together = ${exact(product)}`,
  sumChanged: ({ index, product }: { index: number; product: number }): Sentence =>
    say`number ${index}: changed by an intervention by ${exact(product)}`,
  othersTogether: ({ query, count, weight }: { query: SaidToken; count: number; weight: number }): Sentence =>
    say`${query} reads ${count} others with weight ${exact(weight)} together`,
  changedAfter: ({ query }: { query: SaidToken }): Sentence =>
    say`what an intervention changed in the output of ${query} after it was added up`,
  /** One number of the output, and what it is the sum of; `others` and `changed` are `null` where there are none. */
  sumTotal: (sum: {
    readonly query: SaidToken
    readonly index: number
    readonly terms: readonly { readonly weight: number; readonly value: number }[]
    readonly others: number | null
    readonly changed: number | null
    readonly total: number
  }): Sentence =>
    say`number ${sum.index} of the output of ${sum.query}: ${join(
      [
        ...sum.terms.map(product),
        sum.others !== null && say`${exact(sum.others)} (others)`,
        sum.changed !== null && say`${exact(sum.changed)} (intervention)`,
      ],
      ' + ',
    )} = ${exact(sum.total)}`,
  // Legend
  weightScale: 'weight',
  scoreScale: ({ dHead }: { dHead: number }) => `score (query · key ÷ √${dHead})`,
  unscaledScore: 'score (query · key)',
  valueScale: 'value and output',
  maskedKey: 'masked: later than the query',
  outsideKey: ({ window }: { window: number }) => `outside of the window of ${window} positions`,
  arcs: 'arcs: weights of 0.01 and more',
  // Table
  tableCaption: ({ view, ...head }: { view: string } & Head) => `${view} of ${place(head)}; rows are queries`,
  tableQuery: 'query',
  tableMasked: 'masked',
  tableOutside: 'outside',
  // Words
  terms: {
    dot: { term: '·', means: 'the space that a token begins with' },
    query: { term: 'query', means: 'what a token looks for' },
    key: { term: 'key', means: 'what a token offers to be found by' },
    value: { term: 'value', means: 'what a token passes on to those who read it' },
    score: { term: 'score', means: 'how well a query and a key match: multiplied number by number and added up' },
    weight: { term: 'weight', means: 'the share of its reading that a query gives to a key; a row adds up to 1' },
    head: { term: 'head', means: 'one of several readers side by side, each with queries, keys and values of its own' },
    output: { term: 'output z', means: 'the values that are read, each times its weight, added up' },
  },
  // About
  about: ({ dHead }: { dHead: number }) => [
    'Each token makes a query (what it looks for), a key (what it offers) and a value (what it passes on). ' +
      'A score is the dot product of a query and a key, scaled. Softmax turns the scores of one query into weights that ' +
      'add up to 1; later tokens are masked first. The output is the average of the values under those weights.',
    `z = softmax(Q Kᵀ / √d_head) V, with d_head = ${dHead}`,
  ],
}
