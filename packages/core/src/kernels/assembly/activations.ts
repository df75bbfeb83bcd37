import { logistic } from './exp'
import { at, loadFour, storeFour } from './memory'

const TWICE_ROOT: f32 = 1.5957691216057308
const CUBIC: f32 = 0.044715

/** The logistic function of 2u, which is (1 + tanh(u)) / 2, with u = sqrt(2/pi) (x + 0.044715 x^3). */
@inline
function share(x: v128, square: v128): v128 {
  const cubic = f32x4.add(f32x4.splat(1), f32x4.mul(f32x4.splat(CUBIC), square))
  return logistic(f32x4.mul(f32x4.mul(f32x4.splat(TWICE_ROOT), x), cubic))
}

/** out = x/2 * (1 + tanh(u)) = x * s, s being the logistic function of 2u. Over n numbers. */
export function gelu(out: usize, x: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const a = loadFour(at(x, i), n - i, 0)
    storeFour(at(out, i), f32x4.mul(a, share(a, f32x4.mul(a, a))), n - i)
  }
}

/** Forward: out = x * s(2u). So dx += dout * (s + x s (1 - s) 2u'), with u' = sqrt(2/pi) (1 + 3 * 0.044715 x^2). */
export function geluBackward(dx: usize, dout: usize, x: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const a = loadFour(at(x, i), n - i, 0)
    const square = f32x4.mul(a, a)
    const s = share(a, square)
    const rise = f32x4.mul(
      f32x4.splat(TWICE_ROOT),
      f32x4.add(f32x4.splat(1), f32x4.mul(f32x4.splat(3 * CUBIC), square)),
    )
    const slope = f32x4.mul(f32x4.mul(a, s), f32x4.mul(f32x4.sub(f32x4.splat(1), s), rise))
    const d = f32x4.mul(loadFour(at(dout, i), n - i, 0), f32x4.add(s, slope))
    storeFour(at(dx, i), f32x4.add(loadFour(at(dx, i), n - i, 0), d), n - i)
  }
}

/** out = gate s(gate) * up, s being the logistic function. Over n numbers. */
export function swiglu(out: usize, gate: usize, up: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const a = loadFour(at(gate, i), n - i, 0)
    storeFour(at(out, i), f32x4.mul(f32x4.mul(a, logistic(a)), loadFour(at(up, i), n - i, 0)), n - i)
  }
}

/** Forward: out = a s(a) * up. So dup += dout * a s and dgate += dout * up * s * (1 + a (1 - s)). */
export function swigluBackward(dgate: usize, dup: usize, dout: usize, gate: usize, up: usize, n: i32): void {
  const one = f32x4.splat(1)
  for (let i = 0; i < n; i += 4) {
    const a = loadFour(at(gate, i), n - i, 0)
    const s = logistic(a)
    const d = loadFour(at(dout, i), n - i, 0)
    const dsilu = f32x4.mul(d, loadFour(at(up, i), n - i, 0))
    const slope = f32x4.mul(s, f32x4.add(one, f32x4.mul(a, f32x4.sub(one, s))))
    storeFour(at(dup, i), f32x4.add(loadFour(at(dup, i), n - i, 0), f32x4.mul(d, f32x4.mul(a, s))), n - i)
    storeFour(at(dgate, i), f32x4.add(loadFour(at(dgate, i), n - i, 0), f32x4.mul(dsilu, slope)), n - i)
  }
}
