import { kernelsFor } from '../kernels/arena'
import type { Floats } from '../tensor/tensor'

/** out = a + b. All [T,C]. */
export function residualForward(out: Floats, a: Floats, b: Floats, from: number, to: number, C: number): void {
  const kernels = kernelsFor(out, a, b)
  const at = 4 * from * C
  if (kernels) kernels.addScaled(out.byteOffset + at, a.byteOffset + at, b.byteOffset + at, 1, (to - from) * C)
  else for (let i = from * C; i < to * C; i++) out[i] = a[i]! + b[i]!
}

/** Forward: out = a + b. So da += dout and db += dout. */
export function residualBackward(da: Floats, db: Floats, dout: Floats, from: number, to: number, C: number): void {
  copyBackward(da, dout, from, to, C)
  copyBackward(db, dout, from, to, C)
}

/** out = x. Both [T,C]. */
export function copyForward(out: Floats, x: Floats, from: number, to: number, C: number): void {
  out.set(x.subarray(from * C, to * C), from * C)
}

/** Forward: out = x. So dx += dout. */
export function copyBackward(dx: Floats, dout: Floats, from: number, to: number, C: number): void {
  residualForward(dx, dx, dout, from, to, C)
}
