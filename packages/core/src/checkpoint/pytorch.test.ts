import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { activationLayout } from '../model/activations'
import { modelOf } from '../model/model'
import { parameterLayout } from '../model/parameters'
import { runBackward } from '../model/runBackward'
import { runForward } from '../model/runForward'
import type { Floats } from '../tensor/tensor'
import { readMinGPT } from './minGPT'

/** A tensor as a fixture has it: float64, little-endian, in base64. */
interface Packed {
  readonly shape: readonly number[]
  readonly dtype: string
  readonly data: string
}

/** What `fixtures/make_fixtures.py` writes: one step of PyTorch on a small model. Tensors go by our names, `checkpoint` by minGPT's. */
interface Fixture {
  readonly options: { activation: 'gelu_tanh' | 'gelu_erf'; tied: boolean; bias: boolean }
  readonly tokens: readonly number[]
  readonly targets: readonly number[]
  readonly loss: number
  readonly losses: Packed
  readonly tensors: Readonly<Record<string, Packed>>
  readonly grads: Readonly<Record<string, Packed>>
  readonly paramGrads: Readonly<Record<string, Packed>>
  readonly checkpoint: Readonly<Record<string, unknown>>
}

const FIXTURES = ['tanh-tied-bias', 'erf-untied', 'odd', 'ignored'] as const

function readFixture(name: (typeof FIXTURES)[number]): Fixture {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8'))
}

function unpack({ shape, dtype, data }: Packed): Float64Array {
  const bytes = Buffer.from(data, 'base64')
  const size = shape.reduce((product, extent) => product * extent, 1)
  if (dtype !== 'torch.float64' || bytes.length !== 8 * size)
    throw new Error(`A fixture of ${dtype}, [${shape}] is damaged`)
  return Float64Array.from({ length: size }, (_, i) => bytes.readDoubleLE(8 * i))
}

/**
 * The largest difference between two tensors, relative to the largest finite magnitude that PyTorch has in it (at least
 * to `scale`). NaN, which passes no check, if their lengths differ, or an infinity or NaN has no match.
 */
function distance(ours: Floats, theirs: Floats, scale = 0): number {
  let largest = scale
  let worst = ours.length === theirs.length ? 0 : Number.NaN
  for (const [i, value] of theirs.entries()) {
    if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value))
    if (ours[i] !== value) worst = Math.max(worst, Math.abs((ours[i] as number) - value))
  }
  return worst === 0 ? 0 : worst / largest
}

const RUNS = [
  ['float32', Float32Array, 1e-5],
  ['float64', Float64Array, 1e-12],
] as const

describe.each(FIXTURES)('PyTorch and this engine agree (%s)', (file) => {
  const fixture = readFixture(file)
  const { activation, tied, bias } = fixture.options
  const { config, params } = readMinGPT(fixture.checkpoint, { activation })
  const layout = activationLayout(config, fixture.tokens.length)

  it('on the config that the checkpoint has', () => {
    expect(config).toMatchObject({ activation, tied, bias, normEps: 1e-5 })
  })

  it('on the names and shapes of all activations, gradients and parameters', () => {
    const shapes = (packed: Readonly<Record<string, Packed>>) =>
      Object.fromEntries(Object.entries(packed).map(([name, { shape }]) => [name, shape]))
    const expected = (entries: typeof layout.entries) =>
      Object.fromEntries(entries.map(({ name, shape }) => [name, shape]))
    expect(shapes(fixture.tensors)).toEqual(expected(layout.entries))
    expect(shapes(fixture.grads)).toEqual(expected(layout.entries))
    expect(shapes(fixture.paramGrads)).toEqual(expected(parameterLayout(config).entries))
  })

  // The weights are float32 in both, so that float64 here and there begin with the same numbers.
  it.each(RUNS)('in %s', (_, Floats, tolerance) => {
    const model = modelOf(config, Floats.from(params))
    const { tokens, targets } = fixture
    const forward = runForward(model, tokens)
    const backward = runBackward(model, tokens, targets)
    const far: Record<string, number> = {}
    const check = (what: string, ours: Floats, theirs: Packed | undefined, scale?: number) => {
      const by = theirs ? distance(ours, unpack(theirs), scale) : Number.NaN
      if (!(by <= tolerance)) far[what] = by
    }
    for (const { name } of layout.entries) {
      check(name, forward.tensor(name).data, fixture.tensors[name])
      check(`${name} of the backward trace`, backward.tensor(name).data, fixture.tensors[name])
      check(`gradient at ${name}`, backward.grad(name).data, fixture.grads[name])
    }
    for (const { name } of model.layout.entries) {
      // A bias of keys moves all scores of a query alike, so its gradient is 0: what the gradient at the keys sums to.
      const keys = name.endsWith('b_K') ? fixture.grads[name.replace('b_K', 'k')] : undefined
      const scale = keys && Math.max(...unpack(keys).map(Math.abs))
      check(`gradient at ${name}`, backward.grad.param(name).data, fixture.paramGrads[name], scale)
    }
    check('losses', backward.losses, fixture.losses)
    expect(far).toEqual({})
    expect(Math.abs(backward.loss - fixture.loss) / fixture.loss).toBeLessThanOrEqual(tolerance)
  })
})
