import type { Floats } from '../tensor/tensor'
import { layernormBackward, layernormForward } from './layernorm'
import { rmsnormBackward, rmsnormForward } from './rmsnorm'

/** As a config names them. */
type Norm = 'layernorm' | 'rmsnorm'

/** The norm that a config names. A bias is LayerNorm's alone. */
export function normForward(
  kind: Norm,
  out: Floats,
  x: Floats,
  w: Floats,
  b: Floats | undefined,
  from: number,
  to: number,
  C: number,
  eps: number,
): void {
  if (kind === 'rmsnorm') rmsnormForward(out, x, w, from, to, C, eps)
  else layernormForward(out, x, w, b, from, to, C, eps)
}

/** Forward: either of the norms; see there. */
export function normBackward(
  kind: Norm,
  dx: Floats,
  dw: Floats,
  db: Floats | undefined,
  dout: Floats,
  x: Floats,
  w: Floats,
  from: number,
  to: number,
  C: number,
  eps: number,
): void {
  if (kind === 'rmsnorm') rmsnormBackward(dx, dw, dout, x, w, from, to, C, eps)
  else layernormBackward(dx, dw, db, dout, x, w, from, to, C, eps)
}
