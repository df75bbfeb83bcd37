import type { Merges } from '../tokenizer/merge'

interface ScoredPieces {
  /** By id, as binary strings: one character a byte. */
  readonly pieces: readonly string[]
  readonly scores: readonly number[]
  /** Pieces that pairs may be joined to. */
  readonly ids: ReadonlyMap<string, number>
}

/**
 * Sentencepiece's BPE as merges: two neighbours are joined to the piece that they make together, best score first, and of
 * equals, which have one rank, the leftmost. Tokens that are `fixed` are joined to none.
 */
export function mergesByScore({ pieces, scores, ids }: ScoredPieces, fixed: (id: number) => boolean): Merges {
  const best = [...new Set(scores)].sort((a, b) => b - a)
  const ranks = new Map(best.map((score, rank) => [score, rank]))
  const joined = (left: number, right: number) => ids.get(`${pieces[left]}${pieces[right]}`)
  return {
    rank: (left, right) => {
      const id = fixed(left) || fixed(right) ? undefined : joined(left, right)
      return id === undefined ? undefined : ranks.get(scores[id]!)
    },
    result: (_, left, right) => joined(left, right) as number,
  }
}
