import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generate, generateSteps } from '../inference/generate'
import { intervene } from '../intervene/intervene'
import { createRandom } from '../tensor/random'
import { livelyModel } from '../testing/naive'
import { validateTrace } from '../trace/validate'
import { prefixCache } from './prefixCache'

const config = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 24, dVocab: 9 }
const model = livelyModel(config, 'float32')
const rotary = livelyModel({ ...config, positions: 'rotary', nKVHeads: 1 }, 'float32')

/** What a tree of blocks would hold, as a set of texts: every whole-block beginning of what was processed. */
function beginnings(tokens: readonly number[], blockSize: number): string[] {
  return Array.from({ length: Math.floor(tokens.length / blockSize) }, (_, i) =>
    tokens.slice(0, (i + 1) * blockSize).join(),
  )
}

describe('a prefix cache', () => {
  it('does not compute again what begins alike, and the rest is the same to the bit', () => {
    for (const any of [model, rotary]) {
      const cache = prefixCache({ blockSize: 2, capacity: 20 })
      const first = generate(any, [1, 2, 3, 4, 5], { maxNewTokens: 3, cache })
      expect(first.steps[0]).toMatchObject({ from: 0, cache: { prefix: { hits: 0, misses: 2, evictions: 0 } } })
      const prompt = [1, 2, 3, 4, 6, 7, 8]
      const second = generate(any, prompt, { maxNewTokens: 3, cache, compare: true })
      expect(second.steps[0]).toMatchObject({ from: 4, to: 7, cache: { prefix: { hits: 2, misses: 1, evictions: 0 } } })
      expect(second.steps[1]?.cache?.prefix).toEqual({ hits: 0, misses: 0, evictions: 0 })
      expect(second.steps[0]?.cache?.layers[1]).toMatchObject({ shared: [[0, 4]], written: [[4, 7]], held: [[0, 7]] })
      expect(second.steps[1]?.cache?.layers[1]?.shared).toEqual([])
      const full = generate(any, prompt, { maxNewTokens: 3 })
      expect(second.tokens).toEqual(full.tokens)
      expect(second.steps.map(({ other }) => other?.maxLogitDifference)).toEqual([0, 0, 0])
      const K = any === rotary ? 'rot_k' : 'k'
      for (const [name, { data, axes }] of Object.entries(full.tensors)) {
        const got = second.tensor(name).data
        if (axes[0] === 'head') continue
        const reused = (4 * data.length) / 9
        expect(got.subarray(reused), name).toEqual(data.subarray(reused))
        if (name.endsWith(`.${K}`) || name.endsWith('.v')) expect(got, name).toEqual(data)
        else expect(got.subarray(0, reused).every(Number.isNaN), name).toBe(true)
      }
      const [macs, fullMacs] = [second, full].map(({ steps }) => steps[0]?.counts.macs.mlp as number)
      expect((macs as number) / (fullMacs as number)).toBeCloseTo(3 / 7, 12)
      expect(() => validateTrace(second)).not.toThrow()
    }
  })

  it('always computes the last token of a prompt, for its logits', () => {
    const cache = prefixCache({ blockSize: 2, capacity: 20 })
    for (const hits of [0, 1, 1]) {
      const { steps } = generate(model, [1, 2, 3, 4], { maxNewTokens: 1, cache })
      expect(steps[0]).toMatchObject({ from: 2 * hits, cache: { prefix: { hits, misses: 2 - hits } } })
    }
    expect(cache.stats()).toEqual({ requests: 3, hits: 2, misses: 4, evictions: 0, blocksInUse: 2 })
  })

  it('reads, in however many passes, what the positions that it computes see', () => {
    for (const [attentionWindow, read] of [
      [24, [[0, 7]]],
      [2, [[3, 7]]],
    ] as const)
      for (const prefillChunk of [1, 2, 3]) {
        const any = livelyModel({ ...config, attentionWindow }, 'float32')
        const cache = prefixCache({ blockSize: 2, capacity: 20 })
        generate(any, [1, 2, 3, 4, 5], { maxNewTokens: 1, cache })
        const { steps } = generate(any, [1, 2, 3, 4, 6, 7, 8], { maxNewTokens: 2, cache, prefillChunk })
        expect(steps[0]).toMatchObject({ from: 4, to: 7 })
        expect(steps[0]?.cache?.layers.map((layer) => layer.read)).toEqual([read, read])
        expect(steps[1]?.cache?.layers[1]?.read).toEqual([[Math.max(0, 8 - attentionWindow), 8]])
        // Positions 4, 5 and 6 each read K and V of what they see, in two layers of 8 values.
        const seen = [5, 6, 7].reduce((sum, keys) => sum + Math.min(keys, attentionWindow), 0)
        expect(steps[0]?.counts.bytes.cacheRead).toBe(seen * 2 * 2 * 8 * 4)
      }
  })

  it('shares the tokens that were generated, too', () => {
    const cache = prefixCache({ blockSize: 2, capacity: 20 })
    const { tokens } = generate(model, [1, 2, 3], { maxNewTokens: 6, cache })
    const ids = tokens.map(({ id }) => id)
    const again = generate(model, [...ids, 1], { maxNewTokens: 1, cache })
    // 8 positions were processed, which is 4 blocks; the last token sampled was not.
    expect(again.steps[0]?.from).toBe(8)
  })

  it('shares between requests that run at the same time, and cuts its branches where they part', () => {
    const cache = prefixCache({ blockSize: 2, capacity: 30 })
    const prompts = [
      [1, 2, 3, 4, 5, 6, 7],
      [1, 2, 3, 4, 8, 6, 7],
      [1, 2, 8, 8, 8, 8],
    ]
    const runs = prompts.map((prompt) => generateSteps(model, prompt, { maxNewTokens: 4, cache }))
    const froms = runs.map((run) => (run.next().value as { step: { from: number } }).step.from)
    expect(froms).toEqual([0, 4, 2])
    expect(cache.tree()).toMatchObject({
      tokens: [],
      users: 3,
      children: [
        {
          tokens: [1, 2],
          users: 3,
          children: [
            {
              tokens: [3, 4],
              users: 2,
              children: [
                { tokens: [5, 6], users: 1 },
                { tokens: [8, 6], users: 1 },
              ],
            },
            { tokens: [8, 8, 8, 8], users: 1 },
          ],
        },
      ],
    })
    for (const [i, run] of runs.entries()) {
      let next = run.next()
      while (!next.done) next = run.next()
      const full = generate(model, prompts[i] as number[], { maxNewTokens: 4 })
      expect(next.value.tokens).toEqual(full.tokens)
      const last = (data: Float32Array | Float64Array) => data.slice(-9)
      expect(last(next.value.tensor('logits').data)).toEqual(last(full.tensor('logits').data))
    }
    expect(cache.tree().users).toBe(0)
    cache.clear()
    expect(cache.tree()).toMatchObject({ tokens: [], children: [] })
    expect(cache.stats().blocksInUse).toBe(0)
  })

  it('evicts what was used least recently when memory runs out, and never more than it must', () => {
    const cache = prefixCache({ blockSize: 2, capacity: 4 })
    const run = (prompt: number[]) => generate(model, prompt, { maxNewTokens: 1, cache }).steps[0]
    run([1, 1, 1, 1, 0])
    run([2, 2, 0])
    expect(cache.stats()).toMatchObject({ evictions: 0, blocksInUse: 3 })
    // Needs 3 blocks with that of its last token, of which one is free: [1,1] after [1,1] goes, then [1,1].
    expect(run([3, 3, 3, 3, 0])?.cache?.prefix).toEqual({ hits: 0, misses: 2, evictions: 2 })
    expect(run([2, 2, 0])?.cache?.prefix).toEqual({ hits: 1, misses: 0, evictions: 0 })
    expect(run([1, 1, 1, 1, 0])?.from).toBe(0)
  })

  it('refuses what would need more blocks than running requests leave, and gives back what it took', () => {
    const cache = prefixCache({ blockSize: 2, capacity: 4 })
    const running = generateSteps(model, [1, 2, 3, 4, 5], { maxNewTokens: 2, cache })
    running.next()
    expect(() => generate(model, [5, 5, 5, 5], { cache })).toThrow(
      expect.objectContaining({ code: 'context-exceeded', message: expect.stringMatching(/All 4 blocks of 2/) }),
    )
    expect(cache.stats().blocksInUse).toBe(3)
    running.return(undefined as never)
    expect(cache.stats().blocksInUse).toBe(2)
    expect(cache.tree().users).toBe(0)
    expect(generate(model, [5, 5, 5, 5], { maxNewTokens: 2, cache }).tokens).toEqual(
      generate(model, [5, 5, 5, 5], { maxNewTokens: 2 }).tokens,
    )
  })

  it('hits, misses and evictions are those of a plain list of texts, over many requests', () => {
    const request = fc.record({
      prompt: fc.array(fc.nat(1), { minLength: 1, maxLength: 9 }),
      n: fc.integer({ min: 1, max: 4 }),
    })
    fc.assert(
      fc.property(
        fc.array(request, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 3 }),
        (requests, blockSize) => {
          const capacity = Math.ceil(12 / blockSize) + 2
          const cache = prefixCache({ blockSize, capacity })
          /** Texts in the tree and when they were used. */
          const held = new Map<string, number>()
          let evictions = 0
          for (const [time, { prompt, n }] of requests.entries()) {
            const trace = generate(model, prompt, { maxNewTokens: n, cache })
            const all = trace.tokens.map(({ id }) => id)
            const usable = beginnings(prompt.slice(0, -1), blockSize)
            let hits = 0
            while (held.has(usable[hits] ?? '')) hits++
            const prefix = trace.steps[0]?.cache?.prefix
            expect(prefix?.hits).toBe(hits)
            expect(prefix?.misses).toBe(Math.floor(prompt.length / blockSize) - hits)
            evictions += trace.steps.reduce((sum, { cache: c }) => sum + (c?.prefix?.evictions ?? 0), 0)
            // Whatever was evicted, the tree tells which texts are left.
            const left = new Set<string>()
            const visit = (node: ReturnType<typeof cache.tree>, before: number[]) => {
              for (let i = 0; i < node.blocks.length; i++)
                left.add([...before, ...node.tokens.slice(0, (i + 1) * blockSize)].join())
              for (const child of node.children) visit(child, [...before, ...node.tokens])
            }
            visit(cache.tree(), [])
            const used = beginnings(all.slice(0, -1), blockSize)
            for (const text of used) expect(left.has(text)).toBe(true)
            for (const text of left) expect(held.has(text) || used.includes(text)).toBe(true)
            // A text is used whenever a longer one is: so none that went was used later than one that stayed.
            const times = (stays: boolean) =>
              [...held].filter(([text]) => left.has(text) === stays && !used.includes(text)).map(([, when]) => when)
            expect(Math.max(-1, ...times(false))).toBeLessThanOrEqual(Math.min(Infinity, ...times(true)))
            for (const text of [...held.keys()]) if (!left.has(text)) held.delete(text)
            for (const text of used) held.set(text, time)
            expect(cache.stats()).toMatchObject({ blocksInUse: left.size, evictions })
            expect(left.size).toBeLessThanOrEqual(capacity)
            expect(all).toEqual(generate(model, prompt, { maxNewTokens: n }).tokens.map(({ id }) => id))
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('tells each request of the blocks that went for it, also when others run at the same time', () => {
    const request = fc.record({
      prompt: fc.array(fc.nat(2), { minLength: 1, maxLength: 7 }),
      maxNewTokens: fc.integer({ min: 1, max: 6 }),
    })
    let together = 0
    fc.assert(
      fc.property(
        fc.array(request, { minLength: 2, maxLength: 8 }),
        fc.array(fc.nat(1), { minLength: 20, maxLength: 20 }),
        (requests, turns) => {
          // Two requests of 12 positions fit.
          const cache = prefixCache({ blockSize: 2, capacity: 12 })
          const waiting = [...requests]
          const running: ReturnType<typeof generateSteps>[] = []
          const evictions: number[] = []
          for (let turn = 0; waiting.length + running.length > 0; turn++) {
            const next = waiting.shift()
            if (next && running.length < 2)
              running.push(generateSteps(model, next.prompt, { maxNewTokens: next.maxNewTokens, cache }))
            else if (next) waiting.unshift(next)
            const at = (turns[turn % turns.length] as number) % running.length
            const before = cache.stats().evictions
            const { done, value } = (running[at] as (typeof running)[number]).next()
            if (done) running.splice(at, 1)
            else {
              const own = value.step?.cache?.prefix?.evictions ?? 0
              expect(own).toBe(cache.stats().evictions - before)
              if (own && running.length > 1) together++
              evictions.push(own)
            }
          }
          expect(evictions.reduce((sum, n) => sum + n, 0)).toBe(cache.stats().evictions)
        },
      ),
      { numRuns: 60 },
    )
    expect(together).toBeGreaterThan(0)
  })

  it('refuses faults, interventions and another model while it holds one’s numbers', () => {
    const cache = prefixCache({ blockSize: 2, capacity: 8 })
    const interventions = intervene([{ tensor: 'embed', scale: 0 }])
    expect(() => generate(model, [1, 2], { cache, interventions })).toThrow(/shared by requests/)
    expect(() => generate(model, [1, 2], { cache, fault: 'unscaled-scores' })).toThrow(/shared by requests/)
    generate(model, [1, 2, 3], { cache })
    expect(() => generate(rotary, [1, 2, 3], { cache })).toThrow(/another model/)
    cache.clear()
    expect(generate(rotary, [1, 2, 3], { cache }).tokens).toEqual(generate(rotary, [1, 2, 3]).tokens)
  })

  it.each([
    { blockSize: 0, capacity: 4 },
    { blockSize: 2, capacity: 1.5 },
  ])('refuses %j', (options) => {
    expect(() => prefixCache(options)).toThrow(expect.objectContaining({ code: 'bad-option' }))
  })

  it('holds random texts without losing a block', () => {
    const random = createRandom(4)
    const cache = prefixCache({ blockSize: 3, capacity: 14 })
    const open: Generator[] = []
    for (let i = 0; i < 60; i++) {
      const prompt = Array.from({ length: 1 + random.int(8) }, () => random.int(2))
      if (open.length < 2) open.push(generateSteps(model, prompt, { maxNewTokens: 1 + random.int(6), cache }))
      const at = random.int(open.length)
      const run = open[at] as Generator
      const { done } = random.int(5) === 0 ? run.return(undefined) : run.next()
      if (done) open.splice(at, 1)
    }
    for (const run of open) run.return(undefined)
    const count = (node: ReturnType<typeof cache.tree>): number =>
      node.children.reduce((sum, child) => sum + count(child), node.blocks.length)
    expect(count(cache.tree())).toBe(cache.stats().blocksInUse)
    expect(cache.tree().users).toBe(0)
  })
})
