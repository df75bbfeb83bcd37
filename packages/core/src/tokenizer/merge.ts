import { Heap } from './heap'

/** What byte-pair encoding may join: the pairs in order, the first being the most wanted. Pairs may share a rank. */
export interface Merges {
  /** Rank of the pair (left, right), or undefined: `left` and `right` are token ids. */
  rank(left: number, right: number): number | undefined
  /** The token that the pair (left, right), of this rank, becomes. */
  result(rank: number, left: number, right: number): number
}

/** Looks pairs of ids up, in a vocabulary of `size` tokens; `results[rank]` is the joined token. */
export function mergeTable(
  size: number,
  pairs: readonly (readonly [number, number])[],
  results: ArrayLike<number>,
): Merges {
  const ranks = new Map<number, number>()
  for (const [rank, [left, right]] of pairs.entries()) {
    const key = left * size + right
    if (!ranks.has(key)) ranks.set(key, rank)
  }
  return { rank: (left, right) => ranks.get(left * size + right), result: (rank) => results[rank]! }
}

/**
 * Byte-pair encoding of one chunk: again and again, joins the pair of lowest rank, of equal ranks the leftmost, until no
 * pair can be joined. The pieces are a linked list and the candidates a heap, so n pieces take O(n log n), not O(n^2).
 */
export function applyMerges(pieces: readonly number[], merges: Merges): number[] {
  const n = pieces.length
  if (n < 2) return [...pieces]
  const ids = [...pieces]
  const next = new Int32Array(n)
  const previous = new Int32Array(n)
  // One number holds rank and place, ordered by rank and then by place.
  const candidates = new Heap<number>((a, b) => a < b)
  const offer = (left: number, right: number) => {
    const rank = merges.rank(ids[left]!, ids[right]!)
    if (rank !== undefined) candidates.push(rank * n + left)
  }
  for (let i = 0; i < n; i++) {
    next[i] = i + 1
    previous[i] = i - 1
    if (i + 1 < n) offer(i, i + 1)
  }
  for (let top = candidates.pop(); top !== undefined; top = candidates.pop()) {
    const left = top % n
    const rank = (top - left) / n
    const right = next[left]!
    // A candidate is out of date when one of its halves has been joined to something else since.
    if (ids[left] === GONE || right >= n || merges.rank(ids[left]!, ids[right]!) !== rank) continue
    ids[left] = merges.result(rank, ids[left]!, ids[right]!)
    ids[right] = GONE
    const after = next[right]!
    next[left] = after
    if (after < n) {
      previous[after] = left
      offer(left, after)
    }
    const before = previous[left]!
    if (before >= 0) offer(before, left)
  }
  return ids.filter((id) => id !== GONE)
}

const GONE = -1
