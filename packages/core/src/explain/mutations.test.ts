import { describe, expect, it } from 'vitest'
import { quantised, slidingWindow } from '../cache'
import { generate } from '../inference/generate'
import { runForward } from '../inference/runForward'
import { intervene } from '../intervene'
import type { ModelConfig, ModelConfigInput } from '../model/config'
import type { Model } from '../model/model'
import { GlassformerError } from '../tensor/errors'
import { createRandom } from '../tensor/random'
import type { Tensor } from '../tensor/tensor'
import { anyIndex, indicesOf, sumOfTerms, tensorsOf } from '../testing/cells'
import { livelyModel } from '../testing/naive'
import { SETTINGS } from '../testing/settings'
import { reviveTrace } from '../trace/make'
import type { BackwardTrace, GenerationTrace, Trace } from '../trace/types'
import { runBackward } from '../training/runBackward'
import { explain } from './index'

const TOKENS = [3, 1, 2, 0, 1, 3]
const refused = expect.objectContaining({ code: 'bad-trace', message: expect.stringMatching(/adds up to/) })

/** Acts while one number is another, which is then put back. */
function nudged(tensor: Pick<Tensor, 'shape' | 'data'>, index: readonly number[], by: number, act: () => void): void {
  const at = index.reduce((all, i, axis) => all * tensor.shape[axis]! + i, 0)
  const before = tensor.data[at]!
  tensor.data[at] = before + by
  act()
  tensor.data[at] = before
}

/** The tensors, layers apart, of which some number does not add up. */
function broken(trace: Trace, model: Model): string[] {
  const rows = new Set<string>()
  for (const [name, { shape }] of tensorsOf(trace))
    for (const index of indicesOf(shape))
      try {
        explain(trace, name, index, { model: { ...model, config: trace.config } })
      } catch (error) {
        if (!(error instanceof GlassformerError) || error.code !== 'bad-trace') throw error
        rows.add(name.replace(/\.\d+\./, '.l.'))
      }
  return [...rows]
}

const GPT2 = SETTINGS[0]![1]
const LLAMA = SETTINGS[3]![1]
const NORMS = ['blocks.l.ln1.normalized', 'blocks.l.ln2.normalized', 'ln_final.normalized']

describe('a number that does not follow from the others', () => {
  it.each([SETTINGS[0]!, SETTINGS[3]!, SETTINGS[5]!])('is refused, in every tensor and gradient: %s', (_, config) => {
    const model = livelyModel(config, 'float32')
    const random = createRandom(1)
    const generation = generate(model, TOKENS.slice(3), { maxNewTokens: 3, cache: quantised({ bits: 8 }) })
    for (const trace of [runBackward(model, TOKENS), generation])
      for (const [name, tensor] of tensorsOf(trace)) {
        if (name === 'loss') continue
        const index = anyIndex(tensor.shape, random)
        const { value, bound } = explain(trace, name, index)
        const by = 3 * bound + 1e-6 * Math.abs(value)
        if (value !== -Infinity)
          nudged(tensor, index, by, () => expect(() => explain(trace, name, index), name).toThrow(refused))
      }
  })

  it.each(SETTINGS)('is refused when one of those that it is made of is another: %s', (_, config) => {
    const model = livelyModel(config, 'float32')
    const trace = runBackward(model, TOKENS)
    const tensors = tensorsOf(trace, model)
    const random = createRandom(2)
    let count = 0
    for (const [name, { shape }] of tensorsOf(trace)) {
      const index = anyIndex(shape, random)
      const { terms, bound, operation } = explain(trace, name, index)
      // What a softmax or a norm's gradient reads, it reads more than once.
      if (/softmax|norm|crossEntropy$/.test(operation)) continue
      for (const { value, factors } of terms) {
        const at = random.int(factors.length)
        const factor = factors[at]
        if (!factor || factor.name === null || factor.name === 'loss') continue
        const others = factors.filter((_, i) => i !== at).reduce((all, one) => all * one.value, 1)
        // Enough to change the sum by a hundred bounds.
        const by = (100 * bound) / others
        if (!Number.isFinite(by) || Math.abs(by) > 1 || Math.abs(value) < bound) continue
        nudged(tensors.get(factor.name) as Tensor, factor.index, by, () =>
          expect(() => explain(trace, name, index), `${name} ${index} by ${factor.name}`).toThrow(refused),
        )
        count++
      }
    }
    expect(count).toBeGreaterThan(30)
  })
})

describe('an operation that is another than the trace says', () => {
  const inConfig = (trace: Trace, change: Partial<ModelConfig>): Trace =>
    reviveTrace({ ...trace, config: { ...trace.config, ...change } })
  const forward = (model: Model) => runForward(model, TOKENS)
  const ROWS: readonly (readonly [
    string,
    ModelConfigInput,
    (model: Model) => Trace,
    (trace: Trace) => Trace,
    readonly string[],
  ])[] = [
    ['LayerNorm', GPT2, forward, (trace) => inConfig(trace, { norm: 'rmsnorm' }), NORMS],
    ['RMSNorm', LLAMA, forward, (trace) => inConfig(trace, { norm: 'layernorm' }), NORMS],
    ['epsilon', GPT2, forward, (trace) => inConfig(trace, { normEps: 0.001 }), NORMS],
    ['GELU', GPT2, forward, (trace) => inConfig(trace, { activation: 'gelu_erf' }), ['blocks.l.mlp.post']],
    ['ReLU', GPT2, forward, (trace) => inConfig(trace, { activation: 'relu' }), ['blocks.l.mlp.post']],
    ['learned positions', GPT2, forward, (trace) => inConfig(trace, { positions: 'sinusoidal' }), ['pos_embed']],
    [
      'the turn',
      LLAMA,
      forward,
      (trace) => inConfig(trace, { rotaryBase: 5000 }),
      ['blocks.l.attn.rot_q', 'blocks.l.attn.rot_k'],
    ],
    [
      'the window',
      { ...GPT2, attentionWindow: 2 },
      forward,
      (trace) => inConfig(trace, { attentionWindow: 3 }),
      ['blocks.l.attn.scores'],
    ],
    [
      'the mask',
      GPT2,
      forward,
      (trace) => reviveTrace({ ...trace, fault: 'no-causal-mask' }),
      ['blocks.l.attn.scores'],
    ],
    [
      'the scale',
      GPT2,
      forward,
      (trace) => reviveTrace({ ...trace, fault: 'unscaled-scores' }),
      ['blocks.l.attn.scores'],
    ],
    [
      'no mask',
      GPT2,
      (model) => runForward(model, TOKENS, { fault: 'no-causal-mask' }),
      ({ fault: _, ...trace }) => reviveTrace(trace),
      ['blocks.l.attn.scores', 'blocks.l.attn.pattern', 'blocks.l.attn.z'],
    ],
    ['the token', GPT2, forward, (trace) => reviveTrace({ ...trace, tokens: [...trace.tokens].reverse() }), ['embed']],
    [
      'the position told',
      GPT2,
      (model) => generate(model, [1, 2], { maxNewTokens: 3 }),
      (trace) => reviveTrace({ ...trace, fault: 'stale-position' }),
      ['pos_embed'],
    ],
    [
      'the codes',
      GPT2,
      (model) => generate(model, [1, 2], { maxNewTokens: 2, cache: quantised({ bits: 4 }) }),
      (trace) =>
        reviveTrace({ ...(trace as GenerationTrace), cache: { policy: 'quantised', bits: 4, symmetric: false } }),
      ['stored.blocks.l.attn.k', 'stored.blocks.l.attn.v'],
    ],
    [
      'what is stored',
      GPT2,
      (model) => generate(model, [1, 2], { maxNewTokens: 2, cache: quantised({ bits: 4 }) }),
      (trace) => {
        const { stored: _, ...rest } = trace as GenerationTrace
        return reviveTrace(rest)
      },
      ['blocks.l.attn.scores', 'blocks.l.attn.z'],
    ],
    [
      'what is held',
      GPT2,
      (model) => generate(model, [1, 2, 3], { maxNewTokens: 2, cache: slidingWindow({ window: 2 }) }),
      (trace) => reviveTrace({ ...(trace as GenerationTrace), steps: [], cache: 'full' }),
      ['blocks.l.attn.scores'],
    ],
    [
      'what was changed',
      GPT2,
      (model) =>
        runForward(model, TOKENS, {
          interventions: intervene([{ tensor: 'blocks.0.mlp.pre', scale: 2 }]),
        }),
      (trace) => reviveTrace({ ...trace, interventions: [] }),
      ['blocks.l.mlp.pre'],
    ],
    [
      'the target',
      GPT2,
      (model) => runBackward(model, TOKENS),
      (trace) => reviveTrace({ ...(trace as BackwardTrace), targets: [0, 1, 2, 3, 0, -1] }),
      ['grad.logits', 'grad.probs', 'losses'],
    ],
  ]

  it.each(ROWS)('is caught, and no other with it: %s', (_, config, run, change, expected) => {
    const model = livelyModel({ ...config, nLayers: 1 }, 'float32')
    const trace = run(model)
    expect(broken(trace, model)).toEqual([])
    expect(broken(change(trace), model)).toEqual(expected)
  })

  it('is caught in the explanation as in the run: none of its terms may be another', () => {
    const model = livelyModel(GPT2, 'float32')
    const { terms, value, bound } = explain(runForward(model, TOKENS), 'blocks.0.attn.q', [5, 1, 2])
    for (const [i] of terms.entries()) {
      const without = sumOfTerms({ terms: terms.filter((_, other) => other !== i) })
      expect(Math.abs(without - value)).toBeGreaterThan(100 * bound)
    }
  })
})
