import { compileTimeline, createModel, type ForwardFrame, frameAt, generate, runForward } from '@glassformer/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTrail } from './data'
import { agrees, isNextKnown, isShown, settledFrom } from './shown'
import { depthsRead, focusOf, readAt, stateOf } from './state'

const model = createModel({ nLayers: 2, nHeads: 2, dModel: 8, nCtx: 12, dVocab: 9 }, { seed: 3 })
const generation = generate(model, [1, 2, 3], { maxNewTokens: 3 })
const timeline = compileTimeline(generation)
const data = readTrail(generation, undefined)
const frameOf = (timeMs: number) => frameAt(timeline, timeMs) as ForwardFrame
const stateAt = (timeMs: number) => stateOf(frameOf(timeMs), 2)
const places = Array.from({ length: data.n }, (_, position) => position)
const depths = [0, 1, 2]
const anyTime = fc.double({ min: 0, max: timeline.durationMs, noNaN: true })

describe('the state of a moment', () => {
  it('tells nothing ahead: a reading is there when its layer has been, the last with the prediction', () => {
    fc.assert(
      fc.property(anyTime, (timeMs) => {
        const frame = frameOf(timeMs)
        const state = stateAt(timeMs)
        for (const position of places) {
          expect(readAt(state, 1, position) === 1).toBe(position < (frame.done[0] as number))
          expect(readAt(state, 2, position) === 1).toBe(position < frame.predicted)
          if (readAt(state, 0, position) > 0) expect(position).toBeLessThan(frame.cue.to)
          // What follows is not told before it stands in the text, nor is how probable a layer finds it.
          const known = isNextKnown(data, state, position)
          if (position >= 2) expect(known).toBe(frame.tokensVisible > position + 1)
          else expect(known).toBe(frame.predicted > position)
          for (const depth of depths) {
            if (agrees(data, state, depth, position)) expect(known).toBe(true)
            if (isShown(data, state, 'next', depth, position)) expect(known).toBe(true)
          }
        }
      }),
    )
  })

  it('takes nothing back, and reads the layers in their order', () => {
    fc.assert(
      fc.property(anyTime, anyTime, (one, other) => {
        const [before, after] = [stateAt(Math.min(one, other)), stateAt(Math.max(one, other))]
        for (const position of places) {
          expect(depthsRead(after, position)).toBeGreaterThanOrEqual(depthsRead(before, position))
          for (const depth of depths.slice(1))
            expect(readAt(after, depth, position)).toBeLessThanOrEqual(readAt(after, depth - 1, position))
        }
      }),
    )
  })

  it('has read all at the end, and nothing before the beginning', () => {
    const end = stateAt(timeline.durationMs)
    for (const position of places) expect(depthsRead(end, position)).toBe(3)
    expect(places.every((position) => isNextKnown(data, end, position))).toBe(true)
    expect(focusOf(end, null, data.n)).toBe(data.n - 1)
    expect(focusOf(end, 1, data.n)).toBe(1)
    expect(focusOf(end, 99, data.n)).toBe(data.n - 1)
    for (const state of [stateAt(0), stateOf(null, 2)]) {
      expect(places.every((position) => depthsRead(state, position) === 0)).toBe(true)
      expect(focusOf(state, null, data.n)).toBe(-1)
    }
  })

  it('knows of one pass over a text what its last layer says', () => {
    const pass = runForward(model, [1, 2, 3])
    const ofPass = readTrail(pass, undefined)
    const line = compileTimeline(pass)
    const end = stateOf(frameAt(line, line.durationMs) as ForwardFrame, 2)
    for (const position of [0, 1, 2]) {
      expect(isNextKnown(ofPass, end, position)).toBe(true)
      expect(agrees(ofPass, end, 2, position)).toBe(true)
    }
  })
})

describe('the depth from which the guess stays', () => {
  it('is the first after the last that disagrees', () => {
    for (const position of places) {
      const ranks = depths.map((depth) => data.standingAt(depth, position).rank)
      const expected = ranks.at(-1) === 1 ? ranks.findLastIndex((rank) => rank !== 1) + 1 : null
      expect(settledFrom(data, position)).toBe(expected)
    }
  })
})
