import { compileTimeline, frameAt, generate, runForward } from '@glassformer/core'
import { describe, expect, it } from 'vitest'
import { someTokens } from '../../testing/words'
import { sharpModel } from './sharp.fixture'
import { focusOf, layerAtWork, pouredOf, stageOf, stateOf } from './state'

describe('state', () => {
  const trace = generate(sharpModel(), someTokens(4), { maxNewTokens: 3 })
  const timeline = compileTimeline(trace)
  const cue = (kind: string, step: number, layer: number | null) => {
    const found = timeline.cues.find((one) => one.kind === kind && one.step === step && one.layer === layer)
    if (!found) throw new Error(`no ${kind}`)
    return found
  }

  it('has nothing before the first pass', () => {
    expect(stateOf(frameAt(timeline, 0), 0)).toMatchObject({ done: 0, to: 0 })
    expect(focusOf(stateOf(frameAt(timeline, 0), 0), null, 6)).toBe(-1)
  })

  it('asks while it reads and pours while it attends, for the token at work', () => {
    const { startMs, endMs } = cue('read', 1, 1)
    const half = stateOf(frameAt(timeline, (startMs + endMs) / 2), 1)
    expect(half).toMatchObject({ done: 4, to: 5, poured: 0 })
    expect(half.asked).toBeCloseTo(0.5)
    const attend = cue('attend', 1, 1)
    const pouring = stateOf(frameAt(timeline, attend.startMs + (attend.endMs - attend.startMs) / 4), 1)
    expect(pouring.asked).toBe(1)
    expect(pouring.poured).toBeCloseTo(0.25)
    expect(pouredOf(stateOf(frameAt(timeline, attend.endMs), 1), 4)).toBe(1)
  })

  it('never goes back as time goes on', () => {
    let last = { asked: -1, poured: -1 }
    for (let t = 0; t <= timeline.durationMs; t += 25) {
      const state = stateOf(frameAt(timeline, t), 0)
      const asked = state.asked === 1 ? state.to : state.done + state.asked * (state.to - state.done)
      const poured = state.done + state.poured * (state.to - state.done)
      expect(asked).toBeGreaterThanOrEqual(last.asked)
      expect(poured).toBeGreaterThanOrEqual(last.poured)
      last = { asked, poured }
    }
    expect(last).toEqual({ asked: 6, poured: 6 })
  })

  it('has the query, key and value made first: the token is in focus and has no weights', () => {
    const write = cue('write', 1, 1)
    const made = stateOf(frameAt(timeline, write.endMs), 1)
    expect(made).toEqual({ done: 4, to: 5, asked: 0, poured: 0 })
    expect(focusOf(made, null, 6)).toBe(4)
    // Layer 0 is done by then, and rests.
    expect(stateOf(frameAt(timeline, write.endMs), 0)).toEqual({ done: 5, to: 5, asked: 1, poured: 1 })
  })

  it('is another in words only where a stage begins or ends', () => {
    const stages: string[] = []
    for (let t = 0; t <= timeline.durationMs; t += 5) {
      const stage = stageOf(stateOf(frameAt(timeline, t), 0))
      if (stage !== stages.at(-1)) stages.push(stage)
    }
    const work = (done: number, to: number) => [
      `${done} ${to} before before`,
      `${done} ${to} at work before`,
      `${done} ${to} done before`,
      `${done} ${to} done at work`,
      `${to} ${to} done done`,
    ]
    // A moment at which weights are whole and nothing is poured is shorter than a step of this walk, or as long.
    const whole = ['0 0 done done', ...work(0, 4), ...work(4, 5), ...work(5, 6)]
    expect(whole.filter((stage) => stages.includes(stage) || stage.endsWith('done before'))).toEqual(whole)
    expect(stages.every((stage) => whole.includes(stage))).toBe(true)
  })
})

describe('layer of the clock', () => {
  /** The layers in the order in which they are shown, each once for as long as it stays. */
  const layers = (trace: Parameters<typeof compileTimeline>[0] & { config: { nLayers: number } }, every: number) => {
    const timeline = compileTimeline(trace)
    const shown: number[] = []
    for (let t = 0; t <= timeline.durationMs; t += every) {
      const frame = frameAt(timeline, t)
      const layer = frame.kind === 'backward' ? -1 : layerAtWork(frame, trace.config.nLayers)
      if (layer !== shown.at(-1)) shown.push(layer)
    }
    return shown
  }

  it('goes up through the layers once for each pass, and never to and fro in between', () => {
    const model = sharpModel({ nLayers: 3 })
    expect(layers(runForward(model, someTokens(3)), 1)).toEqual([0, 1, 2])
    expect(layers(generate(model, someTokens(3), { maxNewTokens: 3 }), 1)).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2])
  })
})
