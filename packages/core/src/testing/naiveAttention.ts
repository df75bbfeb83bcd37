import type { ModelConfig } from '../model/config'
import { at2, dot, type Grid, linear, type Row, range, rotate, softmax } from './naiveMath'

/** What the parts of the naive transformer share. */
export interface Naive {
  /** A parameter's values; undefined where the model has none of that name. */
  readonly optional: (name: string) => Row | undefined
  /** A parameter's values; throws where the model has none of that name. */
  readonly param: (name: string) => Row
  /** Passes rows of `width` values through the tap. */
  readonly grid: (name: string, rows: Grid, width: number) => Grid
}

/** Attention of one block, its queries, keys and values each cut into heads. Returns `attn_out`. */
export function naiveAttention({ param, optional, grid }: Naive, config: ModelConfig, l: number, x: Grid): Grid {
  const { nHeads, nKVHeads, dHead, dModel, positions, rotaryBase, attentionWindow } = config
  const T = x.length
  const at = (name: string) => `blocks.${l}.${name}`
  const project = (letter: 'Q' | 'K' | 'V', heads: number) => {
    const rows = linear(x, param(at(`attn.W_${letter}`)), optional(at(`attn.b_${letter}`)), heads * dHead)
    return grid(at(`attn.${letter.toLowerCase()}`), rows, heads * dHead)
  }
  const head = (row: Row, h: number) => row.slice(h * dHead, (h + 1) * dHead)
  const turned = (name: string, rows: Grid, heads: number) => {
    if (positions !== 'rotary') return rows
    const turn = (row: Row, t: number) => range(heads).flatMap((h) => rotate(head(row, h), t, rotaryBase))
    return grid(at(`attn.${name}`), rows.map(turn), heads * dHead)
  }
  const plainQ = project('Q', nHeads)
  const plainK = project('K', nKVHeads)
  const v = project('V', nKVHeads)
  const q = turned('rot_q', plainQ, nHeads)
  const k = turned('rot_k', plainK, nKVHeads)

  // Query heads share keys and values in equal groups: with 4 and 2, heads 0 and 1 read the first, 2 and 3 the second.
  const shared = (h: number) => Math.floor(h / (nHeads / nKVHeads))
  const sees = (t: number, s: number) => s <= t && t - s < attentionWindow
  const score = (h: number, t: number, s: number) =>
    dot(q[t] as Row, h * dHead, k[s] as Row, shared(h) * dHead, dHead) / Math.sqrt(dHead)
  const cells = range(nHeads).flatMap((h) =>
    range(T).map((t) => range(T).map((s) => (sees(t, s) ? score(h, t, s) : -Infinity))),
  )
  const scores = grid(at('attn.scores'), cells, T)
  const pattern = grid(at('attn.pattern'), scores.map(softmax), T)
  // Cells that a query does not see are left out, so that whoever changes one in the pattern changes nothing.
  const value = (t: number, h: number, i: number) => {
    let total = 0
    for (let s = 0; s < T; s++) if (sees(t, s)) total += at2(pattern, h * T + t, s) * at2(v, s, shared(h) * dHead + i)
    return total
  }
  const sums = range(T).map((t) => range(nHeads).flatMap((h) => range(dHead).map((i) => value(t, h, i))))
  const z = grid(at('attn.z'), sums, nHeads * dHead)
  return grid(at('attn_out'), linear(z, param(at('attn.W_O')), optional(at('attn.b_O')), dModel), dModel)
}
