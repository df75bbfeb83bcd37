import { describe, expect, it } from 'vitest'
import { createModel, type Model } from '../model/model'
import { GlassformerError } from '../tensor/errors'
import type { Random } from '../tensor/random'
import { createAdamW } from './adamw'
import fixture from './adamw.fixture.json'
import { clipGradients } from './clip'
import { cosineSchedule } from './schedule'
import { train } from './train'

const TINY = { nLayers: 1, nHeads: 1, dModel: 2, dMlp: 1, nCtx: 1, dVocab: 2 }
const OPTIONS = { betas: [0.8, 0.95], eps: 1e-6, weightDecay: 0.1 } as const

/** The model, inputs and learning rates of adamw.fixture.py. */
function runFixture(): Model {
  const model = createModel(TINY, { precision: 'float64' })
  model.params.forEach((_, i) => {
    model.params[i] = Math.sin(i)
  })
  const optimizer = createAdamW(model, OPTIONS)
  for (let t = 0; t < 3; t++)
    optimizer.step(
      Float64Array.from(model.params, (_, i) => Math.cos(3 * i + t) / (1 + t)),
      0.01 * (t + 1),
    )
  return model
}

describe('createAdamW', () => {
  it('does what PyTorch does, and decays matrices alone', () => {
    const model = runFixture()
    expect(model.params).toHaveLength(fixture.plain.length)
    for (const { name, offset, size } of model.layout.entries)
      for (let i = offset; i < offset + size; i++) {
        const expected = /\.W_\w+$/.test(name) ? fixture.decayed[i] : fixture.plain[i]
        expect(Math.abs((model.params[i] as number) - (expected as number)), `${name}, value ${i}`).toBeLessThan(1e-8)
      }
  })

  it('does what the paper says, one number at a time', () => {
    const model = createModel(TINY, { precision: 'float64', seed: 3 })
    const i = model.layout.byName.get('blocks.0.mlp.W_in')?.offset as number
    let [w, m, v] = [model.params[i] as number, 0, 0]
    const optimizer = createAdamW(model, { learningRate: 0.02, ...OPTIONS })
    for (const [t, g] of [0.5, -2, 0.25, 0].entries()) {
      m = 0.8 * m + 0.2 * g
      v = 0.95 * v + 0.05 * g * g
      w -= 0.02 * 0.1 * w
      w -= (0.02 * (m / (1 - 0.8 ** (t + 1)))) / (Math.sqrt(v / (1 - 0.95 ** (t + 1))) + 1e-6)
      optimizer.step(new Float64Array(model.params.length).fill(g))
      expect(model.params[i]).toBeCloseTo(w, 12)
    }
  })

  it('refuses what it cannot use', () => {
    const model = createModel(TINY)
    expect(() => createAdamW(model, { betas: [0.9, 1] })).toThrow(
      /betas must be two numbers, each from 0 up and below 1; got \[0\.9, 1\]/,
    )
    expect(() => createAdamW(model).step(new Float32Array(3))).toThrow(/each of the 49 parameters; got 3/)
  })
})

describe('clipGradients', () => {
  it('returns the norm, and scales only what is too long', () => {
    const grads = Float64Array.of(3, 0, -4)
    expect(clipGradients(grads, 6)).toBe(5)
    expect([...grads]).toEqual([3, 0, -4])
    expect(clipGradients(grads, 1)).toBe(5)
    expect(grads[0]).toBeCloseTo(0.6, 12)
    expect(grads[2]).toBeCloseTo(-0.8, 12)
  })

  it('clips nothing at Infinity, and refuses what is not above 0', () => {
    const grads = Float64Array.of(3e30, 0, -4e30)
    expect(clipGradients(grads, Infinity)).toBe(5e30)
    for (const maxNorm of [0, -1, Number.NaN])
      expect(() => clipGradients(grads, maxNorm)).toThrow(
        expect.objectContaining({
          code: 'bad-option',
          message: expect.stringMatching(`above 0 .Infinity clips nothing.; got ${maxNorm}`),
        }),
      )
    expect([...grads]).toEqual([3e30, 0, -4e30])
  })
})

describe('cosineSchedule', () => {
  it('rises in a straight line, falls along half a cosine, and stays on its floor', () => {
    const rate = cosineSchedule({ peak: 1, warmup: 4, steps: 12, floor: 0.2 })
    expect([0, 1, 3, 4].map(rate)).toEqual([0.25, 0.5, 1, 1])
    expect(rate(8)).toBeCloseTo(0.6, 12)
    expect(rate(6)).toBeCloseTo(0.2 + 0.4 * (1 + Math.SQRT1_2), 12)
    expect([12, 99].map(rate)).toEqual([0.2, 0.2])
  })

  it('refuses a warm-up longer than the run', () => {
    expect(() => cosineSchedule({ peak: 1, warmup: 5, steps: 4 })).toThrow(GlassformerError)
  })
})

describe('train', () => {
  const config = { nLayers: 1, nHeads: 2, dModel: 16, nCtx: 6, dVocab: 5 }
  /** Counting upwards, modulo 5: the next token follows from the last one. */
  const counting = (random: Random) => {
    const start = random.int(5)
    const tokens = [0, 1, 2, 3, 4, 5].map((i) => (start + i) % 5)
    return { tokens, targets: tokens.map((token) => (token + 1) % 5) }
  }

  it('learns a small task, and reports every step', async () => {
    const model = createModel(config, { seed: 1 })
    const seen: number[] = []
    const { steps, cancelled } = await train(model, {
      data: counting,
      steps: 60,
      batchSize: 8,
      learningRate: cosineSchedule({ peak: 0.01, warmup: 5, steps: 60 }),
      onStep: ({ step }) => seen.push(step),
    })
    expect(cancelled).toBe(false)
    expect(seen).toEqual(steps.map(({ step }) => step))
    expect(seen).toHaveLength(60)
    expect(steps[0]?.loss).toBeCloseTo(Math.log(5), 1)
    expect(steps[59]?.loss).toBeLessThan(0.05)
    expect(steps[0]?.learningRate).toBeCloseTo(0.002, 12)
    expect(steps.every(({ gradNorm }) => gradNorm > 0)).toBe(true)
  })

  it('gives the same bytes for the same seed, and others for another', async () => {
    const bytes = async (seed: number) => {
      const model = createModel(config, { seed: 1 })
      await train(model, { data: counting, steps: 5, batchSize: 2, seed })
      return [...new Uint8Array(model.params.slice().buffer)]
    }
    const first = await bytes(7)
    expect(await bytes(7)).toEqual(first)
    expect(await bytes(8)).not.toEqual(first)
  })

  it('takes sequences too: each token predicts the next', async () => {
    const run = async (data: Parameters<typeof train>[1]['data']) => {
      const model = createModel(config, { seed: 1 })
      return { ...(await train(model, { data, steps: 3, batchSize: 2 })), params: [...model.params] }
    }
    const given = await run([[0, 1, 2, 3]])
    const drawn = await run(() => ({ tokens: [0, 1, 2], targets: [1, 2, 3] }))
    expect(given.steps.map(({ loss }) => loss)).toEqual(drawn.steps.map(({ loss }) => loss))
    expect(given.params).toEqual(drawn.params)
  })

  it('stops between two steps when it is cancelled, with the parameters of the last whole step', async () => {
    const controller = new AbortController()
    const model = createModel(config, { seed: 1 })
    const data = counting
    const onStep = ({ step }: { step: number }) => {
      if (step === 2) controller.abort()
    }
    const run = await train(model, { data, steps: 50, batchSize: 2, signal: controller.signal, onStep })
    expect(run.cancelled).toBe(true)
    expect(run.steps).toHaveLength(3)
    const whole = createModel(config, { seed: 1 })
    await train(whole, { data, steps: 3, batchSize: 2 })
    expect(model.params).toEqual(whole.params)
  })

  it('lets a timer cancel it', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 0)
    const model = createModel(config, { seed: 1 })
    const run = await train(model, { data: counting, steps: 100000, batchSize: 1, signal: controller.signal })
    expect(run.cancelled).toBe(true)
  })

  it('refuses bad options and losses that are not numbers', async () => {
    const model = createModel(config)
    const bad = async (options: Partial<Parameters<typeof train>[1]>, message: RegExp) =>
      await expect(train(model, { data: counting, steps: 1, ...options })).rejects.toThrow(message)
    await bad({ steps: 0 }, /steps must be a whole number, 1 or more; got 0/)
    await bad({ batchSize: 1.5 }, /batchSize .* got 1.5/)
    await bad({ data: [[1]] }, /two tokens or more/)
    await bad({ data: [[0, 1], [2, 3, 4], [1]] }, /sequence 2 .*got \[1\]/)
    await bad({ data: [[0, 1], 'abc' as unknown as number[]] }, /sequence 1 .*got "abc"/)
    await bad({ data: [] }, /data must be .*got \[\]/)
    await bad({ data: undefined as unknown as [] }, /data must be .*got undefined/)
    await bad({ data: (() => undefined) as unknown as () => never }, /data must return .*got undefined/)
    for (const maxGradNorm of [0, -1, Number.NaN]) await bad({ maxGradNorm }, /maxGradNorm must be above 0 .*got/)
    await bad({ data: () => ({ tokens: [1], targets: [-1] }) }, /No position/)
    await bad({ data: () => ({ tokens: [9], targets: [1] }) }, /9/)
    model.params.fill(Number.NaN)
    await bad({}, /parameter embed.W_E is NaN at d_vocab 0, d_model 0, in step 0/)
  })
})

describe('parameters that training spoils', () => {
  const sizes = { nLayers: 1, nHeads: 1, dModel: 4, nCtx: 8, dVocab: 5 }

  it('are named with the step whose update they do not survive', () => {
    const model = createModel(sizes)
    const optimizer = createAdamW(model, { learningRate: 0.01 })
    const grads = new Float32Array(model.params.length).fill(1)
    optimizer.step(grads)
    expect(() => optimizer.step(grads, 1e300)).toThrow(
      expect.objectContaining({
        code: 'not-finite',
        message: expect.stringMatching(
          /parameter embed\.W_E is -Infinity at d_vocab 0, d_model 0 after step 1, at a .*1e\+300/,
        ),
      }),
    )
  })

  it('are told by the gradient that is not finite, before train changes any', async () => {
    const model = createModel(sizes)
    const grads = new Float32Array(model.params.length)
    const { offset } = model.layout.byName.get('blocks.0.mlp.b_in') as { offset: number }
    grads[offset + 2] = Number.NaN
    expect(() => createAdamW(model).step(grads)).toThrow(
      /gradient of blocks\.0\.mlp\.b_in is NaN at d_mlp 2, in step 0/,
    )
    const huge = createModel(sizes)
    huge.param('blocks.0.mlp.W_in').data.fill(3e38)
    const before = huge.params.slice()
    await expect(train(huge, { data: [[0, 1, 2]], steps: 1 })).rejects.toMatchObject({ code: 'not-finite' })
    expect(huge.params).toEqual(before)
  })

  it('are named by train, which is given a rate that grows too large', async () => {
    const model = createModel(sizes)
    const run = train(model, { data: [[0, 1, 2]], steps: 3, learningRate: (step) => (step < 1 ? 0.01 : 1e300) })
    await expect(run).rejects.toThrow(/The parameter \S+ is -?Infinity at .* after step 1,/)
  })

  it.each([Number.NaN, Infinity, -1, '1' as unknown as number])('a learning rate of %s is refused', async (rate) => {
    const model = createModel(sizes)
    const before = model.params.slice()
    const grads = new Float32Array(before.length).fill(1)
    expect(() => createAdamW(model, { learningRate: rate })).toThrow(/learningRate/)
    expect(() => createAdamW(model).step(grads, rate)).toThrow(/learningRate/)
    await expect(train(model, { data: [[0, 1, 2]], steps: 1, learningRate: () => rate })).rejects.toThrow(
      /learningRate/,
    )
    await expect(train(model, { data: [[0, 1, 2]], steps: 1, learningRate: rate })).rejects.toThrow(/learningRate/)
    expect(model.params).toEqual(before)
  })
})
