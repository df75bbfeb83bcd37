/** A sentence in parts: every second one is a token or a number and is set in the monospace face. */
export type Rich = readonly string[]

const place = (layer: number, head: number) => `layer ${layer}, head ${head}`

export const attentionHeadMessages = {
  title: 'Attention',
  wanted: 'a forward pass or a generation',
  // What happens now
  nothingYet: (layer: number): Rich => [`Nothing is computed yet in layer ${layer}: press play.`],
  notYet: (query: string, layer: number): Rich => ['', query, ` has not been read yet in layer ${layer}.`],
  asks: (query: string, layer: number, head: number): Rich => [
    '',
    query,
    ` asks every key so far, in ${place(layer, head)}.`,
  ],
  readsMostly: (query: string, key: string, weight: string, layer: number, head: number): Rich => [
    '',
    query,
    ' reads mostly ',
    key,
    ` (${weight}) in ${place(layer, head)}.`,
  ],
  readsWidely: (query: string, key: string, weight: string, layer: number, head: number): Rich => [
    '',
    query,
    ' spreads its reading; most goes to ',
    key,
    ` (${weight}) in ${place(layer, head)}.`,
  ],
  scoresHighest: (query: string, key: string, score: string, layer: number, head: number): Rich => [
    '',
    query,
    ' scores highest with ',
    key,
    ` (${score}) in ${place(layer, head)}.`,
  ],
  takesMost: (query: string, key: string, weight: string, width: number, layer: number, head: number): Rich => [
    '',
    query,
    ` takes ${weight} of the value of `,
    key,
    ` into its ${width} outputs, in ${place(layer, head)}.`,
  ],
  itself: 'itself',
  shared: (query: string, q: number): Rich => ['', query, ` (${q}) was not computed in this run: the cache held it.`],
  // The value pointed at
  pointHere: 'Point at a cell for exact numbers.',
  cell: (query: string, q: number, key: string, k: number, weight: string, score: string | null): Rich => [
    '',
    query,
    ` (${q}) reads `,
    key,
    ` (${k}): weight `,
    weight,
    ...(score === null ? [] : [', score ', score]),
  ],
  maskedCell: (query: string, q: number, key: string, k: number): Rich => [
    '',
    query,
    ` (${q}) cannot read `,
    key,
    ` (${k}): it comes later, so it is masked.`,
  ],
  outsideCell: (query: string, q: number, key: string, k: number, window: number): Rich => [
    '',
    query,
    ` (${q}) does not read `,
    key,
    ` (${k}): it is outside of the window of ${window} positions.`,
  ],
  outputCell: (query: string, q: number, index: number, value: string): Rich => [
    'output z of ',
    query,
    ` (${q}), number ${index}: `,
    value,
  ],
  rowReads: (query: string, q: number, reads: readonly (readonly [string, string])[]): Rich => [
    '',
    query,
    ` (${q}) reads `,
    ...reads.flatMap(([key, weight], i) => [key, ` ${weight}${i < reads.length - 1 ? ', ' : ''}`]),
  ],
  sumCell: (index: number, terms: string, value: string): Rich => [`number ${index}: `, terms, ' = ', value],
  // Axes and labels
  queryAxis: 'query (reads)\u00a0↓',
  keyAxis: 'key (is\u00a0read)\u00a0→',
  outputAxis: 'd_head\u00a0→',
  head: (head: number) => `head ${head}`,
  headsLabel: (layer: number) => `Heads of layer ${layer}`,
  matrixLabel: (view: string, layer: number, head: number) =>
    `${view} of ${place(layer, head)}, one row per query. Arrow keys move, Enter keeps a cell, Escape lets go.`,
  // Controls
  layer: 'Layer',
  view: 'Show',
  views: { pattern: 'pattern', scores: 'scores', output: 'output' },
  // The sum
  sumTitle: (query: string): Rich => ['Output of ', query, ': weights times values, added up'],
  times: '× v',
  others: (count: number) => `${count} others`,
  /** The line, and the name of the term, of what an intervention changed after the sum. */
  changed: 'intervention',
  output: 'z =',
  sumLabel: 'The weighted sum of values, number by number. Arrow keys move.',
  sumWaiting: 'The sum comes after the weights.',
  // Legend
  weightScale: 'weight',
  scoreScale: 'score = q·k / √d_head',
  unscaledScore: 'score = q·k',
  valueScale: 'value and output',
  masked: 'masked: later than the query',
  outside: (window: number) => `outside of the window of ${window} positions`,
  arcs: 'arcs: weights of 0.01 and more',
  // Table
  tableCaption: (view: string, layer: number, head: number) => `${view} of ${place(layer, head)}; rows are queries`,
  tableQuery: 'query',
  tableMasked: 'masked',
  tableOutside: 'outside',
  // About
  about: (dHead: number) => [
    'Each token makes a query (what it looks for), a key (what it offers) and a value (what it passes on). ' +
      'A score is the dot product of a query and a key, scaled. Softmax turns the scores of one query into weights that ' +
      'add up to 1; later tokens are masked first. The output is the average of the values under those weights.',
    `z = softmax(Q Kᵀ / √d_head) V, with d_head = ${dHead}`,
  ],
}
