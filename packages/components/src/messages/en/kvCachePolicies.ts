import { formatBytes, formatCount, formatExact, formatNumber } from '../format'
import { join, number, type SaidToken, type Sentence, say } from '../say'

const plural = (count: number, one: string, many = `${one}s`) => `${formatCount(count)} ${count === 1 ? one : many}`
/** "The last position is", "The first 4 positions are". */
const thoseKept = (which: string, count: number) =>
  `The ${which} ${count === 1 ? 'position is' : `${plural(count, 'position')} are`}`
const bytes = (count: number) => number(formatBytes(count), `${formatCount(count)} bytes`)

/** Tokens one after another: named while they are few, counted otherwise. */
function these(tokens: readonly SaidToken[]): Sentence {
  if (tokens.length > 3) return plural(tokens.length, 'position')
  const last = tokens.at(-1)
  return tokens.length < 2
    ? say`${last}`
    : say`${join(
        tokens.slice(0, -1).map((token) => [token]),
        ', ',
      )} and ${last}`
}
const are = (tokens: readonly SaidToken[]) => (tokens.length === 1 ? 'is' : 'are')

/** The numbers of a policy's settings. */
type Numbers = Readonly<Record<string, string | number | boolean>>

/** Of KVCacheGrid, for what a policy's cache does. */
export const kvCachePolicyMessages = {
  /** What the policy is, in a sentence; by its name in the trace's settings. */
  says: {
    'sliding-window': ({ window }: Numbers) =>
      `Policy: a sliding window. ${thoseKept('last', Number(window))} kept; an older one goes before a new one is stored.`,
    'attention-sinks': ({ sinks, window }: Numbers) =>
      `Policy: sinks with a window. ${thoseKept('first', Number(sinks))} kept, and the last ${formatCount(Number(window))}; what lies between goes.`,
    'heavy-hitters': ({ recent, heavy }: Numbers) =>
      `Policy: heavy hitters. ${thoseKept('last', Number(recent))} kept, and the ${plural(Number(heavy), 'other')} that drew the most attention so far; each layer chooses by itself.`,
    quantised: ({ bits }: Numbers) =>
      `Policy: ${formatCount(Number(bits))} bits. Each number is rounded to a code of ${formatCount(Number(bits))} bits, and a head’s key or value has a scale of its own; attention reads what the codes stand for.`,
    paged: ({ blockSize }: Numbers) =>
      `Policy: pages. Positions lie in blocks of ${formatCount(Number(blockSize))}, taken when they are needed and found through a table.`,
    prefix: ({ blockSize }: Numbers) =>
      `Policy: a shared prefix. Whole blocks of ${formatCount(Number(blockSize))} that an earlier request computed are taken over, and not computed again.`,
  } as Readonly<Record<string, (settings: Numbers) => string>>,
  other: (policy: string) => `Policy: ${policy}.`,
  /** What a step is called: by the token that it computed. */
  step: ({ step, token }: { step: number; token: SaidToken }) =>
    step === 0 ? 'at the end of the prefill' : say`in step ${step}, with ${token}`,
  caption: {
    taken: (count: number) => say`The cache holds ${plural(count, 'position')} that another request computed.`,
    prefillAfter: ({ count, shared, layer }: { count: number; shared: number; layer: number }) =>
      say`Prefill: keys and values of ${plural(count, 'position')} are written in layer ${layer}; ${formatCount(shared)} before were computed by another request.`,
    makesRoom: ({ tokens, layer }: { tokens: readonly SaidToken[]; layer: number }) =>
      say`${these(tokens)} ${are(tokens)} evicted from layer ${layer} to make room.`,
    rest: ({ least, most, kept, next }: { least: number; most: number; kept: number; next: SaidToken | null }) =>
      say`Each layer holds ${least === most ? plural(most, 'position') : `${formatCount(least)} to ${plural(most, 'position')}`}: ${bytes(kept)} in all.${next && say` ${next} is chosen, and not stored yet.`}`,
    evicted: (tokens: readonly SaidToken[]) => say`${these(tokens)} ${are(tokens)} evicted from every layer.`,
    evictedFrom: ({ layer, tokens }: { layer: number; tokens: readonly SaidToken[] }) =>
      say`${these(tokens)} ${are(tokens)} evicted from layer ${layer}.`,
    /** Where more layers choose than are named. */
    evictedElsewhere: (layers: number) => `${plural(layers, 'other layer')} chose for themselves.`,
  },
  readout: {
    evicted: ({ token, layer, when }: { token: SaidToken; layer: number; when: Sentence }) =>
      say`${token} was evicted from layer ${layer} ${when}: nothing is left to read.`,
    evictedFrom: ({ layer, when }: { layer: number; when: Sentence }) => say`evicted from layer ${layer} ${when}`,
    kept: ({ token, position, layers, of, bytes: size }: TokenKept) =>
      say`${token} at position ${position}: kept in ${formatCount(layers)} of ${plural(of, 'layer')}, ${bytes(size)}`,
    shared: 'computed by another request, and taken over',
    notComputed: ({ query }: { query: SaidToken }) => say`${query} was not computed in this run, and read nothing`,
    gone: ({ query }: { query: SaidToken }) => say`it was gone when ${query} read`,
    versions: ({ kind, index, held, computed }: Version) =>
      say`${kind}[${index}]: read back ${number(formatExact(held))}, computed ${number(formatExact(computed))}, error ${number(formatExact(held - computed))}`,
    errorLengths: ({ k, v, mean }: { k: number; v: number; mean: boolean }) =>
      say`${mean ? 'mean length' : 'length'} of the error of K ${number(formatNumber(k))}, of V ${number(formatNumber(v))}`,
    block: ({ block, row, logical }: { block: number; row: number; logical: number }) =>
      `in row ${row} of physical block ${block}, which the table has as its block ${logical}`,
  },
  column: ({ token, position, state, layers, of }: ColumnKept) => {
    const is = {
      shared: 'in the cache, computed by another request',
      evicted: layers === 0 ? 'evicted from every layer' : `kept in ${layers} of ${plural(of, 'layer')}`,
    }[state]
    return `${token}, position ${position}, ${is}`
  },
  // The ruler
  size: ({ now, full }: { now: number; full: number }) =>
    full === 0
      ? say`${bytes(now)} kept now.`
      : say`${bytes(now)} kept now, ${number(`${formatNumber((100 * now) / full)}%`)} of the ${bytes(full)} that the full cache would take:`,
  sum: ({ held, slot }: { held: readonly number[]; slot: number }) => {
    const even = held.every((positions) => positions === held[0])
    const columns = even
      ? `${plural(held[0] ?? 0, 'position')} × ${plural(held.length, 'layer')}`
      : `${held.join(' + ')} positions in ${plural(held.length, 'layer')}`
    return `${columns} × ${formatBytes(slot)} of K and V`
  },
  sumOfBlocks: ({ blocks, size, layers, slot }: { blocks: number; size: number; layers: number; slot: number }) =>
    `${plural(blocks, 'block')} × ${plural(size, 'row')} × ${plural(layers, 'layer')} × ${formatBytes(slot)} of K and V`,
  waste: ({ rows, of, wasted }: { rows: number; of: number; wasted: number }) =>
    rows === 0
      ? 'Every row is used.'
      : say`${formatCount(rows)} of ${plural(of, 'row')} hold nothing: ${bytes(wasted)} wasted.`,
  largestError: (error: number) =>
    say`What is read back differs from what was computed by ${number(formatExact(error))} at most.`,
  prefix: ({ hits, misses, evictions }: { hits: number; misses: number; evictions: number }) =>
    `Of the prompt’s whole blocks ${formatCount(hits)} were there and ${formatCount(misses)} were not${evictions > 0 ? `; ${plural(evictions, 'block')} of others made room` : ''}.`,
  // The block table
  blocks: 'blocks',
  block: ({ logical, block, from, to, unused }: BlockShown) =>
    `Block ${logical} of the table is physical block ${block}: positions ${from} to ${to}${unused > 0 ? `, ${plural(unused, 'row')} unused` : ''}`,
  unused: (rows: number) => `+${rows}`,
  // What is shown of numbers that are stored otherwise
  values: 'Numbers',
  valueChoices: { held: 'read back', computed: 'computed', error: 'error' },
  /** K or V, where what is shown of it is the error of reading back. */
  errorOf: (kind: string) => `the error of ${kind}`,
  legend: {
    evicted: 'evicted: the place stays, and nothing reads it',
    shared: 'computed by another request',
    full: 'what the full cache would take',
    waste: 'unused rows of a block; +1: past the last column',
    scale: { held: ', read back', computed: ', as computed', error: ', error of reading back' },
  },
  table: {
    version: { held: 'as read back', computed: 'as computed', error: 'read back minus computed' },
    state: 'state',
    kept: 'kept',
    shared: 'kept, computed by another request',
    evicted: (when: string) => `evicted ${when}`,
    none: '–',
  },
  terms: {
    policy: { term: 'policy', means: 'the rule by which a cache decides what to keep, and how' },
    evict: { term: 'evict', means: 'to take a key and its value out of the cache: no later query reads them' },
    block: { term: 'block', means: 'memory for a few positions, taken whole and found by its number' },
    quantise: { term: 'quantise', means: 'to store a number as one of a few steps, and so in fewer bits' },
  },
  about:
    'Each column is a position, each row a head. A slot holds a key K, which later queries are compared with, and a value V, which they take away. The cache follows a policy: what it gives up fades and leaves its place hatched, what it took over from another request has a dotted frame. The thread thins out by the weight that each key gets, and passes by what is gone. A folded layer shows lengths of vectors; its name opens it.',
}

interface TokenKept {
  readonly token: SaidToken
  readonly position: number
  readonly layers: number
  readonly of: number
  readonly bytes: number
}

interface Version {
  readonly kind: string
  readonly index: number
  readonly held: number
  readonly computed: number
}

interface ColumnKept {
  readonly token: string
  readonly position: number
  readonly state: 'shared' | 'evicted'
  /** Layers that keep it, of how many. */
  readonly layers: number
  readonly of: number
}

interface BlockShown {
  readonly logical: number
  readonly block: number
  readonly from: number
  readonly to: number
  readonly unused: number
}
