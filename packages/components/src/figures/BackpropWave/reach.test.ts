import { createModel, runBackward } from '@glassformer/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normsOf } from './data'
import { columnsRun, contribution, lastArrived, reachOf } from './reach'

const run = fc
  .record({
    seed: fc.nat(1000),
    nLayers: fc.integer({ min: 1, max: 3 }),
    nKVHeads: fc.integer({ min: 1, max: 2 }),
    served: fc.integer({ min: 1, max: 3 }),
    dHead: fc.constantFrom(2, 4),
    positions: fc.constantFrom('learned' as const, 'rotary' as const),
    attentionWindow: fc.integer({ min: 1, max: 12 }),
    tokens: fc.array(fc.nat(6), { minLength: 2, maxLength: 9 }),
  })
  .map(({ seed, tokens, served, ...shape }) => {
    const { nLayers, nKVHeads, dHead } = shape
    const config = { ...shape, nHeads: nKVHeads * served, dModel: 8, nCtx: 12, dVocab: 7 }
    const model = createModel(config, { seed, precision: 'float64' })
    return { trace: runBackward(model, tokens), nLayers, T: tokens.length, size: nKVHeads * dHead }
  })

describe('what each query sends to each key', () => {
  it('sums to the gradient of keys and values', () => {
    fc.assert(
      fc.property(run, ({ trace, nLayers, T, size }) => {
        for (let l = 0; l < nLayers; l++)
          for (let s = 0; s < T; s++) {
            const k = new Float64Array(size)
            const v = new Float64Array(size)
            for (let t = 0; t < T; t++) {
              const part = contribution(trace, l, t, s)
              for (let i = 0; i < size; i++) {
                k[i] = (k[i] as number) + (part.k[i] as number)
                v[i] = (v[i] as number) + (part.v[i] as number)
              }
            }
            const grad = (name: string) => trace.grads[`blocks.${l}.attn.${name}`]?.data.slice(s * size, (s + 1) * size)
            const at = (name: 'k' | 'v') => (grad(`rot_${name}`) ?? grad(name)) as Float64Array
            for (let i = 0; i < size; i++) {
              expect(k[i]).toBeCloseTo(at('k')[i] as number, 12)
              expect(v[i]).toBeCloseTo(at('v')[i] as number, 12)
            }
          }
      }),
      { numRuns: 25 },
    )
  })

  it('has the norms that the rails are lit by, and nothing comes from a query to a later key', () => {
    fc.assert(
      fc.property(run, ({ trace, T }) => {
        const reach = reachOf(trace, 0)
        for (let t = 0; t < T; t++)
          for (let s = 0; s < T; s++) {
            const { k, v } = contribution(trace, 0, t, s)
            const at = t * T + s
            expect(reach.sentK[at]).toBeCloseTo(Math.hypot(...k), 12)
            expect(reach.sentV[at]).toBeCloseTo(Math.hypot(...v), 12)
            expect(reach.sent[at]).toBeCloseTo(Math.hypot(...k, ...v), 12)
            if (s > t) expect(reach.sent[at]).toBe(0)
          }
      }),
      { numRuns: 25 },
    )
  })

  it('has arrived in full when the last query has sent', () => {
    fc.assert(
      fc.property(run, ({ trace, nLayers, T }) => {
        const l = nLayers - 1
        const reach = reachOf(trace, l)
        const k = normsOf(trace.grad(`blocks.${l}.attn.k`))
        const v = normsOf(trace.grad(`blocks.${l}.attn.v`))
        for (let s = 0; s < T; s++) {
          const at = lastArrived(s, 1, T) * T + s
          expect(reach.arrivedK[at]).toBeCloseTo(k[s] as number, 12)
          expect(reach.arrivedV[at]).toBeCloseTo(v[s] as number, 12)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('covers a stretch of rail with all that crosses it', () => {
    fc.assert(
      fc.property(run, ({ trace, T }) => {
        const reach = reachOf(trace, 0)
        for (let i = 0; i < T; i++) {
          let crossing = 0
          for (let t = 0; t < T; t++)
            for (let s = 0; s < T; s++) if (s <= i && i < t) crossing += reach.sent[t * T + s] as number
          expect(reach.rail[i]).toBeCloseTo(crossing, 12)
        }
      }),
      { numRuns: 25 },
    )
  })
})

describe('the run along the rail', () => {
  it('starts with a query’s own key and ends with the farthest', () => {
    expect(columnsRun(0, 5)).toBe(0)
    expect(columnsRun(1, 5)).toBe(4)
    expect(lastArrived(1, 0, 5)).toBe(1)
    expect(lastArrived(0, 0.5, 5)).toBe(2)
    expect(lastArrived(0, 1, 5)).toBe(4)
    expect(lastArrived(3, 1, 5)).toBe(4)
    expect(lastArrived(0, 1, 1)).toBe(0)
  })
})
