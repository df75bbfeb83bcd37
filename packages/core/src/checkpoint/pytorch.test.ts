import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runForward } from '../inference/runForward'
import { kernelsFor } from '../kernels/arena'
import { activationLayout } from '../model/activations'
import { type ModelConfig, resolveConfig } from '../model/config'
import { modelOf } from '../model/model'
import { parameterLayout } from '../model/parameters'
import type { Layout } from '../tensor/layout'
import type { Floats } from '../tensor/tensor'
import { runBackward } from '../training/runBackward'
import { readMinGPT } from './minGPT'

/** A tensor as a fixture has it: float64, little-endian, in base64. */
interface Packed {
  readonly shape: readonly number[]
  readonly dtype: string
  readonly data: string
}

/** What `fixtures/make_fixtures.py` writes: one step of PyTorch on a small model, its tensors under our names. */
interface Fixture {
  readonly tokens: readonly number[]
  readonly targets: readonly number[]
  readonly loss: number
  readonly losses: Packed
  readonly tensors: Readonly<Record<string, Packed>>
  readonly grads: Readonly<Record<string, Packed>>
  readonly paramGrads: Readonly<Record<string, Packed>>
}

/** A GPT-2: its weights are a minGPT checkpoint. */
interface GPT2Fixture extends Fixture {
  readonly options: { activation: 'gelu_tanh' | 'gelu_erf'; tied: boolean; bias: boolean }
  readonly checkpoint: Readonly<Record<string, unknown>>
}

/** Any other architecture: its config and weights go by our names. */
interface TodaysFixture extends Fixture {
  readonly config: ModelConfig
  readonly params: Readonly<Record<string, Packed>>
}

const GPT2 = ['tanh-tied-bias', 'erf-untied', 'odd', 'ignored'] as const
const TODAYS = ['llama', 'qwen', 'mqa-window', 'no-positions', 'gated-bias', 'rotary-window'] as const

function readFixture<F extends Fixture>(name: string): F {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8'))
}

const WIDTHS: Readonly<Record<string, number>> = { 'torch.float32': 4, 'torch.float64': 8 }

function unpack({ shape, dtype, data }: Packed): Float64Array {
  const bytes = Buffer.from(data, 'base64')
  const size = shape.reduce((product, extent) => product * extent, 1)
  const width = WIDTHS[dtype]
  if (bytes.length !== (width ?? Number.NaN) * size) throw new Error(`A fixture of ${dtype}, [${shape}] is damaged`)
  return Float64Array.from({ length: size }, (_, i) =>
    width === 4 ? bytes.readFloatLE(4 * i) : bytes.readDoubleLE(8 * i),
  )
}

const shapesOf = (packed: Readonly<Record<string, Packed>>) =>
  Object.fromEntries(Object.entries(packed).map(([name, { shape }]) => [name, shape]))
const shapesIn = ({ entries }: Layout) => Object.fromEntries(entries.map(({ name, shape }) => [name, shape]))

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
  ['float32, by plain TypeScript', Float32Array, 1e-5, 'plain'],
  ['float32, by the kernels', Float32Array, 1e-5, 'auto'],
  ['float64', Float64Array, 1e-12, 'plain'],
] as const

describe.each(GPT2)('PyTorch and this engine agree (%s)', (file) => {
  const fixture = readFixture<GPT2Fixture>(file)
  const { activation, tied, bias } = fixture.options
  const { config, params } = readMinGPT(fixture.checkpoint, { activation })

  it('on the config that the checkpoint has', () => {
    expect(config).toMatchObject({ activation, tied, bias, normEps: 1e-5, norm: 'layernorm', positions: 'learned' })
  })

  checkAgreement(fixture, config, Float64Array.from(params))
})

describe.each(TODAYS)('PyTorch and this engine agree (%s)', (file) => {
  const fixture = readFixture<TodaysFixture>(file)
  const config = resolveConfig(fixture.config)
  const layout = parameterLayout(config)

  it('on the config, and on the names and shapes of the weights', () => {
    expect(config).toEqual(fixture.config)
    expect(shapesOf(fixture.params)).toEqual(shapesIn(layout))
  })

  const params = layout.entries.flatMap(({ name }) => Array.from(unpack(fixture.params[name] as Packed)))
  checkAgreement(fixture, config, Float64Array.from(params))
})

/** Names, activations and gradients. The weights are float32 on both sides, so that both begin with the same numbers. */
function checkAgreement(fixture: Fixture, config: ModelConfig, params: Float64Array): void {
  const layout = activationLayout(config, fixture.tokens.length)

  it('on the names and shapes of all activations, gradients and parameters', () => {
    expect(shapesOf(fixture.tensors)).toEqual(shapesIn(layout))
    expect(shapesOf(fixture.grads)).toEqual(shapesIn(layout))
    expect(shapesOf(fixture.paramGrads)).toEqual(shapesIn(parameterLayout(config)))
  })

  it.each(RUNS)('in %s', (_, Floats, tolerance, kernels) => {
    const model = modelOf(config, Floats.from(params), { kernels })
    expect(kernelsFor(model.params) !== undefined).toBe(kernels === 'auto')
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
      // A bias of keys that are not turned moves all scores of a query alike, so its gradient is 0: what the gradient at
      // the keys sums to.
      const still = name.endsWith('b_K') && config.positions !== 'rotary'
      const keys = still ? fixture.grads[name.replace('b_K', 'k')] : undefined
      const scale = keys && Math.max(...unpack(keys).map(Math.abs))
      check(`gradient at ${name}`, backward.grad.param(name).data, fixture.paramGrads[name], scale)
    }
    check('losses', backward.losses, fixture.losses)
    expect(far).toEqual({})
    expect(Math.abs(backward.loss - fixture.loss) / fixture.loss).toBeLessThanOrEqual(tolerance)
  })
}
