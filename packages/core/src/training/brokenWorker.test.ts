import { describe, expect, it, vi } from 'vitest'
import { createModel } from '../model/model'
import type { Random } from '../tensor/random'
import { besideMe, CONFIG, counting, OPTIONS } from './besideMe.fixture'
import { train } from './train'
import type { TrainingWorker } from './types'

describe('a worker that does not work', () => {
  const silent = (): TrainingWorker => ({ postMessage: () => {}, terminate: () => {}, addEventListener: () => {} })

  it('and never says so is given up after a while', async () => {
    vi.useFakeTimers()
    try {
      const failing = train(createModel(CONFIG), { ...OPTIONS, worker: silent() })
      const refused = expect(failing).rejects.toMatchObject({
        code: 'bad-option',
        message: expect.stringMatching(/has not answered in 20 seconds.*trainingWorker/),
      })
      await vi.dynamicImportSettled()
      await vi.advanceTimersByTimeAsync(21_000)
      await refused
    } finally {
      vi.useRealTimers()
    }
  })

  it('but takes its time over a step is waited for, once it has answered', async () => {
    vi.useFakeTimers()
    try {
      let answer = (_: { data: unknown }) => {}
      const slow: TrainingWorker = {
        ...silent(),
        addEventListener: (type, listener) => {
          if (type === 'message') answer = listener
        },
      }
      const model = createModel(CONFIG)
      let ended = false
      const run = train(model, { ...OPTIONS, steps: 1, worker: slow })
      run.then(() => (ended = true))
      await vi.dynamicImportSettled()
      await vi.advanceTimersByTimeAsync(5000)
      answer({ data: { kind: 'ready', lock: undefined } })
      await vi.advanceTimersByTimeAsync(600_000)
      expect(ended).toBe(false)
      answer({ data: { kind: 'done', report: { step: 0 }, params: model.params.slice() } })
      await vi.advanceTimersByTimeAsync(10)
      expect(await run).toMatchObject({ steps: [{ step: 0 }] })
    } finally {
      vi.useRealTimers()
    }
  })

  it('since it was used is refused at once, given as it is or by a function', async () => {
    const { worker } = besideMe()
    await train(createModel(CONFIG), { ...OPTIONS, worker })
    for (const again of [worker, () => worker])
      await expect(train(createModel(CONFIG), { ...OPTIONS, worker: again })).rejects.toMatchObject({
        code: 'bad-option',
        message: expect.stringMatching(/given to a run before.*function that starts a new one/),
      })
  })

  it('because it broke before it could be listened to is told of', async () => {
    const worker: TrainingWorker = {
      ...silent(),
      addEventListener: (type, listener: (event: { data: undefined; message: string }) => void) => {
        if (type === 'error') queueMicrotask(() => listener({ data: undefined, message: 'broken early' }))
      },
    }
    await expect(train(createModel(CONFIG), { ...OPTIONS, worker })).rejects.toThrow(/broken early/)
  })

  it.each([[{}], [7], ['worker.js'], [() => undefined], [() => ({})], [Object.create(null)]])(
    'since it is none is refused (%#)',
    async (worker) => {
      const failing = train(createModel(CONFIG), { ...OPTIONS, worker: worker as unknown as TrainingWorker })
      await expect(failing).rejects.toMatchObject({
        code: 'bad-option',
        message: expect.stringContaining('worker must be true, a Worker'),
      })
    },
  )

  it('since the function that starts it throws is told of', async () => {
    const worker = () => {
      throw new Error('Access to the script is denied.')
    }
    await expect(train(createModel(CONFIG), { ...OPTIONS, worker })).rejects.toMatchObject({
      name: 'GlassformerError',
      message: expect.stringContaining('Access to the script is denied. Give'),
    })
  })

  it('because a message could not be read is told of', async () => {
    const worker: TrainingWorker = {
      ...silent(),
      addEventListener: (type, listener: (event: { data: undefined }) => void) => {
        if (type === 'messageerror') setTimeout(() => listener({ data: undefined }), 0)
      },
    }
    await expect(train(createModel(CONFIG), { ...OPTIONS, worker })).rejects.toThrow(/could not be read/)
  })

  it('takes examples that hold more than can be sent', async () => {
    const { worker } = besideMe()
    const data = (random: Random) => ({ ...counting(random), note: () => 'a function' })
    expect((await train(createModel(CONFIG), { ...OPTIONS, data, worker })).steps).toHaveLength(9)
  })
})
