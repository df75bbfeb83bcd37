/**
 * What assembly/index.ts exports. Addresses are bytes in the arena's memory, which is what a view's `byteOffset` is; all
 * else is counted in numbers. What each computes is said at its source in assembly/.
 */
export interface Kernels {
  addProducts(
    out: number,
    outStep: number,
    a: number,
    rowStep: number,
    kStep: number,
    B: number,
    bStep: number,
    from: number,
    to: number,
    k0: number,
    k1: number,
    lo: number,
    hi: number,
    O: number,
    scale: number,
  ): void
  addDots(
    out: number,
    outStep: number,
    A: number,
    aStep: number,
    B: number,
    bStep: number,
    from: number,
    to: number,
    n0: number,
    n1: number,
    lo: number,
    hi: number,
    K: number,
    scale: number,
  ): void
  gelu(out: number, x: number, n: number): void
  geluBackward(dx: number, dout: number, x: number, n: number): void
  swiglu(out: number, gate: number, up: number, n: number): void
  swigluBackward(dgate: number, dup: number, dout: number, gate: number, up: number, n: number): void
  normRows(
    out: number,
    x: number,
    w: number,
    b: number,
    from: number,
    to: number,
    C: number,
    eps: number,
    centred: boolean,
  ): void
  normRowsBackward(
    dx: number,
    dw: number,
    db: number,
    dout: number,
    x: number,
    w: number,
    from: number,
    to: number,
    C: number,
    eps: number,
    centred: boolean,
  ): void
  addScaled(out: number, a: number, b: number, scale: number, n: number): void
  fillRows(out: number, row: number, from: number, to: number, n: number): void
  addRows(out: number, x: number, from: number, to: number, n: number): void
  maskRows(out: number, width: number, from: number, to: number, limit: number, lo: number, hi: number): void
  maxOf(x: number, n: number): number
  sumOfExp(x: number, n: number, most: number): number
  softmaxRows(
    out: number,
    x: number,
    width: number,
    from: number,
    to: number,
    limit: number,
    lo: number,
    hi: number,
  ): void
  softmaxRowsBackward(
    dx: number,
    dp: number,
    p: number,
    width: number,
    from: number,
    to: number,
    limit: number,
    lo: number,
    hi: number,
  ): void
}

/** Further than any row or column: a band of all. */
export const ALL = 2 ** 29
