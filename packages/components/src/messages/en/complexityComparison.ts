import type { WorkKind } from '@glassformer/core'
import { formatCount, formatNumber, formatScaled } from '../format'
import { number, type SaidToken, say } from '../say'
import { complexityPolicyMessages } from './complexityPolicies'

const times = (ratio: number) => number(`${formatNumber(ratio, 3)}×`)
const macs = (count: number) => number(formatScaled(count), formatCount(count))
const plural = (count: number, one: string) => `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`

export const complexityComparisonMessages = {
  title: 'Work with and without a cache',
  wanted: 'a generation (from generate)',
  unmasked:
    'The work is counted for a model with a causal mask; this trace has the fault "no-causal-mask". Generate without it.',
  without: 'Without a cache',
  with: 'With a KV cache',
  // What happens now
  idle: 'Nothing has been computed yet. The prefill reads the whole prompt, with a cache or without.',
  prefill: ({ tokens, work }: { tokens: number; work: number }) =>
    say`The prefill reads all ${plural(tokens, 'token')} of the prompt: ${macs(work)} multiply-adds, the same with a cache and without.`,
  decode: ({ token, pass, cached, uncached }: { token: SaidToken; pass: number; cached: number; uncached: number }) =>
    say`New token ${pass}, ${token}: ${macs(cached)} multiply-adds with a cache and ${macs(uncached)} without, ${times(uncached / cached)} as many.`,
  // The grids
  gridLabel: ({ panel, rows, pairs }: { panel: string; rows: number; pairs: number }) =>
    `${panel}: this step projects ${plural(rows, 'position')} and scores ${plural(pairs, 'query-key pair')} in each head. Arrow keys move over the pairs, Enter keeps one, Escape lets go.`,
  query: 'query (reads)',
  key: 'key (is read)',
  projected: 'projected: its query, key and value are computed',
  // The bars
  kinds: {
    projections: 'projections',
    scores: 'scores',
    weightedValues: 'weighted values',
    mlp: 'MLP',
    unembed: 'unembedding',
  },
  thisStep: 'This step, whole',
  soFar: 'Done so far, all steps',
  barWork: ({ kind, work, share }: { kind: string; work: number; share: number }) =>
    say`${kind}: ${number(formatCount(work))} multiply-adds, ${number(`${formatNumber(100 * share, 2)}%`)} of the bar’s sum.`,
  cacheBytes: ({ written, read, size }: { written: string; read: string; size: string }) =>
    `cache: ${written} written, ${read} read, ${size} held`,
  noCacheBytes: 'cache: nothing kept, nothing read',
  agreement: (difference: number) =>
    difference === 0
      ? 'Counted by the engine while it ran. Both runs give exactly the same logits.'
      : `Counted by the engine while it ran. Both runs give the same logits: they differ by ${formatNumber(difference, 2)} at most.`,
  byFormula: 'One side by formula: this trace was made without { compare: true }',
  // The curves
  curve: 'Curve',
  perStep: 'per step',
  total: 'in total',
  scale: 'Scale',
  scales: { log: 'logarithmic', linear: 'linear' },
  upTo: 'Tokens up to',
  curveLabel: ({ mode, n, cached, uncached }: { mode: string; n: number; cached: number; uncached: number }) =>
    `Multiply-adds ${mode} against tokens, up to ${formatCount(n)}: ${formatScaled(cached)} with a cache, ${formatScaled(uncached)} without. Arrow keys move along it.`,
  curvePoint: ({ mode, n, cached, uncached }: { mode: string; n: number; cached: number; uncached: number }) =>
    say`At ${plural(n, 'token')}, ${mode}: ${macs(cached)} multiply-adds with a cache, ${macs(uncached)} without, ${times(uncached / cached)} as many.`,
  tokensAxis: 'tokens',
  curveEnd: ({ label, work, growth }: { label: string; work: number; growth: number | null }) =>
    `${label} ${formatScaled(work)}${growth === null ? '' : `, grows as n^${formatNumber(growth, 2)}`}`,
  curveNote: (nCtx: number) =>
    `Curves by formula for this model’s shape, beyond its context of ${formatCount(nCtx)} as well; the power of n is the curve’s slope at its right end. Dots are the steps counted in this run.`,
  // What is pointed at
  pair: ({ query, key, work }: { query: SaidToken; key: SaidToken; work: string }) =>
    say`${query} reads ${key}: ${work}.`,
  row: ({ query, work }: { query: SaidToken; work: string }) => say`${query}, its row of scores: ${work}.`,
  maskedKey: ({ query, key }: { query: SaidToken; key: SaidToken }) =>
    say`${key} is masked: a later key, never read by ${query}.`,
  outsideKey: ({ query, key, window }: { query: SaidToken; key: SaidToken; window: number }) =>
    say`${key} is never scored: it is outside of the window of ${plural(window, 'position')} of ${query}.`,
  /** Of a row on each side: computed in this step, kept from an earlier one, or of a token that has not come. */
  work: ({ uncached, cached }: { uncached: string; cached: string }) =>
    uncached === cached ? `${cached}, with a cache and without` : `${uncached} without a cache, ${cached} with one`,
  scoredIn: ({ layers, of }: { layers: number; of: number }) =>
    layers >= of ? 'scored in this step' : `scored in ${layers} of ${plural(of, 'layer')} so far`,
  kept: 'not scored again',
  notCome: 'not scored yet',
  /** A run under a policy, beside the full cache. */
  policy: complexityPolicyMessages as typeof complexityPolicyMessages,
  // Legend, terms, table
  legendProjection: 'position projected in this step, the fuller the more layers',
  legendScore: 'query-key pair scored in this step',
  legendKept: 'done in an earlier step, not computed again',
  legendMasked: 'masked: a later key',
  legendOutside: (window: number) => `never scored: outside of the window of ${plural(window, 'position')}`,
  terms: [
    {
      term: 'multiply-add',
      means: 'one multiplication and one addition: the unit in which the work of a model is counted',
    },
    {
      term: 'query, key, value',
      means: 'three vectors made of each token: what it looks for, what it is found by, what it hands on',
    },
    { term: 'projections', means: 'making queries, keys and values, and gathering what the heads found' },
    { term: 'score', means: 'how well a query fits a key: one for each pair' },
    { term: 'cache', means: 'the keys and values of earlier tokens, kept so that they are not made again' },
  ],
  tableCaption: 'Multiply-adds of every step, with and without a cache',
  tableColumns: ['Pass', 'Tokens', 'Cache', 'Projections', 'Scores', 'Weighted values', 'MLP', 'Unembedding', 'Total'],
  pass: (step: number) => (step === 0 ? 'prefill' : `new token ${step}`),
  about:
    'Every new token needs its own query, key and value, and must be scored against every earlier key. A cache keeps the earlier keys and values, so that a step projects one position and scores one row. Without it every step projects all positions and scores the whole triangle again. Scores still grow with every token, cached or not; what the cache removes is the repetition. Masked pairs, and those outside of a sliding window, are not computed and not counted; of a step after the prefill, neither run computes the logits of any position but the last.',
} satisfies { readonly kinds: Readonly<Record<WorkKind, string>> } & Record<string, unknown>
