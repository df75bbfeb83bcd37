import { formatBytes, formatCount, formatNumber, formatProb } from '../format'

/** Query heads by number: one, or those that share keys and values. */
const range = (first: number, last: number) => (first === last ? `${first}` : `${first}–${last}`)
const plural = (count: number, one: string, many = `${one}s`) => `${formatCount(count)} ${count === 1 ? one : many}`

export const kvCacheGridMessages = {
  title: 'KV cache',
  wanted: 'a generation or a forward pass',
  cell: 'Keys and values by position. Arrow keys move, Enter keeps a slot, Escape lets go.',
  scroll: 'Positions',
  layer: (layer: number) => `layer ${layer}`,
  heads: (first: number, last: number) => `${first === last ? 'head' : 'heads'} ${range(first, last)}`,
  /** Where a weight is: in one head, or the mean of those that share keys and values. */
  inHeads: (first: number, last: number) =>
    first === last ? `in head ${first}` : `in heads ${range(first, last)}, on average`,
  openLayer: (layer: number) => `Open layer ${layer}`,
  headChoice: 'Head',
  headRange: range,
  k: 'K',
  v: 'V',
  bytes: 'bytes',
  mark: (bytes: number) => (bytes === 0 ? '0' : formatBytes(bytes)),
  size: (now: number, total: number) => `${formatBytes(now)} of ${formatBytes(total)}`,
  sum: (written: readonly number[], numbers: number) => {
    const layers = written.length
    const even = written.every((positions) => positions === written[0])
    const columns = even
      ? `${plural(written[0] ?? 0, 'position')} × ${plural(layers, 'layer')}`
      : `${written.join(' + ')} positions in ${plural(layers, 'layer')}`
    return `${columns} × 2 (K, V) × ${plural(numbers, 'number')} × 4 bytes`
  },
  noCache: 'Nothing is kept: without a cache every step computes K and V of all positions again.',
  pass: (bytes: number) =>
    `One pass over the whole text: nothing is kept after it. A cache of it would take ${formatBytes(bytes)}.`,
  caption: {
    empty: 'The cache is empty.',
    prefill: (count: number, layer: number) =>
      `Prefill: K and V of all ${plural(count, 'position')} are written in layer ${layer} at once.`,
    coming: (token: string, position: number, kept: number) =>
      `${token} (position ${position}) is about to pass through the layers; the cache holds ${plural(kept, 'position')}.`,
    writing: (token: string, position: number, layer: number, past: number) =>
      `Writing K and V of ${token} (position ${position}) in layer ${layer}; ${past === 1 ? '1 column of the past stays as it is' : `${formatCount(past)} columns of the past stay as they are`}.`,
    computing: (count: number, layer: number, again: boolean) =>
      `Computing K and V of all ${plural(count, 'position')}${again ? ' again' : ''} in layer ${layer}.`,
    reading: (token: string, keys: number, layer: number, best: string, weight: number, where: string, kept: boolean) =>
      `${token} reads ${plural(keys, kept ? 'cached key' : 'key')} in layer ${layer}; mostly ${best} (${formatProb(weight)}) ${where}.`,
    mixing: (token: string, keys: number, layer: number, best: string, weight: number, where: string) =>
      `${token} mixes ${plural(keys, 'value')} in layer ${layer}; mostly that of ${best} (${formatProb(weight)}) ${where}.`,
    mlp: (token: string, layer: number) => `${token} goes through the MLP of layer ${layer}: the cache is left alone.`,
    rest: (positions: number, bytes: number, next: string | null) =>
      `The cache holds ${plural(positions, 'position')}: ${formatBytes(bytes)}.${next === null ? '' : ` ${next} is chosen, and not stored yet.`}`,
    restNone: (positions: number) => `K and V of ${plural(positions, 'position')} were computed, and none are kept.`,
  },
  readout: {
    slot: (token: string, position: number, layer: number, heads: string) =>
      `${token} at position ${position}, layer ${layer}, ${heads}:`,
    folded: (token: string, position: number, layer: number) => `${token} at position ${position}, layer ${layer}:`,
    norms: (k: number, v: number) => `‖K‖ ${formatNumber(k)}, ‖V‖ ${formatNumber(v)}`,
    meanNorms: (k: number, v: number) => `mean ‖K‖ ${formatNumber(k)}, mean ‖V‖ ${formatNumber(v)}`,
    values: (kind: string, first: readonly number[], more: boolean) =>
      `${kind} = (${first.map((x) => formatNumber(x, 2)).join(', ')}${more ? ', …' : ''})`,
    exact: (kind: string, index: number, value: number) => `${kind}[${index}] = ${formatNumber(value, 6)}`,
    weight: (query: string, position: number, weight: number, mean: boolean) =>
      `${query} (position ${position}) gives it ${formatProb(weight)}${mean ? ', the mean of its heads' : ''}`,
    outside: (query: string, position: number, window: number) =>
      `${query} (position ${position}) does not read it: it is outside of the window of ${plural(window, 'position')}`,
    later: (query: string) => `${query} comes before it and cannot read it`,
    token: (token: string, position: number, layers: number, of: number, bytes: number) =>
      `${token} at position ${position}: K and V written in ${formatCount(layers)} of ${plural(of, 'layer')}, ${formatBytes(bytes)}.`,
    notYet: (position: number, layer: number) => `Position ${position} is not written in layer ${layer} yet.`,
  },
  legend: {
    scale: (kind: string, bound: number) =>
      `${kind}: each number, ≤ ${formatNumber(-bound, 2)} to ≥ ${formatNumber(bound, 2)}`,
    norm: (bound: number) => `folded layers: norm by head, 0 to ${formatNumber(bound, 2)}`,
    thread: 'thickness of a thread: attention weight',
    empty: 'slot still empty',
  },
  table: {
    caption: (layer: number, heads: string) => `K and V of layer ${layer}, ${heads}, as far as written`,
    position: 'position',
    token: 'token',
    column: (kind: string, index: number) => `${kind}[${index}]`,
  },
  about:
    'Each column is a position, each row a head. A slot holds a key K, which later queries are compared with, and a value V, which they take away. Both are computed once and stay. The thread thins out by the weight that each key gets. A folded layer shows norms.',
}
