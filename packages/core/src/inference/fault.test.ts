import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createModel } from '../model/model'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { livelyModel, naiveLoss } from '../testing/naive'
import { generate } from './generate'
import { runForward } from './runForward'

const anyRun = anyConfig.chain((config) =>
  fc.record({ config: fc.constant(config), seed: fc.nat(1e6), ids: anyTokens(config.dVocab, 1, 7) }),
)
const model = livelyModel({ nLayers: 2, nHeads: 2, dModel: 8, nCtx: 9, dVocab: 7 })

function expectLogits(got: ArrayLike<number>, expected: readonly number[]): void {
  const far = expected.map((value, i) => Math.abs((got[i] as number) - value))
  expect(Math.max(...far)).toBeLessThan(1e-9)
}

describe('a fault', () => {
  it('is named in the trace, and absent without one', () => {
    expect(runForward(model, [1, 2], { fault: 'unscaled-scores' }).fault).toBe('unscaled-scores')
    expect(generate(model, [1, 2], { fault: 'stale-position' }).fault).toBe('stale-position')
    expect(generate(model, [1, 2])).not.toHaveProperty('fault')
  })

  it('of scores that are not scaled multiplies them by sqrt(d_head), and the rest follows', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, ids }) => {
        const any = livelyModel(config, 'float64', seed)
        let logits: readonly number[] = []
        naiveLoss(
          any,
          ids,
          ids.map(() => -1),
          (name, values) => {
            if (name === 'logits') logits = values
            return name.endsWith('scores') ? values.map((score) => score * Math.sqrt(any.config.dHead)) : values
          },
        )
        expectLogits(runForward(any, ids, { fault: 'unscaled-scores' }).tensor('logits').data, logits)
      }),
      { numRuns: 50 },
    )
  })

  it('of the mask lets every query of a pass see its later tokens', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, ids }) => {
        const any = livelyModel({ ...config, attentionWindow: config.nCtx }, 'float64', seed)
        const { nHeads, nKVHeads, dHead, positions } = any.config
        const T = ids.length
        const rows = new Map<string, readonly number[]>()
        const kind = positions === 'rotary' ? 'rot_' : ''
        let logits: readonly number[] = []
        naiveLoss(
          any,
          ids,
          ids.map(() => -1),
          (name, values) => {
            rows.set(name, values)
            if (name === 'logits') logits = values
            const layer = name.replace(/[^.]+$/, '')
            const at = (part: string, t: number, h: number, heads: number, i: number) =>
              rows.get(layer + part)?.[(t * heads + h) * dHead + i] as number
            const range = (n: number) => Array.from({ length: n }, (_, i) => i)
            const sum = (terms: readonly number[]) => terms.reduce((x, y) => x + y, 0)
            const group = (h: number) => Math.floor((h * nKVHeads) / nHeads)
            if (name.endsWith('attn.z')) {
              const pattern = rows.get(`${layer}pattern`) as readonly number[]
              return values.map((_, i) => {
                const [t, h, d] = [Math.floor(i / dHead / nHeads), Math.floor(i / dHead) % nHeads, i % dHead]
                return sum(
                  range(T).map((s) => (pattern[(h * T + t) * T + s] as number) * at('v', s, group(h), nKVHeads, d)),
                )
              })
            }
            if (!name.endsWith('scores')) return values
            return values.map((_, cell) => {
              const [h, t, s] = [Math.floor(cell / T / T), Math.floor(cell / T) % T, cell % T]
              const terms = range(dHead).map(
                (i) => at(`${kind}q`, t, h, nHeads, i) * at(`${kind}k`, s, group(h), nKVHeads, i),
              )
              return sum(terms) / Math.sqrt(dHead)
            })
          },
        )
        expectLogits(runForward(any, ids, { fault: 'no-causal-mask' }).tensor('logits').data, logits)
      }),
      { numRuns: 50 },
    )
  })

  it('of the mask changes earlier rows when a later token changes; a sound model does not', () => {
    const first = (ids: number[], fault?: 'no-causal-mask') =>
      Array.from(runForward(model, ids, { fault }).tensor('logits').data.slice(0, 7))
    expect(first([1, 2, 3])).toEqual(first([1, 2, 4]))
    expect(first([1, 2, 3], 'no-causal-mask')).not.toEqual(first([1, 2, 4], 'no-causal-mask'))
    const row = runForward(model, [1, 2, 3], { fault: 'no-causal-mask' }).tensor('blocks.0.attn.pattern').data
    expect(row[0] as number).toBeLessThan(1)
    expect((row[0] as number) + (row[1] as number) + (row[2] as number)).toBeCloseTo(1, 12)
  })

  it('of the mask is the same whatever the passes asked for, and shows in a prefill alone', () => {
    const options = { maxNewTokens: 3, fault: 'no-causal-mask' } as const
    const trace = generate(model, [1, 2, 3], options)
    expect(generate(model, [1, 2, 3], { ...options, prefillChunk: 1 })).toEqual(trace)
    const { data } = trace.tensor('blocks.1.attn.pattern')
    expect(Array.from(data.slice(0, 5)).map((p) => p > 0)).toEqual([true, true, true, false, false])
    expect(runForward(model, [1, 2, 3], { fault: 'no-causal-mask', select: ['logits'] }).tensor('logits').data).toEqual(
      runForward(model, [1, 2, 3], { fault: 'no-causal-mask' }).tensor('logits').data,
    )
  })

  it('of the mask leaves each row as its own step computed it, with a cache and without', () => {
    for (const cache of ['full', 'none'] as const) {
      const trace = generate(model, [1, 2, 3], { maxNewTokens: 4, fault: 'no-causal-mask', cache })
      const logits = trace.tensor('logits').data
      for (const { to, sampling } of trace.steps)
        expect(logits.subarray((to - 1) * 7, to * 7)).toEqual(sampling?.logits)
      const prefill = runForward(model, [1, 2, 3], { fault: 'no-causal-mask' }).tensor('logits').data
      expect(logits.subarray(0, 3 * 7)).toEqual(prefill)
    }
  })

  it.each(['learned', 'sinusoidal', 'rotary', 'none'] as const)(
    'of a counter that stands still tells decoded tokens the place of the prompt’s last (%s positions)',
    (positions) => {
      const any = livelyModel({ ...model.config, positions }, 'float64')
      const prompt = [1, 2, 3]
      const options = { maxNewTokens: 4, sampler: { pick: () => 5 } } as const
      const stale = generate(any, prompt, { ...options, fault: 'stale-position' })
      const sound = generate(any, prompt, options)
      expect(stale.tensor('logits').data.slice(0, 21)).toEqual(sound.tensor('logits').data.slice(0, 21))
      const decoded = (trace: typeof stale) => Array.from(trace.tensor('blocks.0.resid_pre').data.slice(24))
      if (positions === 'learned' || positions === 'sinusoidal') {
        const at = stale.tensor('pos_embed').data
        for (const t of [3, 4, 5]) expect(at.slice(t * 8, (t + 1) * 8)).toEqual(at.slice(16, 24))
        expect(decoded(stale)).not.toEqual(decoded(sound))
      } else if (positions === 'rotary') {
        // Keys of the same token are all turned by the same angle then.
        const k = stale.tensor('blocks.0.attn.rot_k').data
        expect(k.slice(3 * 8, 4 * 8)).toEqual(k.slice(5 * 8, 6 * 8))
        expect(sound.tensor('blocks.0.attn.rot_k').data.slice(3 * 8, 4 * 8)).not.toEqual(k.slice(5 * 8, 6 * 8))
      } else expect(stale.tensors).toEqual(sound.tensors)
    },
  )

  it('of a counter that stands still is the same with a cache and without', () => {
    const options = { maxNewTokens: 4, fault: 'stale-position', compare: true } as const
    for (const step of generate(model, [1, 2, 3], options).steps)
      expect(step.other?.maxLogitDifference).toBeLessThan(1e-12)
  })

  it('that does not exist, or cannot happen, is refused', () => {
    const tiny = createModel(model.config)
    const code = 'bad-option'
    const unknown = { fault: 'typo' as 'stale-position' }
    const message = expect.stringMatching(/fault must be one of no-causal-mask, .*; got "typo"/)
    expect(() => runForward(tiny, [1], unknown)).toThrow(expect.objectContaining({ code, message }))
    expect(() => generate(tiny, [1], unknown)).toThrow(expect.objectContaining({ code, message }))
    expect(() => runForward(tiny, [1], { fault: 'stale-position' })).toThrow(/use generate/)
  })
})
