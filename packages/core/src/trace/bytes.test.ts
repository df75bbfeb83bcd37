import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantised } from '../cache'
import { generate } from '../inference/generate'
import { runForward } from '../inference/runForward'
import { activationLayout } from '../model/activations'
import { resolveConfig } from '../model/config'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { livelyModel } from '../testing/naive'
import { runBackward } from '../training/runBackward'
import { traceBytes } from './bytes'

/** Bytes of all arrays anywhere in plain data, and of the memory that they are views of. */
function measure(data: unknown): { bytes: number; held: number } {
  let bytes = 0
  const buffers = new Set<ArrayBufferLike>()
  const visit = (value: unknown) => {
    if (ArrayBuffer.isView(value)) {
      bytes += value.byteLength
      buffers.add(value.buffer)
    } else if (value !== null && typeof value === 'object') for (const part of Object.values(value)) visit(part)
  }
  visit(data)
  return { bytes, held: [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0) }
}

const anyRun = anyConfig.chain((input) =>
  fc.record({
    input: fc.constant(input),
    ids: anyTokens(input.dVocab, 2, 6),
    maxNewTokens: fc.integer({ min: 1, max: 5 }),
    select: fc.option(fc.subarray([...activationLayout(resolveConfig(input), 1).byName.keys()]), { nil: undefined }),
    precision: fc.constantFrom('float32' as const, 'float64' as const),
    distributions: fc.boolean(),
    bits: fc.constantFrom(undefined, 8 as const, 4 as const),
  }),
)

describe('traceBytes', () => {
  it('is to the byte what the arrays of the trace take, and the trace holds no other memory', () => {
    fc.assert(
      fc.property(anyRun, ({ input, ids, maxNewTokens, select, precision, distributions, bits }) => {
        const model = livelyModel(input, precision)
        const exact = (trace: unknown, expected: number) =>
          expect(measure(trace)).toEqual({ bytes: expected, held: expected })
        exact(runForward(model, ids, { select }), traceBytes(input, { positions: ids.length, select, precision }))
        const backward = traceBytes(input, { kind: 'backward', positions: ids.length, precision })
        expect(measure(runBackward(model, ids)).bytes).toBe(backward)
        const options = { maxNewTokens, select, distributions, ...(bits && { cache: quantised({ bits }) }) }
        exact(
          generate(model, ids, options),
          traceBytes(input, {
            kind: 'generation',
            positions: ids.length + maxNewTokens - 1,
            select,
            precision,
            distributions: distributions ? maxNewTokens : 0,
            quantised: bits !== undefined,
          }),
        )
      }),
      { numRuns: 60 },
    )
  })

  it('says what a long run would take without allocating it', () => {
    const input = { nLayers: 96, nHeads: 96, dModel: 12288, nCtx: 2048, dVocab: 50257 }
    const all = traceBytes(input, { positions: 2048 })
    const patterns = traceBytes(input, { positions: 2048, select: ['blocks.*.attn.pattern'] })
    expect(patterns).toBe(96 * 96 * 2048 * 2048 * 4)
    expect(all).toBeGreaterThan(2 * patterns)
  })

  it('is at once for any number of layers', () => {
    const huge = { nLayers: 1e12, nHeads: 8, dModel: 64, nCtx: 128, dVocab: 1000 }
    const start = performance.now()
    for (const kind of ['forward', 'backward', 'generation'] as const) {
      const of = (nLayers: number) => traceBytes({ ...huge, nLayers }, { positions: 3, kind, quantised: true })
      expect(of(1e12)).toBe(of(1) + (1e12 - 1) * (of(2) - of(1)))
    }
    expect(performance.now() - start).toBeLessThan(50)
  })

  it.each([
    [{ positions: -1 }, 'bad-option', /positions .* got -1/],
    [{ positions: 2, kind: 'backward', select: ['logits'] }, 'bad-option', /leave select out/],
    [{ positions: 2, select: ['logit'] }, 'unknown-tensor', /"logit"/],
  ] as const)('refuses %j', (shape, code, message) => {
    expect(() => traceBytes({ nLayers: 1, nHeads: 1, dModel: 2, nCtx: 4, dVocab: 3 }, shape)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })
})
