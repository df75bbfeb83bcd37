import { formatCount, formatNumber, formatScaled } from '../format'

const times = (ratio: number) => `${formatNumber(ratio, 3)}×`

export const complexityComparisonMessages = {
  title: 'Work with and without a cache',
  wanted: 'a generation (from generate)',
  unmasked:
    'The work is counted for a model with a causal mask; this trace has the fault "no-causal-mask". Generate without it.',
  without: 'Without a cache',
  with: 'With a KV cache',
  idle: 'Nothing has been computed yet. The first step reads the whole prompt, with a cache or without.',
  prefill: (tokens: number, macs: number) =>
    `Step 0 reads all ${tokens} tokens of the prompt: ${formatScaled(macs)} multiply-adds, the same with a cache and without.`,
  decode: (step: number, token: string, cached: number, uncached: number) => ({
    before: `Step ${step}: `,
    token,
    after: ` costs ${formatScaled(cached)} multiply-adds with a cache and ${formatScaled(uncached)} without, ${times(uncached / cached)} as many.`,
  }),
  gridLabel: (panel: string, rows: number, cells: number) =>
    `${panel}: this step projects ${formatCount(rows)} ${rows === 1 ? 'position' : 'positions'} and scores ${formatCount(cells)} query-key ${cells === 1 ? 'pair' : 'pairs'} in each head. Arrow keys move over the cells.`,
  query: 'query (reads)',
  key: 'key (is read)',
  projected: 'projected',
  kinds: {
    projections: 'projections',
    scores: 'scores',
    weightedValues: 'weighted values',
    mlp: 'MLP',
    unembed: 'unembedding',
  },
  thisStep: 'This step',
  soFar: 'In total so far',
  macs: 'multiply-adds',
  cacheBytes: (written: string, read: string, size: string) => `cache: ${written} written, ${read} read, ${size} held`,
  noCacheBytes: 'cache: nothing kept, nothing read',
  agreement: (difference: number) =>
    difference === 0
      ? 'Both runs give exactly the same logits.'
      : `Both runs give the same logits: they differ by ${formatNumber(difference, 2)} at most.`,
  measured: 'Counted by the engine while it ran',
  byFormula: 'One side by formula: this trace was made without { compare: true }',
  legendProjection: 'position projected in this step',
  legendScore: 'query-key pair scored in this step',
  legendKept: 'done in an earlier step, not computed again',
  legendMasked: 'masked: a later key',
  legendOutside: (window: number) => `never scored: outside of the window of ${window} positions`,
  curve: 'Curve',
  perStep: 'per step',
  total: 'in total',
  upTo: 'Tokens up to',
  curveLabel: (mode: string, n: number, cached: number, uncached: number) =>
    `Multiply-adds ${mode} against tokens, up to ${formatCount(n)}: ${formatScaled(cached)} with a cache, ${formatScaled(uncached)} without.`,
  tokensAxis: 'tokens',
  curveEnd: (label: string, macs: number) => `${label} ${formatScaled(macs)}`,
  curveNote: (nCtx: number) =>
    `Curves by formula for this model's shape, beyond its context of ${formatCount(nCtx)} as well; dots are the steps counted in this run.`,
  tableCaption: 'Multiply-adds of every step, with and without a cache',
  tableColumns: ['Step', 'Tokens', 'Cache', 'Projections', 'Scores', 'Weighted values', 'MLP', 'Unembedding', 'Total'],
  /** What is said of a cell before its work: a query and its key, or, of a masked cell or a token, the query's row. */
  reads: ' reads ',
  row: ', its row of scores: ',
  maskedKey: ' is masked: a later key, never read by ',
  outsideKey: (window: number) => ` is never scored: it is outside of the window of ${window} positions of `,
  readoutWork: (uncached: boolean, cached: boolean) => {
    const said = (computed: boolean) => (computed ? 'scored in this step' : 'not scored in this step')
    return uncached === cached
      ? `${said(cached)}, with a cache and without`
      : `${said(uncached)} without a cache, ${said(cached)} with one`
  },
  about:
    'Every new token needs its own query, key and value, and must be scored against every earlier key. A cache keeps the earlier keys and values, so that a step projects one position and scores one row. Without it every step projects all positions and scores the whole triangle again. Scores still grow with every token, cached or not; what the cache removes is the repetition. Masked pairs, and those outside of a sliding window, are not computed and not counted.',
}
