import type { Floats } from '../tensor/tensor'

/** out = max(x, 0), element by element; both [T,H]. */
export function reluForward(out: Floats, x: Floats, from: number, to: number, H: number): void {
  for (let i = from * H; i < to * H; i++) out[i] = Math.max(0, x[i]!)
}

/** Forward: out = max(x, 0). So dx += dout where x > 0. */
export function reluBackward(dx: Floats, dout: Floats, x: Floats, from: number, to: number, H: number): void {
  for (let i = from * H; i < to * H; i++) if (x[i]! > 0) dx[i]! += dout[i]!
}
