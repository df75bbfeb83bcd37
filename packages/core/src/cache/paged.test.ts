import { describe, expect, it } from 'vitest'
import { generate, generateSteps } from '../inference/generate'
import { livelyModel } from '../testing/naive'
import { paged } from './paged'

const config = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 24, dVocab: 9 }
const model = livelyModel(config, 'float32')

describe('a paged cache', () => {
  it('takes blocks when they are needed, and its numbers are those of the full cache', () => {
    const cache = paged({ blockSize: 4 })
    const trace = generate(model, [1, 2, 3, 4, 5], { maxNewTokens: 6, cache, compare: true })
    expect(trace.steps.map((step) => step.cache?.blockTable)).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 1, 2],
      [0, 1, 2],
    ])
    const full = generate(model, [1, 2, 3, 4, 5], { maxNewTokens: 6 })
    expect(trace.tensors).toEqual(full.tensors)
    expect(trace.steps.map(({ other }) => other?.maxLogitDifference)).toEqual([0, 0, 0, 0, 0, 0])
    const block = 4 * 2 * 8 * 4
    expect(trace.steps.map(({ counts }) => counts.bytes.cacheSize / (2 * block))).toEqual([2, 2, 2, 2, 3, 3])
    expect(trace.steps.map(({ counts }) => counts.bytes.cacheRead)).toEqual(
      full.steps.map(({ counts }) => counts.bytes.cacheRead),
    )
    expect(trace.cache).toEqual({ policy: 'paged', blockSize: 4 })
    expect(cache.blocksInUse).toBe(0)
  })

  it('gives requests that run at the same time blocks that do not lie together, and each its own numbers', () => {
    const cache = paged({ blockSize: 2, blocks: 11 })
    const prompts = [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8],
    ]
    const runs = prompts.map((prompt) => generateSteps(model, prompt, { maxNewTokens: 5, cache }))
    const tables: (readonly number[])[] = []
    for (let step = 0; step < 5; step++)
      for (const [i, run] of runs.entries()) {
        const { value } = run.next() as unknown as { value: { step: { cache: { blockTable: number[] } } } }
        tables[i] = value.step.cache.blockTable
      }
    expect(tables).toEqual([
      [0, 1, 6, 9],
      [2, 3, 7, 10],
      [4, 5, 8],
    ])
    for (const [i, run] of runs.entries()) {
      const { value } = run.next()
      expect(value).toHaveProperty('kind', 'generation')
      const full = generate(model, prompts[i] as number[], { maxNewTokens: 5 })
      expect((value as typeof full).tensors).toEqual(full.tensors)
    }
    expect(cache.blocksInUse).toBe(0)
  })

  it('keeps its memory from one request to the next only as long as one holds blocks', () => {
    const cache = paged({ blockSize: 2, blocks: 8 })
    const full = [
      [1, 2, 3],
      [4, 5, 6],
    ].map((prompt) => generate(model, prompt, { maxNewTokens: 3 }).tokens)
    const [first, second] = [
      [1, 2, 3],
      [4, 5, 6],
    ].map((prompt) => generateSteps(model, prompt, { maxNewTokens: 3, cache }))
    first?.next()
    const end = (run: typeof first) => {
      for (let next = run?.next(); next; next = run?.next()) if (next.done) return next.value.tokens
      return undefined
    }
    expect(end(first)).toEqual(full[0])
    expect(end(second)).toEqual(full[1])
    expect(generate(model, [1, 2, 3], { maxNewTokens: 3, cache }).steps[2]?.cache?.blockTable).toEqual([0, 1, 2])
  })

  it('refuses a position that no block is left for, and frees what the request had', () => {
    const cache = paged({ blockSize: 2, blocks: 3 })
    expect(() => generate(model, [1, 2, 3, 4], { maxNewTokens: 4, cache })).toThrow(
      expect.objectContaining({
        code: 'context-exceeded',
        message: expect.stringMatching(/All 3 blocks of 2 positions/),
      }),
    )
    expect(cache.blocksInUse).toBe(0)
    expect(generate(model, [1, 2, 3, 4], { maxNewTokens: 3, cache }).steps).toHaveLength(3)
  })

  it.each([{ blockSize: 0 }, { blockSize: 2, blocks: 0 }])('refuses %j', (options) => {
    expect(() => paged(options)).toThrow(expect.objectContaining({ code: 'bad-option' }))
  })
})
