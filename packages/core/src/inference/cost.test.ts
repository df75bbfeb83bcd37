import { describe, expect, it } from 'vitest'
import { attentionSinks, heavyHitters, slidingWindow } from '../cache'
import { livelyModel } from '../testing/naive'
import { traceBytes } from '../trace/bytes'
import { generate, generateSteps } from './generate'
import { runForward } from './runForward'

const config = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 2048, dVocab: 7 }
const model = livelyModel(config, 'float32')
const tokens = (n: number) => Array.from({ length: n }, (_, i) => (i * i + 1) % 7)
/** Multiply-adds of one query with one key, in all layers and heads. */
const PAIR = 2 * 2 * 4

describe('the cost of a run, as the engine counted it', () => {
  it('of a prefill grows with the square of the positions in attention alone', () => {
    const [short, long] = [20, 40].map((n) => runForward(model, tokens(n)).counts.macs)
    for (const kind of ['projections', 'mlp', 'unembed'] as const) expect(long?.[kind]).toBe(2 * (short?.[kind] ?? 0))
    for (const kind of ['scores', 'weightedValues'] as const) {
      expect(short?.[kind]).toBe((PAIR * 20 * 21) / 2)
      expect(long?.[kind]).toBe((PAIR * 40 * 41) / 2)
    }
  })

  it('of a decode step grows by one key a step, and by nothing else', () => {
    const { steps } = generate(model, tokens(5), { maxNewTokens: 20 })
    const [first, ...rest] = steps.slice(1)
    for (const { counts, to } of rest) {
      expect(counts.macs).toEqual({ ...first?.counts.macs, scores: PAIR * to, weightedValues: PAIR * to })
      expect(counts.bytes.cacheWritten).toBe(first?.counts.bytes.cacheWritten)
    }
  })

  it.each([
    [slidingWindow({ window: 4 }), 4, 4],
    [attentionSinks({ sinks: 2, window: 3 }), 5, 5],
    [heavyHitters({ recent: 2, heavy: 2 }), 5, 4],
  ])('of a decode step stands still under %o', (cache, read, held) => {
    const { steps } = generate(model, tokens(9), { maxNewTokens: 12, cache })
    for (const { counts } of steps.slice(1)) {
      expect(counts.macs.scores).toBe(PAIR * read)
      expect(counts.bytes.cacheRead).toBe(2 * 64 * read)
      expect(counts.bytes.cacheSize).toBe(2 * 64 * held)
    }
  })

  it('in memory is that of what is selected, over thousands of positions', () => {
    const select = ['logits', 'blocks.*.attn.k', 'blocks.*.attn.v']
    const prompt = tokens(1900)
    const steps = generateSteps(model, prompt, { maxNewTokens: 149, select, prefillChunk: 100, distributions: false })
    let passes = 0
    let next = steps.next()
    for (; !next.done; next = steps.next()) passes++
    expect(passes).toBe(19 + 148)
    const trace = next.value
    const bytes = Object.values(trace.tensors).reduce((sum, { data }) => sum + data.byteLength, 0)
    expect(bytes).toBe(traceBytes(config, { kind: 'generation', positions: 2048, select }))
    expect(bytes).toBeLessThan(traceBytes(config, { kind: 'generation', positions: 2048 }) / 400)
    expect(trace.cacheAt(148)[1]?.k.shape).toEqual([2048, 2, 4])
    const { data } = runForward(
      model,
      trace.tokens.slice(0, -1).map(({ id }) => id),
      { select: ['logits'] },
    ).tensor('logits')
    expect(trace.tensor('logits').data).toEqual(data)
  })
})
