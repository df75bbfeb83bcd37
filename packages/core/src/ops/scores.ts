import { kernelsFor } from '../kernels/arena'
import type { Floats } from '../tensor/tensor'
import { fastScores, fastScoresBackward } from './fastAttention'
import { firstKey, type KeysSeen, keyHead, lastKey } from './keysSeen'

/**
 * scores[h,t,s] = scale * q[t,h] . k[s,g] for the keys s that t sees, g being the key head that serves h; the others are
 * masked: -Infinity, and not computed. scores[NH,rows,keys], q[rows,NH,HS], k[slots,NKV,HS]. Returns its multiply-adds.
 */
export function scoresForward(
  scores: Floats,
  q: Floats,
  k: Floats,
  seen: KeysSeen,
  from: number,
  to: number,
  NH: number,
  NKV: number,
  HS: number,
): number {
  const kernels = kernelsFor(scores, q)
  const fast = kernels && fastScores(kernels, scores, q, k, seen, from, to, NH, NKV, HS)
  if (fast !== undefined) return fast
  const { rows, keys, scale, slots } = seen
  let macs = 0
  for (let h = 0; h < NH; h++) {
    const g = keyHead(h, NH, NKV)
    for (let t = from; t < to; t++) {
      const row = (h * rows + t) * keys
      const qi = (t * NH + h) * HS
      scores.fill(-Infinity, row, row + keys)
      for (let s = firstKey(seen, t); s <= lastKey(seen, t); s++) {
        const slot = slots ? slots[s]! : s
        if (slot < 0) continue
        const ki = (slot * NKV + g) * HS
        let dot = 0
        for (let i = 0; i < HS; i++) dot += q[qi + i]! * k[ki + i]!
        scores[row + s] = dot * scale
        macs += HS
      }
    }
  }
  return macs
}

/**
 * Forward: scores = scale * q . k. So dq += scale * dscores * k and dk += scale * dscores * q, over the keys that t sees;
 * a key head gathers what all its query heads send. Every key is in its own row.
 */
export function scoresBackward(
  dq: Floats,
  dk: Floats,
  dscores: Floats,
  q: Floats,
  k: Floats,
  seen: KeysSeen,
  from: number,
  to: number,
  NH: number,
  NKV: number,
  HS: number,
): void {
  const kernels = kernelsFor(dq, dk, dscores, q, k)
  if (kernels) {
    fastScoresBackward(kernels, dq, dk, dscores, q, k, seen, from, to, NH, NKV, HS)
    return
  }
  const { rows, keys, scale } = seen
  for (let h = 0; h < NH; h++) {
    const g = keyHead(h, NH, NKV)
    for (let t = from; t < to; t++) {
      const qi = (t * NH + h) * HS
      for (let s = firstKey(seen, t); s <= lastKey(seen, t); s++) {
        const ki = (s * NKV + g) * HS
        const d = scale * dscores[(h * rows + t) * keys + s]!
        for (let i = 0; i < HS; i++) {
          dq[qi + i]! += d * k[ki + i]!
          dk[ki + i]! += d * q[qi + i]!
        }
      }
    }
  }
}
