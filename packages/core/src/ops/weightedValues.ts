import { kernelsFor } from '../kernels/arena'
import type { Floats } from '../tensor/tensor'
import { fastWeightedValues, fastWeightedValuesBackward } from './fastAttention'
import { firstKey, type KeysSeen, keyHead, lastKey } from './keysSeen'

/**
 * z[t,h] = sum over the keys s that t sees of pattern[h,t,s] v[s,g], g being the value head that serves h.
 * z[rows,NH,HS], v[slots,NKV,HS], pattern[NH,rows,keys]. Returns its multiply-adds.
 */
export function weightedValuesForward(
  z: Floats,
  pattern: Floats,
  v: Floats,
  seen: KeysSeen,
  from: number,
  to: number,
  NH: number,
  NKV: number,
  HS: number,
): number {
  const kernels = kernelsFor(z, pattern)
  const fast = kernels && fastWeightedValues(kernels, z, pattern, v, seen, from, to, NH, NKV, HS)
  if (fast !== undefined) return fast
  const { rows, keys, slots } = seen
  let macs = 0
  for (let h = 0; h < NH; h++) {
    const g = keyHead(h, NH, NKV)
    for (let t = from; t < to; t++) {
      const zi = (t * NH + h) * HS
      z.fill(0, zi, zi + HS)
      for (let s = firstKey(seen, t); s <= lastKey(seen, t); s++) {
        const slot = slots ? slots[s]! : s
        if (slot < 0) continue
        const p = pattern[(h * rows + t) * keys + s]!
        const vi = (slot * NKV + g) * HS
        for (let i = 0; i < HS; i++) z[zi + i]! += p * v[vi + i]!
        macs += HS
      }
    }
  }
  return macs
}

/** Forward: z = sum of p * v. So dpattern += dz . v and dv += p * dz, over the keys that t sees. Every key is in its own row. */
export function weightedValuesBackward(
  dpattern: Floats,
  dv: Floats,
  dz: Floats,
  pattern: Floats,
  v: Floats,
  seen: KeysSeen,
  from: number,
  to: number,
  NH: number,
  NKV: number,
  HS: number,
): void {
  const kernels = kernelsFor(dpattern, dv, dz, pattern, v)
  if (kernels) {
    fastWeightedValuesBackward(kernels, dpattern, dv, dz, pattern, v, seen, from, to, NH, NKV, HS)
    return
  }
  const { rows, keys } = seen
  for (let h = 0; h < NH; h++) {
    const g = keyHead(h, NH, NKV)
    for (let t = from; t < to; t++) {
      const zi = (t * NH + h) * HS
      for (let s = firstKey(seen, t); s <= lastKey(seen, t); s++) {
        const cell = (h * rows + t) * keys + s
        const p = pattern[cell]!
        const vi = (s * NKV + g) * HS
        let dot = 0
        for (let i = 0; i < HS; i++) {
          const d = dz[zi + i]!
          dot += d * v[vi + i]!
          dv[vi + i]! += p * d
        }
        dpattern[cell]! += dot
      }
    }
  }
}
