import { describe, expect, it } from 'vitest'
import { createModel, type Model, modelOf } from '../model/model'
import { GlassformerError } from '../tensor/errors'
import type { Random } from '../tensor/random'
import { besideMe, CONFIG, counting, OPTIONS } from './besideMe.fixture'
import { cosineSchedule } from './schedule'
import { train } from './train'
import type { TrainingWorker, TrainOptions } from './types'

/** What a worker of the user's own, and a page, may say to each other besides. */
const OTHER = ['ready', null, undefined, 7, { kind: 'hello' }, { type: 'done' }]

const turn = () => new Promise((resolve) => setTimeout(resolve, 5))

/** What a run reports and what the parameters are at each report. */
async function record(model: Model, options: Partial<TrainOptions>) {
  const seen: { report: unknown; params: number[] }[] = []
  const run = await train(model, {
    ...OPTIONS,
    ...options,
    onStep: (report) => seen.push({ report, params: [...model.params] }),
  })
  return { run, seen }
}

describe('train in a worker', () => {
  it.each([
    ['with the kernels', () => createModel(CONFIG, { seed: 1 })],
    ['plain', () => createModel(CONFIG, { seed: 1, kernels: 'plain' })],
    ['in float64', () => createModel(CONFIG, { seed: 1, precision: 'float64' })],
  ])('gives the same bits at every step as without, %s', async (_, start) => {
    const learningRate = cosineSchedule({ peak: 0.01, warmup: 3, steps: 9 })
    const options = { learningRate, betas: [0.8, 0.95], maxGradNorm: Number.POSITIVE_INFINITY } as const
    const alone = await record(start(), options)
    const { worker, state } = besideMe()
    const beside = await record(start(), { ...options, worker })
    expect(alone.seen).toHaveLength(9)
    expect(beside).toEqual(alone)
    expect(state.terminated).toBe(true)
  })

  it('takes a function that starts the worker', async () => {
    const { worker, state } = besideMe()
    const { run } = await record(createModel(CONFIG), { worker: () => worker })
    expect(run.steps).toHaveLength(9)
    expect(state.terminated).toBe(true)
  })

  it('says what to do where there is no Worker', async () => {
    const failing = train(createModel(CONFIG), { ...OPTIONS, worker: true })
    await expect(failing).rejects.toThrow(/no.*here.*leave `worker` out/)
    await expect(failing).rejects.toMatchObject({ code: 'bad-option' })
  })

  it('rejects as it would here when the loss is no number, after the steps before', async () => {
    const model = modelOf(CONFIG, createModel(CONFIG, { seed: 1 }).params)
    const steps: number[] = []
    const { worker, state } = besideMe()
    const learningRate = (step: number) => (step < 2 ? 0.01 : 1e30)
    const run = train(model, { ...OPTIONS, learningRate, worker, onStep: ({ step }) => steps.push(step) })
    await expect(run).rejects.toThrow(/gradient of \S+ is \S+ at .*, in step 3/)
    await expect(run).rejects.toBeInstanceOf(GlassformerError)
    expect(steps).toEqual([0, 1, 2])
    expect(state.terminated).toBe(true)
  })

  it('rejects with what `data` throws, after the steps drawn before', async () => {
    let drawn = 0
    const data = (random: Random) => {
      if (++drawn > 3 * 2) throw new RangeError('no more')
      return counting(random)
    }
    const { worker, state } = besideMe()
    const seen: number[] = []
    const run = train(createModel(CONFIG), { ...OPTIONS, data, worker, onStep: ({ step }) => seen.push(step) })
    await expect(run).rejects.toThrow(new RangeError('no more'))
    expect(seen).toEqual([0, 1])
    expect(state.terminated).toBe(true)
  })

  it('rejects with what `onStep` throws, and with options that the optimizer refuses', async () => {
    const first = besideMe()
    const onStep = () => {
      throw new RangeError('enough')
    }
    await expect(train(createModel(CONFIG), { ...OPTIONS, worker: first.worker, onStep })).rejects.toThrow('enough')
    const second = besideMe()
    await expect(train(createModel(CONFIG), { ...OPTIONS, worker: second.worker, eps: 0 })).rejects.toThrow(
      /eps must be a number above 0; got 0/,
    )
    expect([first.state.terminated, second.state.terminated]).toEqual([true, true])
  })

  it('refuses a norm to clip to before it starts a worker', async () => {
    let started = 0
    const worker = () => {
      started++
      return besideMe().worker
    }
    const run = train(createModel(CONFIG), { ...OPTIONS, maxGradNorm: 0, worker })
    await expect(run).rejects.toMatchObject({ code: 'bad-option', message: expect.stringContaining('got 0') })
    expect(started).toBe(0)
  })

  it('passes over messages that are not its own, on either side', async () => {
    const alone = await record(createModel(CONFIG, { seed: 1 }), {})
    const { worker } = besideMe()
    const talkative: TrainingWorker = {
      ...worker,
      postMessage: (message, transfer) => {
        for (const other of OTHER) worker.postMessage(other, [])
        worker.postMessage(message, transfer)
      },
      addEventListener: (type, listener: (event: { data: unknown }) => void) => {
        if (type !== 'message') return
        worker.addEventListener(type, (event) => {
          for (const data of OTHER) listener({ data })
          listener(event)
        })
      },
    }
    expect(await record(createModel(CONFIG, { seed: 1 }), { worker: talkative })).toEqual(alone)
  })

  it('rejects with words of its own when the worker breaks', async () => {
    const { worker, state } = besideMe()
    const refused = { message: 'refused', data: undefined }
    const broken: TrainingWorker = {
      ...worker,
      postMessage: () => {},
      addEventListener: (type, listener) => {
        if (type === 'error') setTimeout(() => listener(refused), 0)
      },
    }
    await expect(train(createModel(CONFIG), { ...OPTIONS, worker: broken })).rejects.toThrow(
      /cannot be used: refused.*@glassformer\/core\/trainingWorker/,
    )
    expect(state.terminated).toBe(true)
  })
})

describe.each([
  ['here', () => ({})],
  ['in a worker', () => ({ worker: besideMe().worker })],
])('a run %s', (_, where: () => Partial<TrainOptions>) => {
  it('takes undefined for what is not said', async () => {
    const unsaid = { betas: undefined, eps: undefined, weightDecay: undefined, maxGradNorm: undefined }
    const rest = { learningRate: undefined, onStep: undefined, signal: undefined }
    const model = createModel(CONFIG, { seed: 1 })
    await train(model, { ...OPTIONS, ...unsaid, ...rest, ...where() })
    const plain = createModel(CONFIG, { seed: 1 })
    await train(plain, OPTIONS)
    expect(model.params).toEqual(plain.params)
  })

  it('changes nothing while it is paused, and goes on as if it had not been', async () => {
    const whole = await record(createModel(CONFIG, { seed: 1 }), {})
    const model = createModel(CONFIG, { seed: 1 })
    const seen: number[] = []
    const training = train(model, {
      ...OPTIONS,
      ...where(),
      onStep: ({ step }) => {
        seen.push(step)
        if (step === 3) training.pause()
      },
    })
    while (seen.length < 4) await turn()
    const before = [...model.params]
    for (let i = 0; i < 8; i++) await turn()
    expect(seen).toEqual([0, 1, 2, 3])
    expect([...model.params]).toEqual(before)
    training.pause()
    training.resume()
    expect(await training).toEqual(whole.run)
    expect([...model.params]).toEqual(whole.seen.at(-1)?.params)
  })

  it('may be paused before it has begun, and resumed', async () => {
    const seen: number[] = []
    const training = train(createModel(CONFIG), { ...OPTIONS, ...where(), onStep: ({ step }) => seen.push(step) })
    training.pause()
    for (let i = 0; i < 8; i++) await turn()
    expect(seen).toEqual([])
    training.resume()
    training.pause()
    training.resume()
    expect((await training).steps).toHaveLength(9)
  })

  it('is cancelled while it is paused, at once, with the parameters of the last report', async () => {
    const model = createModel(CONFIG, { seed: 1 })
    const controller = new AbortController()
    const training = train(model, {
      ...OPTIONS,
      ...where(),
      signal: controller.signal,
      onStep: ({ step }) => {
        if (step === 1) training.pause()
      },
    })
    for (let i = 0; i < 8; i++) await turn()
    const before = [...model.params]
    controller.abort()
    const run = await training
    expect(run.cancelled).toBe(true)
    expect(run.steps.map(({ step }) => step)).toEqual([0, 1])
    expect([...model.params]).toEqual(before)
    const two = await record(createModel(CONFIG, { seed: 1 }), { steps: 2 })
    expect(before).toEqual(two.seen[1]?.params)
  })

  it('is cancelled by its own report, and before its first step', async () => {
    const controller = new AbortController()
    const options = { ...OPTIONS, signal: controller.signal }
    const run = await train(createModel(CONFIG), {
      ...options,
      ...where(),
      onStep: ({ step }) => {
        if (step === 2) controller.abort()
      },
    })
    expect([run.cancelled, run.steps.length]).toEqual([true, 3])
    expect(await train(createModel(CONFIG), { ...options, ...where() })).toEqual({ cancelled: true, steps: [] })
  })
})
