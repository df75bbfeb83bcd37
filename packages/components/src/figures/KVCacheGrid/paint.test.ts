import {
  compileTimeline,
  createModel,
  type ForwardTrace,
  frameAt,
  type GenerationTrace,
  generate,
  runForward,
} from '@glassformer/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CellBuffers } from '../../canvas/Heatmap'
import { bytesInAll, viewCache, weightOf } from './data'
import { type Band, layOutShelf, type SlotRow } from './geometry'
import { fillNorms, fillReads, fillVectors, reached, returned } from './paint'
import { bytesKept, readingOf, standingIn } from './state'
import { threadPath } from './threads'

const model = createModel({ nLayers: 2, nHeads: 2, dModel: 12, nCtx: 16, dVocab: 20 }, { seed: 4 })
const generation = generate(model, [3, 1, 4], { maxNewTokens: 5 })
const uncached = generate(model, [3, 1, 4], { maxNewTokens: 3, cache: 'none' })
const pass = runForward(model, [3, 1, 4, 1, 5])

type Run = ForwardTrace | GenerationTrace
const runs = fc.constantFrom<Run>(generation, uncached, pass)
/** Moments in thousandths of a run, off the boundaries. */
const moment = fc.integer({ min: 0, max: 1000 }).map((n) => (n + 0.37) / 1001)

const timelineOf = (trace: Run) => compileTimeline(trace)
const at = (trace: Run, where: number) => frameAt(timelineOf(trace), where * timelineOf(trace).durationMs)

function openBand(trace: Run, layer: number): Band {
  const band = layOutShelf(viewCache(trace), layer, 0).bands[layer]
  if (!band?.open) throw new Error('every layer of this small model is open')
  return band
}

function buffers(band: Band, positions: number): CellBuffers {
  const size = band.pixelRows * positions
  return { level: new Uint8Array(size).fill(77), opacity: new Uint8Array(size).fill(77) }
}

function painted(trace: Run, layer: number, where: number) {
  const [view, band] = [viewCache(trace), openBand(trace, layer)]
  const cells = buffers(band, view.positions)
  fillVectors(view, band, at(trace, where), cells)
  return { view, band, cells, frame: at(trace, where) }
}

describe('bytes', () => {
  it('are those that the engine counted, at the end of every step', () => {
    const timeline = timelineOf(generation)
    const view = viewCache(generation)
    for (const { index, counts } of generation.steps) {
      const end = timeline.cues.findLast(({ step }) => step === index)?.endMs as number
      expect(bytesKept(view, frameAt(timeline, end))).toBe(counts.bytes.cacheSize)
    }
    expect(bytesInAll(view)).toBe(generation.steps.at(-1)?.counts.bytes.cacheSize)
  })

  it('are none where nothing is kept', () => {
    fc.assert(
      fc.property(moment, fc.constantFrom<Run>(uncached, pass), (where, trace) => {
        expect(bytesKept(viewCache(trace), at(trace, where))).toBe(0)
      }),
    )
  })
})

describe('fillVectors', () => {
  it('shows K and V of the trace where they are written, and nothing anywhere else', () => {
    fc.assert(
      fc.property(runs, fc.nat(1), moment, (trace, layer, where) => {
        const { view, band, cells, frame } = painted(trace, layer, where)
        const { cue, progress } = frame
        const inWrite = cue.kind === 'write' && cue.layer === layer
        const { nHeads, dHead, positions } = view
        const k = trace.tensor(`blocks.${layer}.attn.k`).data
        const v = trace.tensor(`blocks.${layer}.attn.v`).data
        const strips = new Set<number>()
        for (const row of band.rows)
          for (let i = 0; i < dHead; i++)
            for (let p = 0; p < positions; p++)
              for (const [first, data, bound] of [
                [row.kPixel, k, view.kBound],
                [row.vPixel, v, view.vBound],
              ] as const) {
                const cell = (first + i) * positions + p
                strips.add(cell)
                const value = data[(p * nHeads + (row.head as number)) * dHead + i] as number
                const shown = cells.opacity[cell] === 255
                if (trace.kind === 'generation' && trace.cache === 'full' && cue.kind !== 'prefill') {
                  const due =
                    p < (frame.written[layer] as number) ||
                    (inWrite && p < cue.to && first + i < progress * band.pixelRows)
                  expect(shown).toBe(due)
                }
                if (trace !== uncached && p < (frame.written[layer] as number)) expect(shown).toBe(true)
                if (!shown) expect([cells.opacity[cell], cells.level[cell]]).toEqual([0, 0])
                else {
                  expect(p).toBeLessThan(cue.to)
                  const t = Math.min(1, Math.max(0, 0.5 + value / (2 * bound)))
                  expect(cells.level[cell]).toBe(Math.round(t * 255))
                }
              }
        for (const [cell, opacity] of cells.opacity.entries()) if (!strips.has(cell)) expect(opacity).toBe(0)
      }),
      { numRuns: 60 },
    )
  })

  it('never changes a column of the past', () => {
    fc.assert(
      fc.property(moment, moment, fc.nat(1), (one, other, layer) => {
        const [early, late] = [
          painted(generation, layer, Math.min(one, other)),
          painted(generation, layer, Math.max(one, other)),
        ]
        const { positions } = early.view
        const past = early.frame.written[layer] as number
        for (const [cell, opacity] of early.cells.opacity.entries()) {
          if (cell % positions >= past) continue
          expect(late.cells.opacity[cell]).toBe(opacity)
          expect(late.cells.level[cell]).toBe(early.cells.level[cell])
        }
      }),
    )
  })

  it('holds every column at the end, and none at the start', () => {
    const start = painted(generation, 0, 0)
    expect(Math.max(...start.cells.opacity)).toBe(0)
    const end = painted(generation, 1, 1)
    const shown = end.cells.opacity.filter((opacity) => opacity === 255).length
    expect(shown).toBe(2 * 12 * (generation.steps.at(-1)?.to ?? 0))
  })

  it('empties the shelf at each step of a run without a cache, and fills it layer by layer', () => {
    const timeline = timelineOf(uncached)
    const view = viewCache(uncached)
    for (const cue of timeline.cues) {
      if (cue.step === 0 || cue.kind === 'idle') continue
      const full = (progress: number) => {
        const frame = frameAt(timeline, cue.startMs + progress * (cue.endMs - cue.startMs))
        return view.layers.map((_, layer) => standingIn(view, frame, layer).full)
      }
      if (cue.kind === 'embed') expect(full(0.5)).toEqual([0, 0])
      if (cue.kind === 'read') expect(full(0.5)).toEqual(cue.layer === 0 ? [cue.to, 0] : [cue.to, cue.to])
      if (cue.kind === 'sample') expect(full(0.5)).toEqual([cue.to, cue.to])
    }
  })
})

describe('fillNorms', () => {
  it('shows the norm of each head of a folded layer', () => {
    const big = createModel({ nLayers: 3, nHeads: 4, dModel: 48, nCtx: 16, dVocab: 20 }, { seed: 2 })
    const trace = generate(big, [1, 2], { maxNewTokens: 2 })
    const view = viewCache(trace)
    const band = layOutShelf(view, 2, 0).bands[0] as Band
    expect(band.open).toBe(false)
    const cells = buffers(band, view.positions)
    fillNorms(view, band, at(trace, 1), 'v', cells)
    const v = trace.tensor('blocks.0.attn.v').data
    for (let head = 0; head < 4; head++)
      for (let p = 0; p < view.positions; p++) {
        const norm = Math.hypot(...v.subarray((p * 4 + head) * 12, (p * 4 + head + 1) * 12))
        const level = cells.level[((band.rows[0]?.vPixel as number) + head) * view.positions + p] as number
        expect(Math.abs(level - (norm / view.normBound) * 255)).toBeLessThanOrEqual(0.51)
      }
  })
})

describe('fillReads', () => {
  it('lights what the query reads by its attention weight, and only once it is read', () => {
    fc.assert(
      fc.property(runs, fc.nat(1), moment, fc.option(fc.nat(7)), (trace, layer, where, position) => {
        const [view, band, frame] = [viewCache(trace), openBand(trace, layer), at(trace, where)]
        const cells = buffers(band, view.positions)
        fillReads(view, band, frame, position, cells)
        const query = position ?? frame.cue.to - 1
        const pattern = trace.tensor(`blocks.${layer}.attn.pattern`).data
        const n = view.positions
        for (const row of band.rows)
          for (let key = 0; key < n; key++) {
            const [kCell, vCell] = [row.kPixel * n + key, row.vPixel * n + key]
            const weight = query < n ? (pattern[((row.head as number) * n + query) * n + key] as number) : 0
            const lit = cells.opacity[kCell] === 255
            if (query >= frame.cue.to || key > query) expect(lit).toBe(false)
            if (lit) expect(cells.level[kCell]).toBe(Math.round(weight * 255))
            if (cells.opacity[vCell] === 255) expect(lit).toBe(true)
            if (frame.cue.kind === 'sample' && query < frame.cue.to) expect(lit).toBe(key <= query)
          }
      }),
      { numRuns: 60 },
    )
  })

  it('starts at the query and comes to every key', () => {
    expect(reached(0, 4, 4)).toBe(false)
    expect(reached(0.2, 4, 4)).toBe(true)
    expect(reached(0.2, 4, 0)).toBe(false)
    expect([0, 1, 2, 3, 4].every((key) => reached(1, 4, key))).toBe(true)
  })
})

describe('what a query sees', () => {
  const lit = (run: Run, query: number) => {
    const [view, band] = [viewCache(run), openBand(run, 0)]
    const cells = buffers(band, view.positions)
    fillReads(view, band, at(run, 1), query, cells)
    const row = band.rows[0] as SlotRow
    return Array.from({ length: view.positions }, (_, key) => cells.opacity[row.kPixel * view.positions + key] === 255)
  }
  /** The columns that the thread of the first row runs over. */
  const span = (run: Run, query: number, where = 1) => {
    const path = threadPath(viewCache(run), openBand(run, 0).rows[0] as SlotRow, at(run, where), query)
    const across = [...(path.split('Z')[0] ?? '').matchAll(/[ML](-?[\d.]+) /g)].map(([, x]) => Number(x))
    return [Math.min(...across), Math.max(...across)]
  }

  it('ends at the window', () => {
    const windowed = createModel({ ...model.config, attentionWindow: 3 }, { seed: 4 })
    const run = generate(windowed, [3, 1, 4, 5, 6], { maxNewTokens: 2 })
    expect(lit(run, 4)).toEqual([false, false, true, true, true, false])
    expect(weightOf(viewCache(run), 0, 0, 4, 1)).toBe(0)
  })

  it('goes on to the end of its pass without a mask, and so do the threads', () => {
    const run = generate(model, [3, 1, 4, 5], { maxNewTokens: 2, fault: 'no-causal-mask' })
    expect(lit(run, 1)).toEqual([true, true, true, true, false])
    expect(lit(run, 4)).toEqual([true, true, true, true, true])
    expect(span(run, 1)).toEqual([0, 4])
    expect(span(run, 4)).toEqual([0, 5])
    const view = viewCache(run)
    for (const query of [0, 1, 2, 3, 4]) {
      let sum = 0
      for (let key = 0; key < view.positions; key++) sum += weightOf(view, 1, null, query, key)
      expect(sum).toBeCloseTo(1, 5)
    }
  })

  it('is reached from the query outwards, and comes back from the ends', () => {
    const out = (progress: number) => [0, 1, 2, 3, 4].map((key) => reached(progress, 1, key, 4))
    expect(out(0)).toEqual([false, false, false, false, false])
    expect(out(0.2)).toEqual([false, false, true, false, false])
    expect(out(0.5)).toEqual([false, true, true, true, false])
    expect(out(1)).toEqual([true, true, true, true, true])
    const back = (progress: number) => [0, 1, 2, 3, 4].map((key) => returned(progress, 1, key, 4))
    expect(back(0)).toEqual([false, false, false, false, false])
    expect(back(0.3)).toEqual([true, false, false, false, true])
    expect(back(1)).toEqual([true, true, true, true, true])
  })
})

describe('weightOf', () => {
  it('sums to one over the keys, for each head and for their mean', () => {
    const view = viewCache(generation)
    for (const head of [0, 1, null])
      for (let query = 0; query < view.positions; query++) {
        let sum = 0
        for (let key = 0; key < view.positions; key++) sum += weightOf(view, 1, head, query, key)
        expect(sum).toBeCloseTo(1, 5)
      }
  })
})

describe('readingOf', () => {
  it('reads keys before values, in every layer’s turn', () => {
    fc.assert(
      fc.property(runs, moment, fc.nat(4), (trace, where, query) => {
        const frame = at(trace, where)
        for (const layer of [0, 1]) {
          const { keys, values } = readingOf(frame, layer, query)
          if (values > 0) expect(keys).toBe(1)
          if (keys > 0) expect(query).toBeLessThan(frame.cue.to)
          // A pattern counts as computed when the values are mixed.
          const attended = query < (frame.attended[layer] as number)
          if (!(trace.kind === 'generation' && trace.cache === 'none')) expect(values === 1).toBe(attended)
        }
      }),
    )
  })
})
