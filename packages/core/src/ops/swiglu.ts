import { kernelsFor } from '../kernels/arena'
import type { Floats } from '../tensor/tensor'

/** out = silu(gate) * up, with silu(a) = a / (1 + exp(-a)), element by element; all [T,H]. Shazeer, 2020, https://arxiv.org/abs/2002.05202 */
export function swigluForward(out: Floats, gate: Floats, up: Floats, from: number, to: number, H: number): void {
  const kernels = kernelsFor(out, gate, up)
  const at = 4 * from * H
  if (kernels) {
    kernels.swiglu(out.byteOffset + at, gate.byteOffset + at, up.byteOffset + at, (to - from) * H)
    return
  }
  for (let i = from * H; i < to * H; i++) {
    const a = gate[i]!
    out[i] = (a / (1 + Math.exp(-a))) * up[i]!
  }
}

/** Forward: out = a s(a) * up, s being the logistic function. So dup += dout * a s and dgate += dout * up * s * (1 + a (1 - s)). */
export function swigluBackward(
  dgate: Floats,
  dup: Floats,
  dout: Floats,
  gate: Floats,
  up: Floats,
  from: number,
  to: number,
  H: number,
): void {
  const kernels = kernelsFor(dgate, dup, dout, gate, up)
  if (kernels) {
    const at = (x: Floats) => x.byteOffset + 4 * from * H
    kernels.swigluBackward(at(dgate), at(dup), at(dout), at(gate), at(up), (to - from) * H)
    return
  }
  for (let i = from * H; i < to * H; i++) {
    const a = gate[i]!
    const s = 1 / (1 + Math.exp(-a))
    const d = dout[i]!
    dup[i]! += d * a * s
    dgate[i]! += d * up[i]! * s * (1 + a * (1 - s))
  }
}
