import type { Floats } from '../tensor/tensor'

/** z[t,h] = sum over keys s <= t of pattern[h,t,s] v[s,h]. z, v [T,NH,HS]; pattern[NH,T,T]. Returns its multiply-adds. */
export function weightedValuesForward(
  z: Floats,
  pattern: Floats,
  v: Floats,
  from: number,
  to: number,
  T: number,
  NH: number,
  HS: number,
): number {
  let macs = 0
  for (let h = 0; h < NH; h++)
    for (let t = from; t < to; t++) {
      const zi = (t * NH + h) * HS
      z.fill(0, zi, zi + HS)
      for (let s = 0; s <= t; s++) {
        const p = pattern[(h * T + t) * T + s] as number
        const vi = (s * NH + h) * HS
        for (let i = 0; i < HS; i++) z[zi + i] = (z[zi + i] as number) + p * (v[vi + i] as number)
        macs += HS
      }
    }
  return macs
}

/** Forward: z = sum of p * v. So dpattern += dz . v and dv += p * dz, over keys s <= t. */
export function weightedValuesBackward(
  dpattern: Floats,
  dv: Floats,
  dz: Floats,
  pattern: Floats,
  v: Floats,
  from: number,
  to: number,
  T: number,
  NH: number,
  HS: number,
): void {
  for (let h = 0; h < NH; h++)
    for (let t = from; t < to; t++) {
      const zi = (t * NH + h) * HS
      for (let s = 0; s <= t; s++) {
        const cell = (h * T + t) * T + s
        const p = pattern[cell] as number
        const vi = (s * NH + h) * HS
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
