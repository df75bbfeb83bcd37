import type { CellAddress } from '../../lesson/selection'
import { formatBytes, formatCount, formatExact, formatNumber, formatProb } from '../format'
import { number, type SaidPart, type SaidToken, say } from '../say'
import { kvCachePolicyMessages } from './kvCachePolicies'

/** Query heads by number: one, or those that share keys and values. */
const range = (first: number, last: number) => (first === last ? `${first}` : `${first}–${last}`)
const plural = (count: number, one: string, many = `${one}s`) => `${formatCount(count)} ${count === 1 ? one : many}`
const weight = (value: number, cell?: CellAddress) => number(formatProb(value), formatExact(value), cell)

interface Read {
  readonly token: SaidToken
  readonly keys: number
  readonly layer: number
  readonly best: SaidToken
  readonly weight: number
  readonly where: string
  /** The weight, where it is one number of the run. */
  readonly cell?: CellAddress
}

export const kvCacheGridMessages = {
  title: 'KV cache',
  wanted: 'a generation or a forward pass',
  cell: 'Keys and values, a column for each position. Arrow keys move by a number, Enter keeps a slot and opens its number, Escape lets go.',
  layer: (layer: number) => `layer ${layer}`,
  heads: (first: number, last: number) => `${first === last ? 'head' : 'heads'} ${range(first, last)}`,
  /** Where a weight is: in one head, or the mean of those that share keys and values. */
  inHeads: (first: number, last: number) =>
    first === last ? `in head ${first}` : `in heads ${range(first, last)}, on average`,
  openLayer: (layer: number) => `Layer ${layer}: every number`,
  headChoice: 'Head',
  headRange: range,
  k: 'K',
  v: 'V',
  column: ({ token, position, state }: { token: string; position: number; state: 'waiting' | 'written' }) =>
    `${token}, position ${position}, ${state === 'written' ? 'in the cache' : 'not in the cache yet'}`,
  columns: 'The tokens of the columns. Arrow keys move along them, Enter keeps one, Escape lets go.',
  // The ruler
  bytes: 'bytes',
  mark: (bytes: number) => (bytes === 0 ? '0' : formatBytes(bytes)),
  size: ({ now, total }: { now: number; total: number }) =>
    say`${number(formatBytes(now), `${formatCount(now)} bytes`)} kept now, ${number(formatBytes(total), `${formatCount(total)} bytes`)} when this run ends:`,
  sum: ({ written, numbers }: { written: readonly number[]; numbers: number }) => {
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
  // What happens now
  caption: {
    empty: 'The cache is empty.',
    prefill: ({ count, layer }: { count: number; layer: number }) =>
      say`Prefill: keys and values of all ${plural(count, 'position')} are written in layer ${layer} at once.`,
    coming: ({ token, kept }: { token: SaidToken; kept: number }) =>
      say`${token} is about to pass through the layers; the cache holds ${plural(kept, 'position')}.`,
    writing: ({ token, layer, past }: { token: SaidToken; layer: number; past: number }) =>
      say`Writing the key and the value of ${token} in layer ${layer}; ${past === 1 ? '1 column of the past stays as it is' : `${formatCount(past)} columns of the past stay as they are`}.`,
    computing: ({ count, layer, again }: { count: number; layer: number; again: boolean }) =>
      say`Computing keys and values of all ${plural(count, 'position')}${again && ' again'} in layer ${layer}.`,
    reading: ({ token, keys, layer, best, weight: given, where, cell, kept }: Read & { kept: boolean }) =>
      say`${token} reads ${plural(keys, kept ? 'cached key' : 'key')} in layer ${layer}; mostly ${best} (${weight(given, cell)}) ${where}.`,
    mixing: ({ token, keys, layer, best, weight: given, where, cell }: Read) =>
      say`${token} mixes ${plural(keys, 'value')} in layer ${layer}; mostly that of ${best} (${weight(given, cell)}) ${where}.`,
    mlp: ({ token, layer }: { token: SaidToken; layer: number }) =>
      say`${token} goes through the MLP of layer ${layer}: the cache is left alone.`,
    rest: ({ positions, bytes, next }: { positions: number; bytes: number; next: SaidToken | null }) =>
      say`The cache holds ${plural(positions, 'position')}: ${number(formatBytes(bytes))}.${next && say` ${next} is chosen, and not stored yet.`}`,
    restNone: (positions: number) =>
      say`Keys and values of ${plural(positions, 'position')} were computed, and none are kept.`,
  },
  // What is pointed at
  readout: {
    slot: ({ token, layer, heads }: { token: SaidToken; layer: number; heads: string }) =>
      say`${token}, layer ${layer}, ${heads}:`,
    folded: ({ token, layer }: { token: SaidToken; layer: number }) => say`${token}, layer ${layer}:`,
    lengths: ({ k, v, mean }: { k: number; v: number; mean: boolean }) =>
      say`${mean ? 'mean length of its keys' : 'length of its key'} ‖K‖ ${number(formatNumber(k))}, of ${mean ? 'its values' : 'its value'} ‖V‖ ${number(formatNumber(v))}`,
    exact: ({ kind, index, value }: { kind: string; index: number; value: number }) =>
      say`${kind}[${index}] = ${number(formatExact(value))}`,
    weight: ({ query, given, mean }: { query: SaidToken; given: number; mean: boolean }) =>
      say`${query} gives it ${weight(given)}${mean && ', the mean of its heads'}`,
    outside: ({ query, window }: { query: SaidToken; window: number }) =>
      say`${query} does not read it: it is outside of the window of ${plural(window, 'position')}`,
    later: ({ query }: { query: SaidToken }) => say`${query} comes before it and cannot read it`,
    token: ({ token, position, layers, of, bytes }: TokenRead) =>
      say`${token} at position ${position}: key and value written in ${formatCount(layers)} of ${plural(of, 'layer')}, ${number(formatBytes(bytes))}.`,
    notYet: ({ token, layer }: { token: SaidToken; layer: number }) =>
      say`${token} is not written in layer ${layer} yet.`,
  },
  /** One number's name for who moves by keys: which it is, its value, and what the query at work gives its slot. */
  numberName: ({
    line,
    value,
    rest,
  }: {
    line: readonly SaidPart[]
    value: readonly SaidPart[]
    rest: readonly SaidPart[]
  }) => say`${line} ${value}${rest.length > 0 && say`; ${rest}`}`,
  folded: ({ kind, heads, value }: { kind: string; heads: string; value: number }) =>
    say`length of ${kind}, ${heads}: ${number(formatExact(value))}`,
  /** What a policy's cache does. */
  policy: kvCachePolicyMessages as typeof kvCachePolicyMessages,
  // Legend, terms, table
  legend: {
    scale: (kind: string) => `${kind}: each number`,
    least: (bound: number) => `≤ ${formatNumber(-bound, 2)}`,
    most: (bound: number) => `≥ ${formatNumber(bound, 2)}`,
    lengths: (kind: string) => `folded layers: length of ${kind} by head`,
    end: (bound: number) => formatNumber(bound, 2),
    thread: 'a thread to what is read, as thick as its attention weight',
    written: 'being written',
  },
  terms: [
    { term: 'query', means: 'what a token looks for: a vector, used once and not kept' },
    { term: 'key, K', means: 'what a token is found by: later queries are compared with it' },
    { term: 'value, V', means: 'what a token hands on to those that read it' },
    { term: 'cache', means: 'the keys and values of all tokens so far, kept so that no step makes them again' },
    { term: 'prefill', means: 'the first step, which reads the whole prompt at once' },
  ],
  table: {
    caption: ({ layer, heads, version }: { layer: number; heads: string; version: string | null }) =>
      `K and V of layer ${layer}, ${heads}, ${version ? `${version}, ` : ''}as far as written`,
    position: 'position',
    token: 'token',
    column: (kind: string, index: number) => `${kind}[${index}]`,
  },
  about:
    'Each column is a position, each row a head. A slot holds a key K, which later queries are compared with, and a value V, which they take away. Both are computed once and stay. The thread thins out by the weight that each key gets. A folded layer shows lengths of vectors; its name opens it.',
}

interface TokenRead {
  readonly token: SaidToken
  readonly position: number
  readonly layers: number
  readonly of: number
  readonly bytes: number
}
