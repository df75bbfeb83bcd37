import { kernelsFor } from '../kernels/arena'
import { matrix, transposed } from '../tensor/matrix'
import type { Floats } from '../tensor/tensor'
import { addDots, addProducts } from './products'

/** out[t] = x[t] W + b. out[T,O], x[T,I], W[I,O], b[O]. Returns its multiply-adds. */
export function linearForward(
  out: Floats,
  x: Floats,
  W: Floats,
  b: Floats | undefined,
  from: number,
  to: number,
  I: number,
  O: number,
): number {
  const kernels = kernelsFor(out, b)
  if (kernels) kernels.fillRows(out.byteOffset, b?.byteOffset ?? 0, from, to, O)
  else if (b) for (let t = from; t < to; t++) out.set(b, t * O)
  else out.fill(0, from * O, to * O)
  return addProducts(matrix(out, O), matrix(x, I), matrix(W, O), from, to, I, O)
}

/** Forward: out = x W + b. So dx += dout W^T, dW += x^T dout, db += sum over t of dout. */
export function linearBackward(
  dx: Floats,
  dW: Floats,
  db: Floats | undefined,
  dout: Floats,
  x: Floats,
  W: Floats,
  from: number,
  to: number,
  I: number,
  O: number,
): void {
  addDots(matrix(dx, I), matrix(dout, O), matrix(W, O), from, to, O, I)
  const rows = to - from
  addProducts(matrix(dW, O), transposed(matrix(x, I, from * I)), matrix(dout, O, from * O), 0, I, rows, O)
  if (!db) return
  const kernels = kernelsFor(db, dout)
  if (kernels) kernels.addRows(db.byteOffset, dout.byteOffset, from, to, O)
  else for (let r = from; r < to; r++) for (let o = 0; o < O; o++) db[o]! += dout[r * O + o]!
}
