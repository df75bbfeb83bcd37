import { describe, expect, it } from 'vitest'
import { createModel, type Model } from '../model/model'
import { SORT_CONFIG } from '../models/sortConfig'
import { countSorted, drawSortExample } from '../models/sortTask'
import { SORT_TRAINING } from '../models/sortTraining'
import { train } from './train'
import type { TrainOptions } from './types'

const OPTIONS = { data: drawSortExample, steps: 6, batchSize: 4, seed: 3 }
const start = () => createModel(SORT_CONFIG, { seed: 1 })
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))

/** The bytes of the parameters at every report, and the reports. */
async function record(model: Model, options: Partial<TrainOptions> = {}) {
  const seen: unknown[] = []
  const bytes: Uint8Array[] = []
  const onStep = (report: unknown) => {
    seen.push(report)
    bytes.push(new Uint8Array(Float32Array.from(model.params).buffer))
  }
  return { run: await train(model, { ...OPTIONS, onStep, ...options }), seen, bytes }
}

describe('training in a worker of Chromium', () => {
  it('gives the bytes that training in the page gives, at every step', async () => {
    const here = await record(start())
    const there = await record(start(), { worker: true })
    expect(here.seen).toHaveLength(6)
    expect(there).toEqual(here)
  })

  it('stands still while it is paused', async () => {
    const model = start()
    const seen: number[] = []
    const training = train(model, {
      ...OPTIONS,
      worker: true,
      onStep: ({ step }) => {
        seen.push(step)
        if (step === 1) training.pause()
      },
    })
    while (seen.length < 2) await frame()
    const before = model.params.slice()
    for (let i = 0; i < 20; i++) await frame()
    expect(seen).toEqual([0, 1])
    expect(model.params).toEqual(before)
    training.resume()
    expect((await training).steps).toHaveLength(6)
    expect(seen).toEqual([0, 1, 2, 3, 4, 5])
    const whole = await record(start())
    expect(new Uint8Array(Float32Array.from(model.params).buffer)).toEqual(whole.bytes.at(-1))
  })

  it('ends at an abort, and its worker with it', async () => {
    const controller = new AbortController()
    const workers: { ended: boolean }[] = []
    const worker = () => {
      const own = new Worker(new URL('./trainingWorker.ts', import.meta.url), { type: 'module' })
      const state = { ended: false }
      workers.push(state)
      const terminate = own.terminate.bind(own)
      own.terminate = () => {
        state.ended = true
        terminate()
      }
      return own
    }
    const run = await train(start(), {
      ...OPTIONS,
      steps: 1000,
      worker,
      signal: controller.signal,
      onStep: ({ step }) => {
        if (step === 2) controller.abort()
      },
    })
    expect([run.cancelled, run.steps.length]).toEqual([true, 3])
    expect(workers).toEqual([{ ended: true }])
  })

  it('rejects as in the page when the loss is no number', async () => {
    const failing = train(start(), { ...OPTIONS, worker: true, learningRate: (step) => (step < 1 ? 0 : 1e30) })
    await expect(failing).rejects.toThrow(/gradient of \S+ is \S+ at .*, in step 2/)
    await expect(failing).rejects.toMatchObject({ name: 'GlassformerError', code: 'not-finite' })
  })

  it('says what to do when the worker does not load', async () => {
    const worker = () => new Worker('data:text/javascript,throw new Error("broken")', { type: 'module' })
    await expect(train(start(), { ...OPTIONS, worker })).rejects.toThrow(/cannot be used.*trainingWorker/)
  })

  it('learns to sort every input from scratch, while the page goes on painting', async () => {
    const model = createModel(SORT_CONFIG, { seed: SORT_TRAINING.seed })
    let frames = 0
    let painting = true
    const paint = async () => {
      while (painting) {
        await frame()
        frames++
      }
    }
    const painted = paint()
    await train(model, { ...SORT_TRAINING, worker: true })
    painting = false
    await painted
    expect(countSorted(model)).toBe(729)
    expect(frames).toBeGreaterThan(0)
  })
})
