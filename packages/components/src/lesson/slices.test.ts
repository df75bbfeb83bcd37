import { createModel, generate, runBackward } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { describe, expect, it, vi } from 'vitest'
import { lessonSteps } from './run'
import { atOnce, inSlices } from './slices'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 80, dVocab: tokenizer.size },
  { seed: 2, tokenizer },
)
const ask = { model, text: 'ABC CBA '.repeat(8), maxNewTokens: 4 }

describe('a run', () => {
  it('is that of the core, to the bit, at once and in slices', async () => {
    const generation = generate(model, ask.text, { maxNewTokens: 4, compare: true })
    const backward = runBackward(
      model,
      generation.tokens.map(({ id }) => id),
    )
    const sliced = await new Promise((done, failed) => inSlices(lessonSteps(ask), { done, failed }))
    for (const run of [atOnce(lessonSteps(ask)), sliced]) expect(run).toEqual({ model, generation, backward })
  })

  it('is left where it is, before its first step too', async () => {
    const done = vi.fn()
    const left = vi.fn()
    function* steps() {
      try {
        for (;;) yield
      } finally {
        left()
      }
    }
    inSlices(steps(), { done, failed: done })()
    expect(left).not.toHaveBeenCalled()
    const stop = inSlices(steps(), { done, failed: done })
    await new Promise((resolve) => setTimeout(resolve, 50))
    stop()
    expect(left).toHaveBeenCalledTimes(1)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(done).not.toHaveBeenCalled()
  })

  it('breathes between slices, and says what stopped it', async () => {
    const order: string[] = []
    const problem = new Error('no')
    function* steps(): Generator<void, never> {
      for (let i = 0; i < 3; i++) {
        order.push('work')
        const until = performance.now() + 10
        while (performance.now() < until);
        yield
      }
      throw problem
    }
    const page = setInterval(() => order.push('page'))
    const failed = await new Promise((resolve) => inSlices(steps(), { done: resolve, failed: resolve }))
    clearInterval(page)
    expect(failed).toBe(problem)
    expect(order.indexOf('page')).toBeLessThan(order.lastIndexOf('work'))
  })
})
