import { describe, expect, it } from 'vitest'
import { createModel } from '../model/model'
import { SORT_CONFIG } from '../models/sortConfig'
import { drawSortExample } from '../models/sortTask'
import { train } from './train'
import type { TrainOptions } from './types'

const OPTIONS = { data: drawSortExample, steps: 200, batchSize: 4, seed: 3 }
const run = (options: Partial<TrainOptions>) => train(createModel(SORT_CONFIG, { seed: 1 }), { ...OPTIONS, ...options })
const own = () => new Worker(new URL('./trainingWorker.ts', import.meta.url), { type: 'module' })
/** A worker of our code and some more. */
const withMore = (code: string) => {
  const url = new URL('./trainingWorker.ts', import.meta.url)
  const blob = new Blob([`import ${JSON.stringify(url.href)}\n${code}`], { type: 'text/javascript' })
  return new Worker(URL.createObjectURL(blob), { type: 'module' })
}
const refused = (message: RegExp) => ({
  name: 'GlassformerError',
  code: 'bad-option',
  message: expect.stringMatching(message),
})

describe('a worker in Chromium', () => {
  it('that is missing', async () => {
    const worker = () => new Worker('/there/is/none.js', { type: 'module' })
    await expect(run({ worker })).rejects.toMatchObject(refused(/did not load.*trainingWorker/))
  })

  it('that may not be run, since it is of another origin', async () => {
    const worker = () => new Worker('https://other.invalid/worker.js', { type: 'module' })
    await expect(run({ worker })).rejects.toMatchObject(refused(/cannot be used/))
  })

  it('that dies at once, given before it does or after', async () => {
    const dying = () => withMore('throw new Error("broken at once")')
    await expect(run({ worker: dying })).rejects.toMatchObject(refused(/broken at once/))
    await expect(run({ worker: dying() })).rejects.toMatchObject(refused(/broken at once/))
  })

  it('that dies later, by an error', async () => {
    const seen: number[] = []
    const worker = withMore(`let n = 0
      addEventListener('message', ({ data }) => { if (data.kind === 'work' && ++n === 5) throw new Error('broken later') })`)
    await expect(run({ worker, onStep: ({ step }) => seen.push(step) })).rejects.toMatchObject(refused(/broken later/))
    expect(seen.length).toBeGreaterThan(0)
  })

  it('that dies later, without a word', async () => {
    const seen: number[] = []
    const worker = withMore(`let n = 0
      addEventListener('message', ({ data }) => { if (data.kind === 'work' && ++n === 5) close() })`)
    await expect(run({ worker, onStep: ({ step }) => seen.push(step) })).rejects.toMatchObject(
      refused(/has ended before the run/),
    )
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.length).toBeLessThan(20)
  })

  it('that someone else ends', async () => {
    const worker = own()
    const onStep = ({ step }: { step: number }) => {
      if (step === 3) worker.terminate()
    }
    await expect(run({ worker, onStep })).rejects.toMatchObject(refused(/has ended before the run/))
  })

  it('that is used twice', async () => {
    const worker = own()
    expect((await run({ worker, steps: 2 })).steps).toHaveLength(2)
    await expect(run({ worker, steps: 2 })).rejects.toMatchObject(refused(/given to a run before/))
    const both = own()
    const [first, second] = [run({ worker: both, steps: 3 }), run({ worker: both, steps: 3 })]
    await expect(second).rejects.toMatchObject(refused(/given to a run before/))
    expect((await first).steps).toHaveLength(3)
  })

  it('that a Content-Security-Policy blocks: the last, since a policy stays', async () => {
    const meta = document.createElement('meta')
    meta.httpEquiv = 'Content-Security-Policy'
    meta.content = "worker-src 'none'"
    document.head.append(meta)
    await expect(run({ worker: true })).rejects.toMatchObject(
      refused(/did not load, or may not be run here|cannot be used/),
    )
    await expect(run({ worker: own })).rejects.toMatchObject(refused(/cannot be used/))
    // Here one sees to it oneself.
    expect((await run({ steps: 2 })).steps).toHaveLength(2)
  })
})
