import { formatCount, formatNumber, formatScaled } from '../format'
import { number, type SaidToken, say } from '../say'

const macs = (count: number) => number(formatScaled(count), formatCount(count))
const share = (part: number, whole: number) => number(`${formatNumber((100 * part) / whole)}%`)
const plural = (count: number, one: string) => `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`

/** The numbers of a policy's settings. */
type Numbers = Readonly<Record<string, string | number | boolean>>

/** Of ComplexityComparison, for a run under a policy beside the full cache. */
export const complexityPolicyMessages = {
  title: 'Work with two caches',
  full: 'With the full cache',
  /** By the policy's name in the trace's settings. */
  titles: {
    'sliding-window': ({ window }: Numbers) => `With a window of ${plural(Number(window), 'position')}`,
    'attention-sinks': ({ sinks, window }: Numbers) =>
      `With ${plural(Number(sinks), 'sink')} and a window of ${formatCount(Number(window))}`,
    'heavy-hitters': ({ recent, heavy }: Numbers) =>
      `With the last ${formatCount(Number(recent))} and ${plural(Number(heavy), 'heavy hitter')}`,
    quantised: ({ bits }: Numbers) => `With a cache in ${formatCount(Number(bits))} bits`,
    paged: ({ blockSize }: Numbers) => `With pages of ${plural(Number(blockSize), 'position')}`,
    prefix: ({ blockSize }: Numbers) => `With a shared prefix in blocks of ${formatCount(Number(blockSize))}`,
  } as Readonly<Record<string, (settings: Numbers) => string>>,
  other: (policy: string) => `Under the policy ${policy}`,
  idle: (shared: number) =>
    `Nothing has been computed yet. ${shared > 0 ? `Another request computed the first ${plural(shared, 'position')}: the policy takes them over.` : 'The prefill reads the whole prompt, with either cache.'}`,
  prefill: ({ tokens, shared, full, policy }: { tokens: number; shared: number; full: number; policy: number }) =>
    full === policy
      ? say`The prefill reads all ${plural(tokens, 'token')} of the prompt: ${macs(full)} multiply-adds, the same with either cache.`
      : say`The prefill of ${plural(tokens, 'token')}: ${macs(full)} multiply-adds with the full cache and ${macs(policy)} under the policy${shared > 0 && `, which takes ${formatCount(shared)} over from another request`}.`,
  decode: ({ token, pass, full, policy }: { token: SaidToken; pass: number; full: number; policy: number }) =>
    full === policy
      ? say`New token ${pass}, ${token}: ${macs(full)} multiply-adds, the same with either cache.`
      : say`New token ${pass}, ${token}: ${macs(full)} multiply-adds with the full cache and ${macs(policy)} under the policy, ${share(policy, full)} of them.`,
  agreement: (difference: number) =>
    difference === 0
      ? 'Counted by the engine while it ran. Over the same tokens both caches give exactly the same logits in this step.'
      : `Counted by the engine while it ran. Over the same tokens the logits of this step differ by ${formatNumber(difference, 2)} at most: the policy does not keep all that the full cache keeps.`,
  byFormula: 'The full cache by formula: this trace was made without { compare: true }',
  curveNote: (nCtx: number) =>
    `Curves by formula for this model’s shape, without a cache and with the full one, beyond its context of ${formatCount(nCtx)} as well. Marks are the steps counted in this run: squares with the full cache, diamonds under the policy.`,
  work: ({ full, policy }: { full: string; policy: string }) =>
    full === policy ? `${full}, with either cache` : `${full} with the full cache, ${policy} under the policy`,
  /** Of a pair that one side may not read. */
  pair: ({ query, key, work }: { query: SaidToken; key: SaidToken; work: string }) =>
    say`${query} and ${key}: ${work}.`,
  taken: 'not scored, since another request computed the row,',
  evicted: 'never scored, since the key was evicted,',
  scoredIn: ({ layers, reading, of }: { layers: number; reading: number; of: number }) =>
    `scored in ${formatCount(layers)} of the ${plural(reading, 'layer')} that kept the key, of ${formatCount(of)},`,
  legendUnread: { evicted: 'never scored: evicted', taken: 'never scored: computed by another request' },
  tableCaption: 'Multiply-adds of every step, with the full cache and under the policy',
  term: { term: 'policy', means: 'the rule by which a cache decides what to keep, and how' },
  about:
    'Both sides process the same tokens. The full cache keeps every key and value, so that a step projects one position and scores one row of all keys. Under a policy that evicts, a row is shorter: what is gone is not scored. One that stores fewer bits, or in pages, scores as much, and reads or takes other amounts of memory. A shared prefix saves the work of the positions that it takes over. Masked pairs, and those outside of a sliding window, are not computed and not counted.',
}
