import type { Floats } from '../tensor/tensor'

/**
 * scores[h,t,s] = q[t,h] . k[s,h] / sqrt(HS) for keys s <= t; later keys are masked: -Infinity, and not computed.
 * scores[NH,T,T], q[T,NH,HS], k[T,NH,HS]. Returns its multiply-adds.
 */
export function scoresForward(
  scores: Floats,
  q: Floats,
  k: Floats,
  from: number,
  to: number,
  T: number,
  NH: number,
  HS: number,
): number {
  const scale = 1 / Math.sqrt(HS)
  let macs = 0
  for (let h = 0; h < NH; h++)
    for (let t = from; t < to; t++) {
      const row = (h * T + t) * T
      const qi = (t * NH + h) * HS
      for (let s = 0; s <= t; s++) {
        const ki = (s * NH + h) * HS
        let dot = 0
        for (let i = 0; i < HS; i++) dot += (q[qi + i] as number) * (k[ki + i] as number)
        scores[row + s] = dot * scale
        macs += HS
      }
      for (let s = t + 1; s < T; s++) scores[row + s] = -Infinity
    }
  return macs
}

/** Forward: scores = scale * q . k. So dq += scale * dscores * k and dk += scale * dscores * q, over keys s <= t. */
export function scoresBackward(
  dq: Floats,
  dk: Floats,
  dscores: Floats,
  q: Floats,
  k: Floats,
  from: number,
  to: number,
  T: number,
  NH: number,
  HS: number,
): void {
  const scale = 1 / Math.sqrt(HS)
  for (let h = 0; h < NH; h++)
    for (let t = from; t < to; t++) {
      const qi = (t * NH + h) * HS
      for (let s = 0; s <= t; s++) {
        const ki = (s * NH + h) * HS
        const d = scale * (dscores[(h * T + t) * T + s] as number)
        for (let i = 0; i < HS; i++) {
          dq[qi + i] = (dq[qi + i] as number) + d * (k[ki + i] as number)
          dk[ki + i] = (dk[ki + i] as number) + d * (q[qi + i] as number)
        }
      }
    }
}
