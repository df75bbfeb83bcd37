/**
 * Constants, in memory: an engine puts a vector's constant together anew at each use, which takes longer than reading it.
 * The first three are 1 / ln 2, and ln 2 in two parts; the others are of the polynomial.
 */
const LOG2E: i32 = 0
const LN2_HIGH: i32 = 1
const LN2_LOW: i32 = 2
const P0: i32 = 3
const P1: i32 = 4
const P2: i32 = 5
const P3: i32 = 6
const P4: i32 = 7
const P5: i32 = 8
const ONE: i32 = 9
const MOST: i32 = 10
const LEAST: i32 = 11
/** 1.5 * 2^23: added to a small number, it leaves the nearest whole one in the sum's last bits. */
const ROUND: i32 = 12
/** The bits of 1 are those of its exponent, 127. */
const TABLE = memory.data<f32>(
  [
    1.44269504, 0.693359375, -2.1219444e-4, 1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2,
    1.6666665459e-1, 5.0000001201e-1, 1, 87, -88, 12582912,
  ],
  16,
)

@inline
function constant(i: i32): v128 {
  return v128.load_splat<f32>(TABLE + (<usize>i << 2))
}

/**
 * exp of four numbers, to about 1e-7 of each: 2^n exp(r), n being x / ln 2 to the nearest whole number and r what is left,
 * whose exponential is a polynomial (Moshier's Cephes library, expf). Below about -87.7 it is 0; from 87 on it stays, so that one over it is no denormal number, with which processors are slow.
 */
@inline
export function expOf(x: v128): v128 {
  // Of a NaN, these two keep the NaN.
  const clamped = f32x4.pmax(f32x4.pmin(x, constant(MOST)), constant(LEAST))
  const rounded = f32x4.add(f32x4.mul(clamped, constant(LOG2E)), constant(ROUND))
  const n = f32x4.sub(rounded, constant(ROUND))
  let r = f32x4.sub(clamped, f32x4.mul(n, constant(LN2_HIGH)))
  r = f32x4.sub(r, f32x4.mul(n, constant(LN2_LOW)))
  let p = f32x4.add(f32x4.mul(constant(P0), r), constant(P1))
  p = f32x4.add(f32x4.mul(p, r), constant(P2))
  p = f32x4.add(f32x4.mul(p, r), constant(P3))
  p = f32x4.add(f32x4.mul(p, r), constant(P4))
  p = f32x4.add(f32x4.mul(p, r), constant(P5))
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), constant(ONE))
  // The bits of 2^n: to those of 1, n is added in the exponent's place. For n = -127 they are those of 0.
  return f32x4.mul(p, i32x4.add(i32x4.shl(rounded, 23), constant(ONE)))
}

/** 1 / (1 + exp(-x)). */
@inline
export function logistic(x: v128): v128 {
  return f32x4.div(constant(ONE), f32x4.add(constant(ONE), expOf(f32x4.neg(x))))
}
