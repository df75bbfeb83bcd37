import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { slidingWindow } from '../cache'
import type { CachePolicy } from '../cache/policy'
import { giveBack, takeFloats } from '../kernels/arena'
import type { Model } from '../model/model'
import { type Distribution, sample } from '../sampling/sampling'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { livelyModel } from '../testing/naive'
import { type GenerationProgress, generate, generateSteps } from './generate'
import type { Interventions } from './options'
import { runForward } from './runForward'

const config = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 80, dVocab: 7 }
const model = livelyModel(config, 'float32')

const anyRun = anyConfig.chain((input) =>
  fc.record({
    input: fc.constant(input),
    seed: fc.nat(1e6),
    ids: anyTokens(input.dVocab, 1, 6),
    maxNewTokens: fc.integer({ min: 1, max: 5 }),
    prefillChunk: fc.integer({ min: 1, max: 7 }),
    cache: fc.constantFrom('full' as const, 'none' as const),
  }),
)

describe('generateSteps', () => {
  it('yields after every pass, and ends with the trace that generate returns', () => {
    const steps = generateSteps(model, [1, 2, 3, 4, 5], { maxNewTokens: 3, prefillChunk: 2 })
    const seen: GenerationProgress[] = []
    let next = steps.next()
    for (; !next.done; next = steps.next()) seen.push(next.value)
    expect(seen.map(({ positions, step }) => [positions, step?.kind])).toEqual([
      [2, undefined],
      [4, undefined],
      [5, 'prefill'],
      [6, 'decode'],
      [7, 'decode'],
    ])
    expect(next.value).toEqual(generate(model, [1, 2, 3, 4, 5], { maxNewTokens: 3, prefillChunk: 2 }))
    expect(seen.flatMap(({ step }) => step ?? [])).toEqual(next.value.steps)
  })

  it('gives the same to the bit in passes of any length', () => {
    fc.assert(
      fc.property(anyRun, ({ input, seed, ids, maxNewTokens, prefillChunk, cache }) => {
        const any = livelyModel(input, 'float32', seed)
        const options = { maxNewTokens, cache, sampler: sample({ seed, temperature: 2 }) }
        const whole = generate(any, ids, options)
        const parts = generate(any, ids, { ...options, prefillChunk })
        expect(parts).toEqual(whole)
      }),
      { numRuns: 60 },
    )
  })
})

describe('progress', () => {
  const prompt = [1, 2, 3, 4, 5]

  it.each([
    ['full', 2],
    ['none', 2],
    [slidingWindow({ window: 9 }), 4],
  ] as const)('never goes back, with the cache %o and another way beside it', (cache, passes) => {
    const steps = generateSteps(model, prompt, { maxNewTokens: 3, prefillChunk: 2, cache, compare: true })
    const seen = [...steps]
    const positions = seen.map((progress) => progress.positions)
    expect(positions).toEqual(positions.toSorted((a, b) => a - b))
    expect(seen.flatMap((progress) => (progress.step ? [progress.positions] : []))).toEqual([5, 6, 7])
    // Those of a prompt of five that are not its last: of each of the two runs that take it in passes.
    expect(seen).toHaveLength(3 + passes)
  })

  it.each(['full', 'none'] as const)('stops at a signal before any pass (%s)', (cache) => {
    for (let passes = 0; passes < 7; passes++) {
      const signal = { aborted: false }
      const steps = generateSteps(model, prompt, { maxNewTokens: 3, prefillChunk: 2, cache, compare: true, signal })
      const seen: GenerationProgress[] = []
      const run = () => {
        for (const progress of steps) {
          seen.push(progress)
          signal.aborted = seen.length > passes
        }
      }
      const tokens = () => seen.filter(({ step }) => step).length
      if (passes >= 4) expect(run).not.toThrow()
      else expect(run).toThrow(expect.objectContaining({ code: 'cancelled' }))
      expect(seen.length).toBe(Math.min(passes, 4) + 1)
      if (passes < 4) expect(tokens()).toBe(Math.max(0, passes - 1))
    }
  })
})

describe('what a generation takes', () => {
  const counted = () => {
    const closed: (readonly number[])[] = []
    const policy = slidingWindow({ window: 4 })
    const cache: CachePolicy = {
      ...policy,
      open(request) {
        const opened = policy.open(request)
        return {
          ...opened,
          close(tokens) {
            closed.push(tokens)
            opened.close(tokens)
          },
        }
      },
    }
    return { cache, closed }
  }
  /** Interventions that break down when they are asked for the `n`-th run (from 1). */
  const breaksAt = (n: number): Interventions => {
    let runs = 0
    return {
      bind: () => ({
        records: [],
        edits: () => {
          if (++runs === n) throw new Error('broken')
          return () => {}
        },
      }),
    }
  }
  const free = ({ params }: Model) => {
    const place = takeFloats(params, 1)
    giveBack(place)
    return place.byteOffset
  }

  it.each([1, 2])('is given back if run %i of two cannot be made', (n) => {
    const before = free(model)
    for (const own of [counted(), { closed: undefined }]) {
      const options = { compare: true, interventions: breaksAt(n), ...('cache' in own && { cache: own.cache }) }
      expect(() => generate(model, [1, 2, 3], options)).toThrow('broken')
      if (own.closed) expect(own.closed).toEqual([[]])
      expect(free(model)).toBe(before)
    }
  })
})

describe('select', () => {
  const tokens = Array.from({ length: 70 }, (_, i) => (i * i + 3) % 7)
  const whole = runForward(model, tokens)

  it('keeps the named tensors alone, in the order of computation, and they are the same to the bit', () => {
    const select = ['logits', 'blocks.*.attn.pattern', 'embed', 'blocks.1.*']
    const trace = runForward(model, tokens, { select })
    const kept = Object.keys(whole.tensors).filter((name) => /^(logits|embed)$|attn\.pattern|blocks\.1/.test(name))
    expect(Object.keys(trace.tensors)).toEqual(kept)
    for (const name of kept) expect(trace.tensor(name)).toEqual(whole.tensor(name))
    expect(trace.counts).toEqual(whole.counts)
    expect(() => trace.tensor('probs')).toThrow(expect.objectContaining({ code: 'unknown-tensor' }))
    const generation = generate(model, tokens, { maxNewTokens: 4, select })
    expect(Object.keys(generation.tensors)).toEqual(kept)
    expect(generation.steps).toEqual(generate(model, tokens, { maxNewTokens: 4 }).steps)
  })

  it('keeps none if none is named, and refuses names that do not exist', () => {
    expect(runForward(model, [1], { select: [] }).tensors).toEqual({})
    for (const select of [['blocks.2.resid_pre'], ['logits', 'log.ts'], ['attn.*']])
      expect(() => runForward(model, [1], { select })).toThrow(expect.objectContaining({ code: 'unknown-tensor' }))
    expect(() => generate(model, [1], { select: ['x'] }).tensors).toThrow(/"x"/)
  })
})

describe('what a token was drawn from', () => {
  it('is computed once for each step, and handed to the sampler', () => {
    const sampler = sample({ topK: 3, seed: 1 })
    const asked: Distribution[] = []
    const given: unknown[] = []
    const trace = generate(model, [1, 2], {
      maxNewTokens: 4,
      sampler: {
        distribution(logits, step) {
          const drawn = (sampler.distribution as NonNullable<typeof sampler.distribution>)(logits, step)
          asked.push(drawn)
          return drawn
        },
        pick(logits, step, drawn) {
          given.push(drawn)
          return sampler.pick(logits, step, drawn)
        },
      },
    })
    expect(asked).toHaveLength(4)
    for (const [i, drawn] of given.entries()) expect(drawn).toBe(asked[i])
    expect(trace).toEqual(generate(model, [1, 2], { maxNewTokens: 4, sampler }))
    const { tokens } = generate(model, [1, 2], { maxNewTokens: 4, sampler, distributions: false })
    expect(tokens).toEqual(trace.tokens)
  })

  it('is in the trace: logits, scaled, filtered and the probabilities that pick drew by', () => {
    const sampler = sample({ temperature: 0.8, topK: 3, seed: 4 })
    const trace = generate(model, [1, 2, 3], { maxNewTokens: 5, sampler })
    for (const { sampling, sampled, to } of trace.steps) {
      const logits = trace.tensor('logits').data.subarray((to - 1) * 7, to * 7)
      expect(sampling?.logits).toEqual(logits)
      expect(sampling?.scaled).toEqual(logits.map((logit) => logit / 0.8))
      expect(sampling?.probs.filter((p) => p > 0)).toHaveLength(3)
      expect(sampling?.probs[sampled.id]).toBeGreaterThan(0)
      expect(sampling?.filtered.filter((value) => value === -Infinity)).toHaveLength(4)
    }
  })

  it('may be left out, and is missing for samplers that do not tell', () => {
    expect(generate(model, [1], { distributions: false }).steps[0]).not.toHaveProperty('sampling')
    expect(generate(model, [1], { sampler: { pick: () => 3 } }).steps[0]).not.toHaveProperty('sampling')
  })
})
