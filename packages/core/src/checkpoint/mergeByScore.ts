import { Heap } from '../tokenizer/heap'

export interface ScoredPieces {
  /** By id, as binary strings: one character a byte. */
  readonly pieces: readonly string[]
  readonly scores: readonly number[]
  /** Pieces that pairs may be joined to. */
  readonly ids: Map<string, number>
}

interface Pair {
  readonly left: number
  readonly right: number
  readonly id: number
  readonly score: number
  /** What the two were when they were found: by now, they may have been joined to others. */
  readonly leftId: number
  readonly rightId: number
}

/**
 * Joins neighbours to the piece that they make together, best score first and the first of equals, until no two
 * neighbours make one: sentencepiece's BPE. Tokens that are `fixed` are joined to none. A heap of pairs and a linked list of
 * tokens take O(n log n) where looking through all pairs before each joining takes O(n^2).
 */
export function mergeByScore(
  symbols: readonly number[],
  { pieces, scores, ids }: ScoredPieces,
  fixed: (id: number) => boolean,
): number[] {
  const at = [...symbols]
  const previous = at.map((_, i) => i - 1)
  const next = at.map((_, i) => i + 1)
  const gone = -1
  const heap = new Heap<Pair>((a, b) => a.score > b.score || (a.score === b.score && a.left < b.left))
  const offer = (left: number, right: number) => {
    const [leftId, rightId] = [at[left], at[right]]
    if (leftId === undefined || rightId === undefined || fixed(leftId) || fixed(rightId)) return
    const id = ids.get(`${pieces[leftId]}${pieces[rightId]}`)
    if (id !== undefined) heap.push({ left, right, id, score: scores[id] as number, leftId, rightId })
  }
  for (let i = 0; i + 1 < at.length; i++) offer(i, i + 1)
  for (let pair = heap.pop(); pair; pair = heap.pop()) {
    const { left, right, id, leftId, rightId } = pair
    if (at[left] !== leftId || at[right] !== rightId || next[left] !== right) continue
    const after = next[right] as number
    at[left] = id
    at[right] = gone
    next[left] = after
    if (after < at.length) previous[after] = left
    offer(previous[left] as number, left)
    offer(left, after)
  }
  return at.filter((id) => id !== gone)
}
