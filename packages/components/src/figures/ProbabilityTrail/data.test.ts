import { createModel, generate, runForward, sample } from '@glassformer/core'
import { logitLens } from '@glassformer/core/lens'
import { describe, expect, it } from 'vitest'
import { readTrail } from './data'
import { readingsOf, readPart, streamAt } from './readings'

/** Weights far from zero, so that no two tokens are as probable. */
function lively(nLayers = 3, dVocab = 12, dModel = 8) {
  const model = createModel({ nLayers, nHeads: 2, dModel, nCtx: 16, dVocab }, { seed: 3 })
  for (let i = 0; i < model.params.length; i++) model.params[i] = Math.sin(i * 1.7)
  return model
}

describe('the readings of a run', () => {
  const model = lively()
  const traces = [
    runForward(model, [1, 2, 3, 4]),
    generate(model, [1, 2, 3], { maxNewTokens: 4, sampler: sample({ temperature: 4, seed: 2 }) }),
  ] as const

  it.each(traces)('are the lens’s at every place: %#', (trace) => {
    const data = readTrail(trace, undefined)
    expect([data.n, data.depths]).toEqual([trace.kind === 'generation' ? 6 : 4, 4])
    for (let depth = 0; depth < data.depths; depth++) {
      const lens = logitLens(trace, streamAt(depth))
      for (let position = 0; position < data.n; position++) {
        const [best] = lens.candidates(position)
        expect(data.guessAt(depth, position)).toEqual({ id: best?.id, prob: best?.prob })
        const { rank, prob } = lens.standing(position, data.nextAt(position).id)
        expect(data.standingAt(depth, position)).toEqual({ rank, prob })
        expect(data.guessesAt(depth, position, 3).map(({ id }) => id)).toEqual(
          lens.candidates(position, 3).map(({ id }) => id),
        )
      }
    }
  })

  it('follow each position by what the run chose, or else by what its last layer says', () => {
    const [forward, generation] = traces
    const first = readTrail(forward, undefined)
    for (let position = 0; position < 4; position++)
      expect(first.nextAt(position)).toEqual({ id: first.guessAt(3, position).id, chosen: false })
    const data = readTrail(generation, undefined)
    const chosen = [2, 3, 4, 5].map((position) => data.nextAt(position))
    expect(chosen).toEqual(generation.steps.map(({ sampled }) => ({ id: sampled.id, chosen: true })))
    // Drawn at this temperature, some is not the last layer's best guess.
    expect([2, 3, 4, 5].some((position) => data.standingAt(3, position).rank > 1)).toBe(true)
    expect([0, 1].map((position) => data.nextAt(position).chosen)).toEqual([false, false])
  })

  it('need the model where the trace has lost it, and say so', () => {
    const clone = structuredClone(traces[0])
    expect(() => readTrail(clone, undefined)).toThrow('give the model that made it')
    expect(readTrail(clone, model).guessAt(2, 1)).toEqual(readTrail(traces[0], undefined).guessAt(2, 1))
  })

  it('are read in parts of a few million multiply-adds, and no part twice', () => {
    const wide = createModel({ nLayers: 1, nHeads: 1, dModel: 64, nCtx: 16, dVocab: 16_384 }, { seed: 1 })
    const trace = runForward(wide, [1, 2, 3, 4, 5, 6, 7, 8, 9])
    const { parts, columns } = readingsOf(trace)
    expect(parts).toEqual([
      [0, 2],
      [2, 4],
      [4, 6],
      [6, 8],
      [8, 9],
    ])
    readPart(trace, undefined, 1, 1)
    expect([...(columns[1]?.probs ?? [])].map((prob) => prob > 0)).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7, 8].map((position) => position >= 2 && position < 4),
    )
    columns[1]?.probs.fill(7)
    readPart(trace, undefined, 1, 1)
    expect(columns[1]?.probs[2]).toBe(7)
  })

  it('have no guess where a shared cache spared the run the work', () => {
    const trace = runForward(model, [1, 2, 3])
    for (const tensor of Object.values(trace.tensors)) {
      const row = tensor.data.length / 3
      if (tensor.axes[0] === 'position') tensor.data.fill(Number.NaN, 0, row)
    }
    const data = readTrail(trace, undefined)
    expect(data.guessAt(1, 0)).toEqual({ id: -1, prob: Number.NaN })
    expect(data.nextAt(0).id).toBe(-1)
    expect(data.guessAt(1, 1).id).toBeGreaterThanOrEqual(0)
  })
})
