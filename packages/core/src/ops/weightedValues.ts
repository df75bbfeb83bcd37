import { kernelsFor } from '../kernels/arena'
import type { Floats } from '../tensor/tensor'
import { fastWeightedValues, fastWeightedValuesBackward } from './fastAttention'
import { firstKey, lastKey, type Sight } from './keysSeen'

/**
 * z[t,h] = sum over the keys s that t sees of pattern[h,t,s] v[s,g], g being the value head that serves h.
 * z[rows,NH,HS], v[slots,NKV,HS], pattern[NH,rows,keys]. Returns its multiply-adds.
 */
export function weightedValuesForward(
  z: Floats,
  pattern: Floats,
  v: Floats,
  sight: Sight,
  from: number,
  to: number,
  NH: number,
  NKV: number,
  HS: number,
): number {
  const kernels = kernelsFor(z, pattern)
  const fast = kernels && fastWeightedValues(kernels, z, pattern, v, sight, from, to, NH, NKV, HS)
  if (fast !== undefined) return fast
  const { rows, keys, slots } = sight
  let macs = 0
  for (let h = 0; h < NH; h++) {
    const g = Math.floor((h * NKV) / NH)
    for (let t = from; t < to; t++) {
      const zi = (t * NH + h) * HS
      z.fill(0, zi, zi + HS)
      for (let s = firstKey(sight, t); s <= lastKey(sight, t); s++) {
        const slot = slots ? (slots[s] as number) : s
        if (slot < 0) continue
        const p = pattern[(h * rows + t) * keys + s] as number
        const vi = (slot * NKV + g) * HS
        for (let i = 0; i < HS; i++) z[zi + i] = (z[zi + i] as number) + p * (v[vi + i] as number)
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
  sight: Sight,
  from: number,
  to: number,
  NH: number,
  NKV: number,
  HS: number,
): void {
  const kernels = kernelsFor(dpattern, dv, dz, pattern, v)
  if (kernels) {
    fastWeightedValuesBackward(kernels, dpattern, dv, dz, pattern, v, sight, from, to, NH, NKV, HS)
    return
  }
  const { rows, keys } = sight
  for (let h = 0; h < NH; h++) {
    const g = Math.floor((h * NKV) / NH)
    for (let t = from; t < to; t++) {
      const zi = (t * NH + h) * HS
      for (let s = firstKey(sight, t); s <= lastKey(sight, t); s++) {
        const cell = (h * rows + t) * keys + s
        const p = pattern[cell] as number
        const vi = (s * NKV + g) * HS
        let dot = 0
        for (let i = 0; i < HS; i++) {
          const d = dz[zi + i] as number
          dot += d * (v[vi + i] as number)
          dv[vi + i] = (dv[vi + i] as number) + p * d
        }
        dpattern[cell] = (dpattern[cell] as number) + dot
      }
    }
  }
}
