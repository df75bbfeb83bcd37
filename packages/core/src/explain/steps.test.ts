import { describe, expect, it } from 'vitest'
import { quantised } from '../cache'
import { generate } from '../inference/generate'
import { runForward } from '../inference/runForward'
import { createRandom } from '../tensor/random'
import { anyIndex, tensorsOf } from '../testing/cells'
import { livelyModel } from '../testing/naive'
import { SETTINGS } from '../testing/settings'
import { runBackward } from '../training/runBackward'
import { type Between, type Explanation, explain, type StepName } from './index'

const TOKENS = [3, 1, 2, 0, 1]
const model = livelyModel(SETTINGS[0]![1], 'float32')
const llama = livelyModel(SETTINGS[3]![1], 'float32')

/** The steps by name: the values, and what they were made of. Of those that come more than once, the last. */
function stepsOf({ steps }: Explanation) {
  const step = (name: StepName) => steps.findLast((one) => one.name === name)
  return {
    at: (name: StepName) => step(name)?.value ?? Number.NaN,
    of: (name: StepName) => (step(name)?.of ?? []).map(({ value }) => value),
    all: (name: StepName) => steps.filter((one) => one.name === name),
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('the numbers between', () => {
  it('are a dot product, and its scale', () => {
    const score = explain(runForward(model, TOKENS), 'blocks.1.attn.scores', [1, 3, 2])
    const { at } = stepsOf(score)
    const products = score.terms.map(({ factors: [q, k] }) => (q?.value ?? 0) * (k?.value ?? 0))
    expect(at('dot')).toBeCloseTo(mean(products) * products.length, 12)
    expect(at('scale')).toBe(1 / Math.sqrt(model.config.dHead))
    expect(at('dot') * at('scale')).toBeCloseTo(score.value, 5)
  })

  it('are mean and deviation of a norm, each of the whole row', () => {
    const one = explain(runForward(model, TOKENS), 'blocks.1.ln1.normalized', [2, 3])
    const { at, of } = stepsOf(one)
    expect(of('mean')).toHaveLength(6)
    expect(of('variance')).toEqual(of('mean'))
    expect(at('mean')).toBeCloseTo(mean(of('mean')), 12)
    expect(at('variance')).toBeCloseTo(mean(of('mean').map((x) => (x - at('mean')) ** 2)), 12)
    expect(at('deviation')).toBeCloseTo(Math.sqrt(at('variance') + 1e-5), 12)
    expect(at('reciprocal')).toBe(1 / at('deviation'))
    expect(of('centred')).toEqual([of('mean')[3]])
    expect(at('centred')).toBe((of('mean')[3] ?? 0) - at('mean'))
    const rms = stepsOf(explain(runForward(llama, TOKENS), 'ln_final.normalized', [2, 3]))
    expect(rms.at('meanSquare')).toBeCloseTo(mean(rms.of('meanSquare').map((x) => x * x)), 12)
    expect(rms.all('mean')).toEqual([])
  })

  it('are the largest score, the exponentials, and their sum', () => {
    const trace = runForward(model, TOKENS)
    for (const [name, index, count] of [
      ['blocks.0.attn.pattern', [1, 3, 1], 4],
      ['probs', [2, 3], 4],
    ] as const) {
      const one = explain(trace, name, index)
      const { at, of, all } = stepsOf(one)
      const scores = all('exponential').map((step) => step.of[0]?.value ?? Number.NaN)
      expect(scores).toHaveLength(count)
      expect(at('max')).toBe(Math.max(...scores))
      expect(of('max')).toEqual([at('max')])
      expect(all('exponential').map(({ value }) => value)).toEqual(scores.map((x) => Math.exp(x - at('max'))))
      expect(at('sum')).toBeCloseTo(mean(all('exponential').map(({ value }) => value)) * count, 12)
      expect(at('reciprocal')).toBe(1 / at('sum'))
      expect(one.terms[0]?.factors[0]?.value).toBe(all('exponential')[index.at(-1) as number]?.value)
    }
  })

  it.each(['gelu_tanh', 'gelu_erf', 'relu', 'swiglu'] as const)('are what passes of a neuron: %s', (activation) => {
    const gated = livelyModel({ ...SETTINGS[0]![1], activation }, 'float32')
    const one = explain(runForward(gated, TOKENS), 'blocks.1.mlp.post', [2, 1])
    const { at } = stepsOf(one)
    const [pre = 0, share = 0, other = 0] = (one.terms[0]?.factors ?? []).map(({ value }) => value)
    if (activation === 'swiglu') {
      expect(share).toBe(at('logistic'))
      expect(at('silu')).toBe(pre * share)
      expect(at('silu') * other).toBeCloseTo(one.value, 5)
    } else expect(share).toBe(at('share'))
    if (activation === 'gelu_tanh') expect(at('tanh')).toBe(Math.tanh(at('inner')))
    if (activation === 'gelu_tanh') expect(at('share')).toBeCloseTo((1 + at('tanh')) / 2, 12)
    if (activation === 'gelu_erf') expect(at('share')).toBe((1 + at('erf')) / 2)
    if (activation === 'gelu_erf') expect(at('inner')).toBeCloseTo(pre / Math.SQRT2, 12)
  })

  it('are the position told, its angle, and the turn', () => {
    const stale = generate(llama, [3, 1], { maxNewTokens: 3, fault: 'stale-position' })
    for (const [trace, told] of [[runForward(llama, TOKENS), 3] as const, [stale, 1] as const])
      for (const i of [1, 3]) {
        const { at } = stepsOf(explain(trace, 'blocks.0.attn.rot_q', [3, 2, i]))
        expect(at('position')).toBe(told)
        expect(at('angle')).toBeCloseTo(told / 100, 12)
        expect([at('cosine'), at('sine')]).toEqual([Math.cos(at('angle')), Math.sin(at('angle'))])
        expect(at('minusSine')).toEqual(i === 1 ? -at('sine') : Number.NaN)
      }
    expect(stepsOf(explain(runForward(model, TOKENS), 'pos_embed', [3, 0])).at('position')).toBe(3)
  })

  it('are the range of a vector, the scale of its codes, and a code that is never -0', () => {
    for (const symmetric of [true, false]) {
      const trace = generate(model, [3, 1], { maxNewTokens: 2, cache: quantised({ bits: 4, symmetric }) })
      for (const t of [0, 1, 2])
        for (const i of [0, 1, 2]) {
          const { at, of } = stepsOf(explain(trace, 'stored.blocks.0.attn.v', [t, 1, i]))
          const vector = Array.from(trace.tensor('blocks.0.attn.v').data.subarray(t * 6 + 3, t * 6 + 6))
          expect(at('most')).toBe(Math.max(...vector.map((x) => (symmetric ? Math.abs(x) : x))))
          expect(of('most').map((x) => (symmetric ? Math.abs(x) : x))).toEqual([at('most')])
          if (!symmetric) expect([at('least'), at('offset')]).toEqual([Math.min(...vector), Math.min(...vector)])
          expect(at('scale')).toBe(Math.fround((at('most') - (symmetric ? 0 : at('least'))) / (symmetric ? 7 : 15)))
          expect(Object.is(at('code'), -0)).toBe(false)
        }
    }
  })

  it('are the logarithm of a loss, and what each position weighs', () => {
    const trace = runBackward(model, TOKENS, [1, 2, -1, 3, 0])
    const { at, all } = stepsOf(explain(trace, 'losses', [1]))
    expect(at('logarithm')).toBe(Math.log(at('sum')))
    expect(all('exponential')).toHaveLength(4)
    expect(explain(trace, 'losses', [2])).toMatchObject({ value: 0, terms: [], steps: [] })
    const mean = stepsOf(explain(trace, 'loss', []))
    expect([mean.at('count'), mean.at('weight')]).toEqual([4, 0.25])
    const { at: atProb, of } = stepsOf(explain(trace, 'grad.probs', [1, 2]))
    expect(of('inverse')).toEqual([trace.losses[1]])
    expect(atProb('inverse')).toBeCloseTo(1 / (trace.tensor('probs').data[6] as number), 3)
  })

  it('are all of those that stand in terms, but for constants', () => {
    const isStep = (factor: { readonly name: unknown }): factor is Between => factor.name === null
    const random = createRandom(6)
    for (const [what, config] of SETTINGS) {
      const trace = runBackward(livelyModel(config, 'float32'), TOKENS.slice(0, 4))
      for (const [name, { shape }] of tensorsOf(trace)) {
        const { terms, steps } = explain(trace, name, anyIndex(shape, random))
        const between = terms.flatMap(({ factors }) => factors.filter(isStep))
        const lost = between.filter(
          ({ step, value }) =>
            !['derivative', 'minusOne'].includes(step) &&
            !steps.some((one) => one.name === step && Object.is(one.value, value)),
        )
        expect(lost, `${what}: ${name}`).toEqual([])
      }
    }
  })
})
