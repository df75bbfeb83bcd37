import { keyHead } from '../ops/keysSeen'
import type { Cell } from './cell'
import type { Factor, Operation } from './types'
import { by, range } from './working'

/** Why a query reads nothing of a key, or undefined where it does. */
export function maskOf(
  cell: Cell,
  query: number,
  key: number,
): Extract<Operation, 'causalMask' | 'windowMask' | 'evicted'> | undefined {
  if (key > lastKey(cell, query)) return 'causalMask'
  if (key <= query - cell.trace.config.attentionWindow) return 'windowMask'
  return isEvicted(cell, query, key) ? 'evicted' : undefined
}

/** The keys that a query reads, ascending. */
export function keysOf(cell: Cell, query: number): number[] {
  return range(lastKey(cell, query) + 1).filter((key) => maskOf(cell, query, key) === undefined)
}

/** The query heads and queries that read a key of key head `g`, head by head. */
export function readersOf(cell: Cell, key: number, g: number): (readonly [h: number, query: number])[] {
  const { NH, NKV } = cell.dims
  const queries = range(cell.positions).filter((query) => maskOf(cell, query, key) === undefined)
  return range(NH)
    .filter((h) => keyHead(h, NH, NKV) === g)
    .flatMap((h) => queries.map((query) => [h, query] as const))
}

/** K or V of a key, at an index of the head that serves query head `h`, as a query read it. */
export function heldBy(cell: Cell, part: 'k' | 'v', query: number, key: number, h: number, i: number): Factor {
  if (isRecomputed(cell, query, key)) return by({ name: 'recomputed', value: Number.NaN })
  const { NH, NKV } = cell.dims
  return cell.held(part, [key, keyHead(h, NH, NKV), i])
}

/** Without a causal mask, every query of a pass sees as far as the pass goes. */
function lastKey({ trace, positions }: Cell, query: number): number {
  if (trace.fault !== 'no-causal-mask') return query
  return trace.kind === 'generation' ? Math.max(query, trace.promptLength - 1) : positions - 1
}

/** A prefill has all of its keys at hand; a query of a later step reads what its layer holds then. */
function isEvicted({ trace, subject }: Cell, query: number, key: number): boolean {
  if (trace.kind !== 'generation') return false
  const step = stepOf(trace, query)
  const read = step?.from ? step.cache?.layers[subject.layer]?.read : undefined
  return read !== undefined && !read.some(([from, to]) => key >= from && key < to)
}

/**
 * Without a cache, each step computes all rows again, and records those that are new. Without a causal mask as well, the
 * earlier rows come out otherwise each time, but for the first block's: what a later query read of them is not recorded.
 */
function isRecomputed({ trace, subject }: Cell, query: number, key: number): boolean {
  if (trace.kind !== 'generation' || trace.cache !== 'none' || trace.fault !== 'no-causal-mask') return false
  return subject.layer > 0 && key < query && query >= trace.promptLength
}

function stepOf({ steps, promptLength }: Extract<Cell['trace'], { kind: 'generation' }>, position: number) {
  return steps[Math.max(0, position - promptLength + 1)]
}
