import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeFloats, encodeFloats, type WrittenDtype } from './dtypes'

const half = (bits: number) => decodeFloats(new DataView(Uint16Array.of(bits).buffer), 'F16', 1)[0] as number
const brain = (bits: number) => decodeFloats(new DataView(Uint16Array.of(bits).buffer), 'BF16', 1)[0] as number

/** The bits that a value is written as; -1 if it is refused. */
function written(dtype: WrittenDtype, value: number): number {
  const view = new DataView(new ArrayBuffer(4))
  return encodeFloats(view, dtype, Float32Array.of(value)) === -1 ? view.getUint16(0, true) : -1
}

/** Every 16-bit number: the values of both types, and what is not finite. */
const ALL = Array.from({ length: 0x10000 }, (_, bits) => bits)

describe('16-bit floats', () => {
  it('are what IEEE 754 and bfloat16 say', () => {
    const cases = [
      [0x0000, 0],
      [0x0001, 2 ** -24],
      [0x03ff, 1023 * 2 ** -24],
      [0x0400, 2 ** -14],
      [0x3555, 0.333251953125],
      [0x3c00, 1],
      [0xc000, -2],
      [0x7bff, 65504],
      [0x7c00, Number.POSITIVE_INFINITY],
      [0xfc00, Number.NEGATIVE_INFINITY],
      [0x7e00, Number.NaN],
    ] as const
    for (const [bits, value] of cases) expect(half(bits)).toBe(value)
    expect(half(0x8000)).toBe(-0)
    expect([0x3f80, 0xc049, 0x7f80, 0x0001].map(brain)).toEqual([1, -3.140625, Number.POSITIVE_INFINITY, 2 ** -133])
  })

  it('are all read and written back to the bit, and refused if they are not finite', () => {
    const wrong = ALL.filter((bits) => {
      const finite = [(bits & 0x7c00) !== 0x7c00, (bits & 0x7f80) !== 0x7f80]
      return (
        written('F16', half(bits)) !== (finite[0] ? bits : -1) ||
        written('BF16', brain(bits)) !== (finite[1] ? bits : -1)
      )
    })
    expect(wrong).toEqual([])
  })

  it.each([
    ['F16', half, 0x7bff],
    ['BF16', brain, 0x7f7f],
  ] as const)('round to the nearest %s, halfway cases to the even one', (dtype, read, largest) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: largest - 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (bits, part) => {
          const [low, high] = [read(bits), read(bits + 1)]
          const middle = (low + high) / 2
          expect(written(dtype, middle)).toBe(bits % 2 ? bits + 1 : bits)
          const value = Math.fround(low + (high - low) * part)
          if (value !== middle) expect(written(dtype, value)).toBe(value < middle ? bits : bits + 1)
          if (value !== middle && value > 0)
            expect(written(dtype, -value)).toBe(0x8000 | (value < middle ? bits : bits + 1))
        },
      ),
    )
  })

  it('end at the largest: what would round to infinity is refused, and the place is told', () => {
    expect(written('F16', 65519)).toBe(0x7bff)
    expect(written('F16', 65520)).toBe(-1)
    const view = new DataView(new ArrayBuffer(16))
    expect(encodeFloats(view, 'F16', Float32Array.of(1, -1e5, 2))).toBe(1)
    expect(encodeFloats(view, 'BF16', Float32Array.of(1, 2, 3.4e38))).toBe(2)
    expect(encodeFloats(view, 'F32', Float32Array.of(1, 2, Number.NaN))).toBe(2)
    expect(encodeFloats(view, 'F32', Float64Array.of(1e300))).toBe(0)
  })
})

it('F32 and F64 are read as the platform reads them, wherever they lie', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true })), fc.nat(7), (values, shift) => {
      const bytes = new Uint8Array(shift + 8 * values.length)
      const view = new DataView(bytes.buffer, shift)
      for (const [i, value] of values.entries()) view.setFloat64(8 * i, value, true)
      expect(Array.from(decodeFloats(view, 'F64', values.length))).toEqual(values)
      for (const [i, value] of values.entries()) view.setFloat32(4 * i, value, true)
      expect(Array.from(decodeFloats(view, 'F32', values.length))).toEqual(values)
    }),
  )
})
