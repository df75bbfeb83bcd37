import type { Floats } from '../tensor/tensor'

/** Cosine and sine of the angle by which each pair of a head is turned at each position; both [positions, HS / 2]. */
export interface Rotation {
  readonly cos: Floats
  readonly sin: Floats
}

/**
 * Pair i of a head at position p is turned by p * base^(-2i / HS). Su et al., 2021, https://arxiv.org/abs/2104.09864;
 * a pair is elements i and i + HS / 2, as in Hugging Face's Llama.
 */
export function rotationOf(positions: number, HS: number, base: number): Rotation {
  const pairs = HS / 2
  const cos = new Float64Array(positions * pairs)
  const sin = new Float64Array(positions * pairs)
  for (let i = 0; i < pairs; i++) {
    const speed = base ** ((-2 * i) / HS)
    for (let p = 0; p < positions; p++) {
      cos[p * pairs + i] = Math.cos(p * speed)
      sin[p * pairs + i] = Math.sin(p * speed)
    }
  }
  return { cos, sin }
}

/** out[t,h] = x[t,h], its pairs turned by the angles of the position `at(t)`. out, x [T,NH,HS]. */
export function rotaryForward(
  out: Floats,
  x: Floats,
  { cos, sin }: Rotation,
  at: (row: number) => number,
  from: number,
  to: number,
  NH: number,
  HS: number,
): void {
  const half = HS / 2
  for (let t = from; t < to; t++) {
    const angles = at(t) * half
    for (let h = 0; h < NH; h++)
      for (let i = 0; i < half; i++) {
        const c = cos[angles + i]!
        const s = sin[angles + i]!
        const j = (t * NH + h) * HS + i
        const a = x[j]!
        const b = x[j + half]!
        out[j] = a * c - b * s
        out[j + half] = b * c + a * s
      }
  }
}

/** Forward: a turn, (a, b) -> (a c - b s, b c + a s). So the gradient is turned back: da += dout_a c + dout_b s, db += dout_b c - dout_a s. */
export function rotaryBackward(
  dx: Floats,
  dout: Floats,
  { cos, sin }: Rotation,
  from: number,
  to: number,
  NH: number,
  HS: number,
): void {
  const half = HS / 2
  for (let t = from; t < to; t++)
    for (let h = 0; h < NH; h++)
      for (let i = 0; i < half; i++) {
        const c = cos[t * half + i]!
        const s = sin[t * half + i]!
        const j = (t * NH + h) * HS + i
        const da = dout[j]!
        const db = dout[j + half]!
        dx[j] = dx[j]! + da * c + db * s
        dx[j + half] = dx[j + half]! + db * c - da * s
      }
}
