/**
 * How fast this machine multiplies and adds in 128-bit WebAssembly at the very most: chains `a = a * m + c` of four
 * floats, with no memory in the loop, and as many chains side by side as keep the multiplier and the adder busy.
 * A matrix product does two operations for each pair, as a chain does, so its share of this limit is how good it is.
 *
 * The module is put together here, byte by byte, so that what runs is what is written (WebAssembly has no fused
 * multiply-add without relaxed SIMD; nor have the kernels and the peers).
 */
const I32 = 0x7f
const V128 = 0x7b
/** Enough to hide the latency of a multiplication and an addition (4 cycles each, two of them begun at each cycle), few enough to stay in 16 registers. */
const CHAINS = 12

const leb = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...leb(n >> 7)])
const vector = (items) => [...leb(items.length), ...items.flat()]
const section = (id, content) => [id, ...leb(content.length), ...content]
const simd = (opcode) => [0xfd, ...leb(opcode)]
const local = { get: (i) => [0x20, ...leb(i)], set: (i) => [0x21, ...leb(i)] }
const f32 = (value) => [0x43, ...new Uint8Array(new Float32Array([value]).buffer)]
const splat = simd(0x13)
const mul = simd(0xe6)
const add = simd(0xe4)
const lane0 = [...simd(0x1f), 0]

/** (rounds: i32) -> f32: the sum of all chains, so that none can be left out. */
function limitModule() {
  const [rounds, m, c, first] = [0, 1, 2, 3]
  const chains = Array.from({ length: CHAINS }, (_, i) => first + i)
  const body = [
    ...[...f32(0.999), ...splat, ...local.set(m), ...f32(0.001), ...splat, ...local.set(c)],
    ...chains.flatMap((chain, i) => [...f32(1 + i), ...splat, ...local.set(chain)]),
    ...[0x03, 0x40], // loop
    ...chains.flatMap((chain) => [
      ...local.get(chain),
      ...local.get(m),
      ...mul,
      ...local.get(c),
      ...add,
      ...local.set(chain),
    ]),
    ...[...local.get(rounds), 0x41, 1, 0x6b, 0x22, rounds, 0x0d, 0, 0x0b], // rounds -= 1; again while not 0; end
    ...local.get(first),
    ...chains.slice(1).flatMap((chain) => [...local.get(chain), ...add]),
    ...lane0,
    0x0b,
  ]
  const code = [...vector([[...leb(CHAINS + 2), V128]]), ...body]
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // "\0asm", version 1
    ...section(1, vector([[0x60, 1, I32, 1, 0x7d]])), // the type (i32) -> f32
    ...section(3, vector([[0]])), // one function, of that type
    ...section(7, vector([[1, 0x66, 0x00, 0]])), // exported as "f"
    ...section(10, vector([[...leb(code.length), ...code]])),
  ])
}

const ROUNDS = 200_000

/** A function that runs the chains, and the floating-point operations that one call of it does. */
export function createLimit() {
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(limitModule())).exports
  const sum = f(100_000)
  // Every chain ends where a = 0.999 a + 0.001 stands still, at 1.
  if (Math.abs(sum - CHAINS) > 0.01) throw new Error(`The chains should sum to ${CHAINS}; they sum to ${sum}.`)
  return { run: () => f(ROUNDS), flops: ROUNDS * CHAINS * 4 * 2 }
}
