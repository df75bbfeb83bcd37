import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generate } from '../inference/generate'
import { runForward } from '../inference/runForward'
import { activationLayout } from '../model/activations'
import { resolveConfig } from '../model/config'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { livelyModel, naiveLoss } from '../testing/naive'
import { validateTrace } from '../trace/validate'
import { intervene } from './intervene'
import type { Intervention } from './types'

const config = { nLayers: 2, nHeads: 2, dModel: 6, nCtx: 8, dVocab: 5 }
const model = livelyModel(config)
const tokens = [1, 2, 3, 0]

/** A config, and an intervention that scales or sets some of one of its activations. */
const anyCase = anyConfig.chain((input) => {
  const layout = activationLayout(resolveConfig(input), 1)
  return fc
    .record({
      tensor: fc.constantFrom(...layout.byName.keys()),
      tokens: anyTokens(input.dVocab, 2, 6),
      seed: fc.nat(1e6),
      by: fc.double({ min: -3, max: 3, noNaN: true }),
      scales: fc.boolean(),
      promptLength: fc.integer({ min: 1, max: 5 }),
    })
    .chain((rest) => {
      const { axes, shape } = layout.byName.get(rest.tensor) as { axes: readonly string[]; shape: readonly number[] }
      const perQuery = axes[1] === 'query'
      const heads = axes.length < 3 ? 0 : (shape[perQuery ? 0 : 1] as number)
      const subset = (n: number) => fc.option(fc.uniqueArray(fc.nat(n - 1), { minLength: 1 }), { nil: undefined })
      return fc.record({
        input: fc.constant(input),
        rest: fc.constant(rest),
        positions: subset(rest.tokens.length),
        head: heads ? subset(heads) : fc.constant(undefined),
        keys: perQuery ? subset(rest.tokens.length) : fc.constant(undefined),
      })
    })
})

describe('an intervention', () => {
  it('changes what a second, naive transformer with the same change changes, in one pass and while decoding', () => {
    fc.assert(
      fc.property(anyCase, ({ input, rest, positions, head, keys }) => {
        const { tensor, tokens, seed, by, scales } = rest
        const any = livelyModel({ ...input, normEps: 0.01 }, 'float64', seed)
        const T = tokens.length
        const intervention: Intervention = {
          tensor,
          ...(positions && { positions }),
          ...(head && { head }),
          ...(keys && { keys }),
          ...(scales ? { scale: by } : { set: by }),
        }
        const { axes, shape } = activationLayout(any.config, T).byName.get(tensor) as {
          axes: readonly string[]
          shape: readonly number[]
        }
        const perQuery = axes[1] === 'query'
        const [, b = 1, c = 1] = shape
        const scores = new Map<string, readonly number[]>()
        const tapped = new Map<string, readonly number[]>()
        naiveLoss(
          any,
          tokens,
          tokens.map(() => -1),
          (name, values) => {
            if (name.endsWith('scores')) scores.set(name, values)
            const change = (value: number, i: number) => {
              const [x, y, z] = [Math.floor(i / b / c), Math.floor(i / c) % b, i % c]
              const [position, h] = perQuery ? [y, x] : axes.length > 2 ? [x, y] : [Math.floor(i / b), 0]
              const chosen =
                (positions?.includes(position) ?? true) && (head?.includes(h) ?? true) && (keys?.includes(z) ?? true)
              const masked = perQuery && scores.get(name.replace('pattern', 'scores'))?.[i] === -Infinity
              return !chosen || masked ? value : scales ? value * by : by
            }
            const changed = name === tensor ? values.map(change) : values
            tapped.set(name, changed)
            return changed
          },
        )
        const P = Math.min(rest.promptLength, T)
        const forward = runForward(any, tokens, { interventions: intervene([intervention]) })
        const forced = { pick: (_: unknown, step: number) => tokens[P + step] ?? 0 }
        const options = { maxNewTokens: T - P + 1, sampler: forced, interventions: intervene([intervention]) }
        for (const trace of [
          forward,
          generate(any, tokens.slice(0, P), options),
          generate(any, tokens.slice(0, P), { ...options, cache: 'none' }),
        ])
          for (const [name, values] of tapped) {
            const { data } = trace.tensor(name)
            const isFar = (value: number, i: number) =>
              value === -Infinity
                ? data[i] !== value
                : !(Math.abs((data[i] as number) - value) < 1e-8 * Math.max(1, Math.abs(value)))
            expect(values.findIndex(isFar), name).toBe(-1)
          }
      }),
      { numRuns: 150 },
    )
  })

  it('that scales by 1 changes no bit, wherever', () => {
    const plain = runForward(model, tokens)
    const names = Object.keys(plain.tensors)
    const ones = intervene(names.map((tensor) => ({ tensor, scale: 1 })))
    expect(runForward(model, tokens, { interventions: ones }).tensors).toEqual(plain.tensors)
  })

  it('that ablates a head does what zeros in its rows of W_O do', () => {
    const ablated = livelyModel(config)
    const { data, shape } = ablated.param('blocks.1.attn.W_O')
    const size = data.length / (shape[0] as number)
    data.fill(0, size, 2 * size)
    const trace = runForward(model, tokens, {
      interventions: intervene([{ tensor: 'blocks.1.attn.z', head: 1, scale: 0 }]),
    })
    const expected = runForward(ablated, tokens).tensor('logits').data
    expect(trace.tensor('logits').data).not.toEqual(runForward(model, tokens).tensor('logits').data)
    for (const [i, value] of trace.tensor('logits').data.entries()) expect(value).toBeCloseTo(expected[i] as number, 12)
  })

  it('that patches all of the first residual stream from another run gives that run’s logits', () => {
    const other = runForward(model, [4, 4, 0, 1])
    const patch = intervene([{ tensor: 'blocks.0.resid_pre', from: other }])
    const patched = runForward(model, tokens, { interventions: patch })
    expect(patched.tensor('logits').data).toEqual(other.tensor('logits').data)
    expect(patched.tensor('embed').data).not.toEqual(other.tensor('embed').data)
    expect(patched.interventions).toEqual([
      {
        tensor: 'blocks.0.resid_pre',
        positions: [0, 1, 2, 3],
        from: { provenance: { kind: 'computed' }, tokens: other.tokens, positions: [0, 1, 2, 3] },
      },
    ])
  })

  it('puts in the chosen heads and positions of the source alone', () => {
    const other = runForward(model, [4, 4, 0])
    const tensor = 'blocks.0.attn.z'
    const patch = intervene([{ tensor, from: other, positions: [1, 3], fromPositions: [2, 0], head: 1 }])
    const patched = runForward(model, tokens, { interventions: patch }).tensor(tensor).data
    const expected = runForward(model, tokens).tensor(tensor).data.slice()
    const source = other.tensor(tensor).data
    expected.set(source.subarray(15, 18), 9)
    expected.set(source.subarray(3, 6), 21)
    expect(patched).toEqual(expected)
  })

  it('changes nothing before it, and no position before its own', () => {
    const plain = runForward(model, tokens)
    const tensor = 'blocks.1.attn.v'
    const trace = runForward(model, tokens, { interventions: intervene([{ tensor, positions: [2], set: 9 }]) })
    const names = Object.keys(plain.tensors)
    for (const [i, name] of names.entries()) {
      const [was, is] = [plain.tensor(name).data, trace.tensor(name).data]
      if (i < names.indexOf(tensor)) expect(is).toEqual(was)
      if (plain.tensor(name).axes[0] !== 'position') continue
      const row = was.length / 4
      expect(is.subarray(0, 2 * row)).toEqual(was.subarray(0, 2 * row))
      if (/attn\.z|resid_post|logits/.test(name) && !name.startsWith('blocks.0'))
        for (const t of [2, 3])
          expect(is.subarray(t * row, (t + 1) * row)).not.toEqual(was.subarray(t * row, (t + 1) * row))
    }
  })

  it('can cut a query off from a key: the score is -Infinity, the weight 0, and the others still sum to 1', () => {
    const interventions = intervene([{ tensor: 'blocks.0.attn.scores', positions: [3], keys: [1], set: -Infinity }])
    const trace = generate(model, [1, 2], { maxNewTokens: 4, interventions })
    const { data } = trace.tensor('blocks.0.attn.pattern')
    for (const h of [0, 1]) {
      const row = Array.from(data.slice((h * 5 + 3) * 5, (h * 5 + 4) * 5))
      expect(row[1]).toBe(0)
      expect(row.reduce((x, y) => x + y)).toBeCloseTo(1, 12)
    }
    expect(() => validateTrace(trace)).not.toThrow()
    expect(trace.interventions?.[0]).toEqual({
      tensor: 'blocks.0.attn.scores',
      positions: [3],
      keys: [1],
      set: -Infinity,
    })
  })

  it('takes a value for each of a position’s, or a query’s keys', () => {
    const values = Float64Array.of(1, 2, 3, 4, 5, 6)
    const at = (intervention: Intervention) =>
      runForward(model, tokens, { interventions: intervene([intervention]) }).tensor(intervention.tensor).data
    expect(at({ tensor: 'embed', positions: [2], set: values }).subarray(12, 18)).toEqual(values)
    expect(at({ tensor: 'blocks.0.attn.q', positions: [0], head: 1, set: [7, 8, 9] }).subarray(3, 6)).toEqual(
      Float64Array.of(7, 8, 9),
    )
    const pattern = at({ tensor: 'blocks.0.attn.pattern', positions: [2], head: 0, set: [0.5, 0, 0.5] })
    expect(pattern.subarray(8, 12)).toEqual(Float64Array.of(0.5, 0, 0.5, 0))
  })

  it('leaves the keys beyond a query’s own as they are, where a fault shows them', () => {
    const fault = 'no-causal-mask'
    const name = 'blocks.0.attn.pattern'
    const was = runForward(model, tokens, { fault }).tensor(name).data
    const interventions = intervene([{ tensor: name, positions: [1], set: [0.25, 0.5] }])
    const trace = runForward(model, tokens, { fault, interventions })
    for (const h of [0, 1]) {
      const row = (h * 4 + 1) * 4
      expect(Array.from(trace.tensor(name).data.subarray(row, row + 4))).toEqual([
        0.25,
        0.5,
        ...was.subarray(row + 2, row + 4),
      ])
    }
    expect(() => validateTrace(trace)).not.toThrow()
  })

  const forward = runForward(model, [1, 2])
  it.each<[string, Intervention, RegExp]>([
    [
      'unknown-tensor',
      { tensor: 'blocks.0.attn.Z', scale: 0 },
      /no tensor named "blocks.0.attn.Z". Known names: blocks.0.attn/,
    ],
    ['out-of-range', { tensor: 'embed', positions: [4], scale: 0 }, /position 4 does not exist.* 0 to 3/],
    ['out-of-range', { tensor: 'blocks.0.attn.z', head: 2, scale: 0 }, /head 2 .* 0 to 1/],
    ['out-of-range', { tensor: 'blocks.0.attn.scores', keys: [-1], scale: 0 }, /key -1/],
    ['out-of-range', { tensor: 'embed', from: forward, positions: [2] }, /source's position 2 .* 0 to 1/],
    ['bad-option', { tensor: 'embed' }, /exactly one of from, scale and set/],
    ['bad-option', { tensor: 'embed', scale: 0, set: 1 }, /exactly one/],
    ['bad-option', { tensor: 'embed', scale: Number.NaN }, /scale must be a number; got NaN/],
    ['bad-option', { tensor: 'embed', set: -Infinity }, /set must be numbers/],
    ['bad-option', { tensor: 'embed', set: [1, 2] }, /set must have 6 values for position 0; got 2/],
    ['bad-option', { tensor: 'embed', head: 0, scale: 0 }, /no heads/],
    ['bad-option', { tensor: 'embed', keys: [0], scale: 0 }, /only scores and patterns have keys/],
    ['bad-option', { tensor: 'embed', positions: [], scale: 0 }, /positions is empty/],
    ['bad-option', { tensor: 'embed', from: forward, positions: [0, 1], fromPositions: [0] }, /one for each of 2/],
    ['bad-option', { tensor: 'blocks.0.attn.pattern', from: forward, positions: [1], fromPositions: [0] }, /belong/],
    ['bad-option', { tensor: 'blocks.0.attn.scores', positions: [2], set: -Infinity }, /no key is left .* position 2/],
    [
      'bad-option',
      { tensor: 'embed', from: runForward(livelyModel({ ...config, dModel: 8 }), [1, 2, 3, 4]) },
      /1 times 8 values at a position, not 1 times 6/,
    ],
  ])('refuses with %s: %j', (code, intervention, message) => {
    expect(() => runForward(model, tokens, { interventions: intervene([intervention]) })).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })
})
