import {
  type CachePolicy,
  compileTimeline,
  createModel,
  type ForwardFrame,
  frameAt,
  type GenerationTrace,
  generate,
} from '@glassformer/core'
import { attentionSinks, heavyHitters, paged, prefixCache, quantised, slidingWindow } from '@glassformer/core/cache'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isComputed, keysRead, viewCache, weightOf } from './data'
import { layOutShelf } from './geometry'
import { isIn } from './keeping'
import { fillVectors } from './paint'
import { blocksAt, bytesKept, bytesOfFull, bytesUsed, evictionsIn, goneFrom, isHeld } from './state'

const few = fc.integer({ min: 1, max: 5 })
type Make = (prompt: readonly number[]) => CachePolicy
const policies = fc.oneof(
  few.map(
    (window): Make =>
      () =>
        slidingWindow({ window }),
  ),
  fc.tuple(few, few).map(
    ([sinks, window]): Make =>
      () =>
        attentionSinks({ sinks, window }),
  ),
  fc.tuple(few, few).map(
    ([recent, heavy]): Make =>
      () =>
        heavyHitters({ recent, heavy }),
  ),
  fc.tuple(fc.constantFrom(8 as const, 4 as const), fc.boolean()).map(
    ([bits, symmetric]): Make =>
      () =>
        quantised({ bits, symmetric }),
  ),
  few.map(
    (blockSize): Make =>
      () =>
        paged({ blockSize }),
  ),
)
const shape = { nLayers: 3, nHeads: 4, dModel: 16, nCtx: 24, dVocab: 20 }

/** A run of a random model under a random policy; a shared prefix is after another request with the same beginning. */
const runsOf = (...windows: readonly number[]) =>
  fc
    .record({
      attentionWindow: fc.constantFrom(...windows),
      seed: fc.nat(99),
      nKVHeads: fc.constantFrom(1, 2, 4),
      positions: fc.constantFrom('rotary' as const, 'learned' as const),
      prompt: fc.array(fc.nat(19), { minLength: 1, maxLength: 8 }),
      fresh: fc.integer({ min: 1, max: 7 }),
      policy: fc.option(policies, { nil: null }),
      blockSize: few,
    })
    .map(({ seed, attentionWindow, nKVHeads, positions, prompt, fresh, policy, blockSize }) => {
      const model = createModel({ ...shape, attentionWindow, nKVHeads, positions }, { seed })
      const shared = prefixCache({ blockSize, capacity: 64 })
      if (!policy) generate(model, [...prompt, 1], { maxNewTokens: 1, cache: shared })
      const cache = policy ? policy(prompt) : shared
      return generate(model, prompt, { maxNewTokens: fresh, cache, compare: true })
    })
const runs = runsOf(shape.nCtx)
/** Of models that look back all the way, and of those that do not. */
const allRuns = runsOf(shape.nCtx, 2)
const moment = fc.integer({ min: 0, max: 1000 }).map((n) => (n + 0.37) / 1001)

function frameOf(trace: GenerationTrace, where: number): ForwardFrame {
  const timeline = compileTimeline(trace)
  return frameAt(timeline, where * timeline.durationMs)
}

/** Whether a layer has a position at a moment, told from the core's records and the stages of the clock alone. */
function isThere({ steps }: GenerationTrace, { cue, progressOf }: ForwardFrame, layer: number, position: number) {
  const before = steps[cue.step - 1]?.cache?.layers[layer]?.held ?? [[0, steps[0]?.from ?? 0]]
  const { written = [], evicted = [], read = [] } = steps[cue.step]?.cache?.layers[layer] ?? {}
  const write = progressOf.write[layer] ?? 0
  const isNew = isIn(written, position)
  const isOld = isIn(before as [number, number][], position)
  if (isIn(evicted, position)) {
    const first = isOld && cue.step > 0 && !isIn(read, position)
    if (first ? write > 0 : progressOf.sample > 0) return false
  }
  return isNew ? write === 1 : isOld
}

describe('what a policy keeps', () => {
  it('is what the core says, at the end of every step: positions, blocks and bytes', () => {
    fc.assert(
      fc.property(allRuns, (trace) => {
        const view = viewCache(trace)
        const timeline = compileTimeline(trace)
        for (const step of trace.steps) {
          const end = timeline.cues.findLast((cue) => cue.step === step.index)?.endMs as number
          const frame = frameAt(timeline, end)
          for (const [l, layer] of (step.cache?.layers ?? []).entries()) {
            for (let p = 0; p < view.positions; p++) expect(isHeld(view, frame, l, p)).toBe(isIn(layer.held, p))
            const gone = evictionsIn(view, frame, l)
            for (let p = 0; p < step.to; p++)
              expect(gone.some(({ from, to }) => p >= from && p < to)).toBe(!isIn(layer.held, p))
          }
          expect(bytesKept(view, frame)).toBeCloseTo(step.counts.bytes.cacheSize, 6)
          expect(bytesOfFull(view, frame)).toBe(step.other?.counts.bytes.cacheSize)
          expect(blocksAt(view, frame)).toEqual(step.cache?.blockTable ?? [])
          expect(bytesUsed(view, frame)).toBeLessThanOrEqual(bytesKept(view, frame) + 1e-6)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('follows the clock in between: nothing goes, and nothing comes, before its moment', () => {
    fc.assert(
      fc.property(runs, moment, (trace, where) => {
        const [view, frame] = [viewCache(trace), frameOf(trace, where)]
        for (let l = 0; l < shape.nLayers; l++)
          for (let p = 0; p < view.positions; p++) expect(isHeld(view, frame, l, p)).toBe(isThere(trace, frame, l, p))
      }),
      { numRuns: 150 },
    )
  })

  it('is what is painted: columns that are held, whole, in the colours of what is stored', () => {
    fc.assert(
      fc.property(runs, moment, fc.nat(2), (trace, where, l) => {
        const [view, frame] = [viewCache(trace), frameOf(trace, where)]
        const band = layOutShelf(view, l, 0).bands[l]
        if (!band?.open) throw new Error('the layer is open')
        const size = band.pixelRows * view.positions
        const cells = { level: new Uint8Array(size), opacity: new Uint8Array(size) }
        fillVectors(view, band, frame, cells)
        const names = view.layers[l]?.names
        for (const row of band.rows)
          for (const kind of ['k', 'v'] as const) {
            const name = names?.[kind] as string
            const { data } = trace.stored?.[name] ?? trace.tensor(name)
            const bound = kind === 'k' ? view.kBound : view.vBound
            for (let i = 0; i < view.dHead; i++)
              for (let p = 0; p < view.positions; p++) {
                const cell = (row[`${kind}Pixel`] + i) * view.positions + p
                const fade = goneFrom(view, frame, l, p)
                if (isThere(trace, frame, l, p)) {
                  expect(cells.opacity[cell]).toBe(255)
                  const value = data[(p * view.nHeads + (row.head as number)) * view.dHead + i] as number
                  expect(cells.level[cell]).toBe(Math.round(Math.min(1, Math.max(0, 0.5 + value / (2 * bound))) * 255))
                } else if (fade > 0) expect(cells.opacity[cell]).toBe(Math.round(255 * (1 - fade)))
              }
          }
      }),
      { numRuns: 60 },
    )
  })

  it('is what queries read: those keys that were scored, and their weights are all of it', () => {
    fc.assert(
      fc.property(allRuns, (trace) => {
        const view = viewCache(trace)
        for (let l = 0; l < shape.nLayers; l++) {
          const { data } = trace.tensor(`blocks.${l}.attn.scores`)
          for (let q = 0; q < view.positions; q++) {
            const scored = Array.from({ length: view.positions }, (_, key) => key).filter(
              (key) => (data[q * view.positions + key] as number) > -Infinity,
            )
            expect(keysRead(view, l, q)).toEqual(scored)
            const sum = scored.reduce((all, key) => all + weightOf(view, l, null, q, key), 0)
            expect(sum).toBeCloseTo(isComputed(view, q) ? 1 : 0, 4)
          }
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('numbers that are stored otherwise', () => {
  it('are shown as they are read back, as they were computed, or as the difference', () => {
    const model = createModel({ ...shape, positions: 'rotary' }, { seed: 8 })
    const trace = generate(model, [1, 2, 3], { maxNewTokens: 3, cache: quantised({ bits: 4 }) })
    const name = 'blocks.1.attn.rot_k'
    const [stored, computed] = [trace.stored?.[name]?.data, trace.tensor(name).data]
    if (!stored) throw new Error('a quantised cache stores other numbers')
    const shownIn = (values: 'held' | 'computed' | 'error') => viewCache(trace, values).layers[1]
    expect(shownIn('held')?.k.data).toEqual(stored)
    expect(shownIn('computed')?.k.data).toEqual(computed)
    expect(shownIn('error')?.k.data).toEqual(stored.map((value, i) => value - (computed[i] as number)))
    expect(viewCache(trace, 'computed').kBound).toBe(viewCache(trace, 'held').kBound)
    const v = 'blocks.1.attn.v'
    const width = 16
    const errors = Array.from({ length: 5 }, (_, p) =>
      Math.max(
        ...[name, v].flatMap((part) =>
          Array.from(trace.stored?.[part]?.data.subarray(p * width, (p + 1) * width) ?? [], (value, i) =>
            Math.abs(value - (trace.tensor(part).data[p * width + i] as number)),
          ),
        ),
      ),
    )
    expect(Array.from(shownIn('held')?.errors ?? [])).toEqual(errors.map(Math.fround))
  })

  it('have no such choice where they are stored as they were computed', () => {
    const model = createModel(shape, { seed: 8 })
    expect(viewCache(generate(model, [1, 2], { maxNewTokens: 2, cache: paged({ blockSize: 2 }) })).values).toBeNull()
  })
})
