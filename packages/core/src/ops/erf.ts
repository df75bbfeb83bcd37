/**
 * The error function, to about 1e-15. Up to 3 by its series of positive terms, (2 / sqrt(pi)) exp(-x^2) times the sum of
 * 2^n x^(2n+1) / (1 * 3 * ... * (2n+1)); beyond by the continued fraction of 1 - erf.
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6 and 7.1.14.
 */
export function erf(x: number): number {
  const a = Math.abs(x)
  // 1 - erf(6) is 2e-17, less than half of the last bit of 1; NaN goes through the series.
  if (a > 6) return Math.sign(x)
  const peak = Math.exp(-a * a) / Math.sqrt(Math.PI)
  if (a > 3) {
    let f = a
    for (let n = 40; n > 0; n--) f = a + n / 2 / f
    return Math.sign(x) * (1 - peak / f)
  }
  let term = x
  let sum = x
  for (let n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
    term *= (2 * x * x) / n
    sum += term
  }
  return 2 * peak * sum
}
