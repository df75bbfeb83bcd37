/** A seeded stream of random numbers: the same seed gives the same numbers, wherever `Math.log` and `Math.cos` agree. */
export interface Random {
  /** At least 0 and below 1, with 32 random bits. */
  uniform(): number
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number
  /** A whole number from 0 to `n - 1`. */
  int(n: number): number
}

/**
 * Mulberry32 (Tommy Ettinger's 32-bit generator, public domain), started by a whole-number `seed`;
 * normals by the Box-Muller transform.
 */
export function createRandom(seed: number): Random {
  let state = seed | 0
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let x = Math.imul(state ^ (state >>> 15), state | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    uniform,
    // 1 - uniform() is above 0, so that its logarithm is finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    int: (n) => Math.floor(uniform() * n),
  }
}
