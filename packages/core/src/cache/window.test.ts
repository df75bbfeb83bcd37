import { describe, expect, it } from 'vitest'
import { generate } from '../inference/generate'
import { dimsOf } from '../model/dims'
import { modelOf } from '../model/model'
import type { Floats } from '../tensor/tensor'
import { livelyModel } from '../testing/naive'
import { heavyHitters } from './heavyHitters'
import type { CacheRequest } from './policy'
import { attentionSinks, slidingWindow } from './window'

const config = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 24, dVocab: 9 }
const model = livelyModel(config, 'float32')

describe('a sliding window', () => {
  it('of a cache is that of a model, where there is one layer or the prompt is within it', () => {
    const window = 4
    for (const [nLayers, prompt] of [
      [1, [1, 2, 3, 4, 5, 6, 7]],
      [3, [1, 2]],
    ] as const) {
      const any = livelyModel({ ...config, nLayers }, 'float32')
      const windowed = modelOf({ ...any.config, attentionWindow: window }, any.params)
      const cached = generate(any, prompt, { maxNewTokens: 9, cache: slidingWindow({ window }) })
      const whole = generate(windowed, prompt, { maxNewTokens: 9, cache: 'none' })
      const V = config.dVocab
      // Rows of the prompt see all of it under the cache's window; what is computed from then on does not depend on theirs.
      const from = (prompt.length > window ? prompt.length : 0) * V
      expect(cached.tensor('logits').data.subarray(from)).toEqual(whole.tensor('logits').data.subarray(from))
      expect(cached.tokens.length).toBe(whole.tokens.length)
    }
  })

  it('goes round its rows: memory of the window alone, and what went is overwritten', () => {
    const { L, NKV, HS } = dimsOf(model.config)
    const taken: Floats[] = []
    const given: Floats[] = []
    const request: CacheRequest = {
      model,
      prompt: [1, 2, 3, 4, 5],
      positions: 12,
      floats: (size) => {
        taken.push(new Float32Array(size))
        return taken.at(-1) as Floats
      },
      give: (floats) => given.push(floats),
    }
    const cache = slidingWindow({ window: 3 }).open(request)
    const width = NKV * HS
    const rows = (from: number, to: number) =>
      Float32Array.from({ length: (to - from) * width }, (_, i) => from + Math.floor(i / width))
    for (let layer = 0; layer < L; layer++) cache.write(layer, rows(0, 5), rows(0, 5), 0, 5, 0)
    cache.settle?.(5)
    // The prompt's own memory was given back, with nothing left in it to be read.
    expect(given).toHaveLength(2 * L)
    expect(given.every((floats) => floats.length === 5 * width && floats.every(Number.isNaN))).toBe(true)
    const left = taken.filter((floats) => !given.includes(floats))
    expect(left.map(({ length }) => length)).toEqual(Array(2 * L).fill(3 * width))
    for (let p = 5; p < 12; p++) {
      for (let layer = 0; layer < L; layer++) {
        const { k, v, slots } = cache.write(layer, rows(p, p + 1), rows(p, p + 1), 0, 1, p)
        expect(taken).toContain(k)
        for (const part of [k, v])
          expect(Array.from(part).sort((a, b) => a - b)).toEqual(Array.from(rows(p - 2, p + 1)))
        for (let s = 0; s < 12; s++)
          if (s > p || s < p - 2) expect(slots?.[s]).toBe(-1)
          else expect(k[(slots?.[s] as number) * width]).toBe(s)
      }
      cache.settle?.(p + 1)
    }
    expect(taken).toHaveLength(4 * L)
    cache.close([])
    expect(given).toHaveLength(4 * L)
  })
})

describe('attention sinks', () => {
  it('are held, and the last positions beside them', () => {
    const trace = generate(model, [1, 2, 3, 4, 5, 6], {
      maxNewTokens: 4,
      cache: attentionSinks({ sinks: 2, window: 3 }),
    })
    expect(trace.steps.map(({ cache }) => cache?.layers[1])).toMatchObject([
      {
        written: [[0, 6]],
        read: [],
        evicted: [[2, 3]],
        held: [
          [0, 2],
          [3, 6],
        ],
      },
      {
        written: [[6, 7]],
        evicted: [[3, 4]],
        read: [
          [0, 2],
          [4, 7],
        ],
        held: [
          [0, 2],
          [4, 7],
        ],
      },
      {
        written: [[7, 8]],
        evicted: [[4, 5]],
        held: [
          [0, 2],
          [5, 8],
        ],
      },
      {
        written: [[8, 9]],
        evicted: [[5, 6]],
        held: [
          [0, 2],
          [6, 9],
        ],
      },
    ])
    expect(trace.cacheAt(3)[0]?.positions).toEqual([0, 1, 6, 7, 8])
    expect(trace.steps.map(({ cachedPositions }) => cachedPositions)).toEqual([5, 5, 5, 5])
  })
})

describe('policies that forget', () => {
  it.each([
    ['sliding-window', slidingWindow({ window: 3 })],
    ['attention-sinks', attentionSinks({ sinks: 1, window: 2 })],
    ['heavy-hitters', heavyHitters({ recent: 1, heavy: 2 })],
  ])('%s: change the logits only once something is gone', (policy, cache) => {
    const { steps, cache: named } = generate(model, [1, 2], { maxNewTokens: 6, cache, compare: true })
    expect(named).toMatchObject({ policy })
    const differences = steps.map(({ other }) => other?.maxLogitDifference as number)
    // Heavy hitters attend to a new position before another goes.
    const same = policy === 'heavy-hitters' ? 3 : 2
    expect(differences.slice(0, same)).toEqual(Array(same).fill(0))
    for (const difference of differences.slice(same)) expect(difference).toBeGreaterThan(1e-6)
  })

  it.each([
    [() => slidingWindow({ window: 0 }), /window must be a whole number, 1 or more; got 0/],
    [() => attentionSinks({ sinks: 0, window: 2 }), /sinks/],
    [() => heavyHitters({ recent: 1, heavy: 0.5 }), /heavy .* got 0.5/],
  ])('refuse senseless numbers', (make, message) => {
    expect(make).toThrow(expect.objectContaining({ code: 'bad-option', message: expect.stringMatching(message) }))
  })
})
