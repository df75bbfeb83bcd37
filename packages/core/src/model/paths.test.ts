import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { kernelsFor } from '../kernels/arena'
import type { Floats } from '../tensor/tensor'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { livelyModel, type PATHS } from '../testing/naive'
import { runBackward } from '../training/runBackward'

type Run = ReturnType<typeof runBackward>

/** Also wider than the kernels' vectors and blocks, and not by whole ones. */
const anyRun = fc
  .record({ config: anyConfig, times: fc.constantFrom(1, 2, 3, 5), more: fc.nat(3) })
  .map(({ config, times, more }) => ({
    ...config,
    dModel: config.dModel * times + more,
    dHead: (config.dHead as number) * times,
    dMlp: (config.dMlp as number) * times + more,
    dVocab: config.dVocab * times,
    // A norm of a stream that hardly varies makes any rounding as large as it likes.
    normEps: 0.01,
  }))
  .chain((config) =>
    fc.record({ config: fc.constant(config), seed: fc.nat(1e6), ids: anyTokens(config.dVocab, 1, 12) }),
  )

/** By name, how far apart activations, gradients and losses of two runs are, as shares of the largest number of `b`. */
function distances(a: Run, b: Run): Record<string, number> {
  const far: Record<string, number> = {}
  const note = (what: string, ours: Floats, theirs: Floats, beside: Floats = theirs) => {
    far[what] = difference(ours, theirs) / Math.max(0.01, largest(beside))
  }
  for (const name of Object.keys(b.tensors)) {
    note(name, a.tensor(name).data, b.tensor(name).data)
    note(`gradient at ${name}`, a.grad(name).data, b.grad(name).data)
  }
  for (const name of Object.keys(b.paramGrads)) {
    // A sum of gradients at keys that comes to nothing, unless keys are turned.
    const keys = name.endsWith('b_K') ? b.grad(name.replace('b_K', 'k')).data : undefined
    note(`gradient at ${name}`, a.grad.param(name).data, b.grad.param(name).data, keys)
  }
  note('losses', a.losses, b.losses)
  return far
}

describe('the kernels', () => {
  // Always the same configs, since how much of a rounding is left at the end depends on the numbers.
  it('compute every activation, gradient and loss that plain TypeScript computes, within 1e-5 of the largest', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, ids }) => {
        const goals = ids.map((id, t) => (t % 3 === 1 ? -1 : (id + t) % config.dVocab))
        const run = (precision: 'float32' | 'float64', kernels: (typeof PATHS)[number]) => {
          const model = livelyModel(config, precision, seed, kernels)
          expect(kernelsFor(model.params) !== undefined).toBe(precision === 'float32' && kernels === 'auto')
          return runBackward(model, ids, goals)
        }
        const plain = run('float32', 'plain')
        // Some models make much of any rounding, and then nothing says which twin is right: these are left out.
        fc.pre(Math.max(...Object.values(distances(plain, run('float64', 'plain')))) <= 3e-6)
        const far = Object.entries(distances(run('float32', 'auto'), plain)).filter(([, by]) => !(by <= 1e-5))
        expect(far).toEqual([])
      }),
      { numRuns: 100, seed: 1 },
    )
  })
})

describe('where WebAssembly cannot run', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.resetModules()
  })
  const config = { nLayers: 1, nHeads: 2, dModel: 8, nCtx: 6, dVocab: 5 }

  it.each([
    ['there is none', undefined],
    ['a Content-Security-Policy refuses it', { ...WebAssembly, Module: refuse }],
    ['there is no more memory for it', { Module: WebAssembly.Module, Instance: WebAssembly.Instance, Memory: refuse }],
  ])('plain TypeScript does, without a word: %s', async (_, stub) => {
    const expected = runBackward(livelyModel(config, 'float32', 1, 'plain'), [1, 2, 3, 4])
    vi.resetModules()
    vi.stubGlobal('WebAssembly', stub)
    const { createModel } = await import('./model')
    const arena = await import('../kernels/arena')
    const again = await import('../training/runBackward')
    const model = createModel(config)
    model.params.set(livelyModel(config, 'float32', 1, 'plain').params)
    expect(arena.kernelsFor(model.params)).toBeUndefined()
    const trace = again.runBackward(model, [1, 2, 3, 4])
    expect(trace.tensor('logits').data).toEqual(expected.tensor('logits').data)
    expect(trace.grad.param('embed.W_E').data).toEqual(expected.grad.param('embed.W_E').data)
  })
})

/** A constructor that never constructs. */
function refuse(): never {
  throw new Error('refused')
}

function largest(data: Floats): number {
  let max = 0
  for (const value of data) if (Number.isFinite(value)) max = Math.max(max, Math.abs(value))
  return max
}

/** The largest difference; NaN where an infinity or NaN has no match. */
function difference(a: Floats, b: Floats): number {
  let worst = a.length === b.length ? 0 : Number.NaN
  for (const [i, value] of b.entries()) if (a[i] !== value) worst = Math.max(worst, Math.abs((a[i] as number) - value))
  return worst
}
