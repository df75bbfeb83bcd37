import { describe, expect, it } from 'vitest'
import { runForward } from '../inference/runForward'
import { modelOf } from '../model/model'
import { livelyModel } from '../testing/naive'
import { type BackwardOptions, backwardSteps, runBackward } from './runBackward'

const config = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 6, dVocab: 5 }
const model = livelyModel(config, 'float32')

describe('runBackward', () => {
  it('predicts the next token unless told otherwise, and runs the same forward', () => {
    const trace = runBackward(model, [1, 2, 3, 4])
    expect(trace.targets).toEqual([2, 3, 4, -1])
    const probs = runForward(model, [1, 2, 3, 4]).tensor('probs').data
    expect(trace.tensor('probs').data).toEqual(probs)
    const losses = [2, 3, 4].map((id, t) => -Math.log(probs[t * 5 + id] as number))
    for (const [t, loss] of losses.entries()) expect(trace.losses[t]).toBeCloseTo(loss, 4)
    expect(trace.losses[3]).toBe(0)
    expect(trace.loss).toBeCloseTo(losses.reduce((a, b) => a + b) / 3, 4)
  })

  it('is the same in parts, beside others that come and are left', () => {
    const fast = livelyModel(config, 'float32', 3)
    const whole = runBackward(fast, [1, 2, 3, 4])
    const parts = backwardSteps(fast, [1, 2, 3, 4])
    let count = 0
    for (;;) {
      const step = parts.next()
      if (step.done) {
        expect(step.value).toEqual(whole)
        break
      }
      count++
      const other = backwardSteps(fast, [4, 3, 2])
      for (let i = 0; i < count; i++) other.next()
      other.return(undefined as never)
    }
    // After the forward pass, the unembedding and each block, and before the update.
    expect(count).toBe(config.nLayers + 3)
  })

  it('has no gradient at masked scores, nor above the last position that counts', () => {
    const trace = runBackward(model, [1, 2, 3, 4], [2, 0, -1, -1])
    const scores = trace.grad('blocks.0.attn.scores').data
    for (let i = 0; i < scores.length; i++) if (i % 4 > Math.floor(i / 4) % 4) expect(scores[i]).toBe(0)
    expect(
      trace
        .grad('blocks.0.attn.k')
        .data.slice(2 * 8)
        .every((d: number) => d === 0),
    ).toBe(true)
    expect(
      trace
        .grad('blocks.0.attn.k')
        .data.slice(0, 8)
        .some((d: number) => d !== 0),
    ).toBe(true)
    expect(() => trace.grad('nothing')).toThrow(expect.objectContaining({ code: 'unknown-tensor' }))
    expect(() => trace.grad.param('logits')).toThrow(expect.objectContaining({ code: 'unknown-tensor' }))
  })

  it('tells what the first step of AdamW would change, and changes nothing', () => {
    const before = model.params.slice()
    const trace = runBackward(model, [1, 2, 3, 4], undefined, { update: { learningRate: 0.01, weightDecay: 0 } })
    expect(model.params).toEqual(before)
    expect(trace.update.learningRate).toBe(0.01)
    // The first step of Adam moves each weight by the learning rate, whatever its gradient, unless that is 0.
    for (const { name, updateNorm, gradNorm, weightNorm } of trace.update.parameters) {
      const { data } = trace.grad.param(name)
      const moved = data.filter((d: number) => Math.abs(d) > 1e-4).length
      expect(updateNorm).toBeGreaterThan(0.0099 * Math.sqrt(moved))
      expect(updateNorm).toBeLessThan(0.0101 * Math.sqrt(data.length))
      expect(gradNorm).toBeCloseTo(Math.hypot(...data), 4)
      expect(weightNorm).toBeCloseTo(Math.hypot(...model.param(name).data), 4)
    }
  })

  it('lowers the loss by about the learning rate times the squared gradient, along the gradient', () => {
    const exact = livelyModel(config)
    const trace = runBackward(exact, [1, 2, 3, 4])
    const flat = exact.layout.entries.flatMap(({ name }) => Array.from(trace.grad.param(name).data))
    const eps = 1e-6
    const moved = modelOf(
      config,
      exact.params.map((value: number, i: number) => value - eps * (flat[i] as number)),
    )
    const drop = trace.loss - runBackward(moved, [1, 2, 3, 4]).loss
    const squared = flat.reduce((sum, d) => sum + d * d, 0)
    expect(drop / (eps * squared)).toBeCloseTo(1, 3)
  })

  it.each([
    ['one target for each of the 3 tokens, in an array; got 2', [1, 2]],
    ['Target 5 at position 1', [1, 5, 1]],
    ['Target -2 at position 0', [-2, 1, 1]],
    ['Target 0.5 at position 2', [1, 1, 0.5]],
    ['No position has a target', [-1, -1, -1]],
  ])('refuses targets: %s', (message, targets) => {
    expect(() => runBackward(model, [1, 2, 3], targets)).toThrow(
      expect.objectContaining({ code: 'bad-targets', message: expect.stringContaining(message) }),
    )
  })

  it('refuses a norm to clip to that is not above 0, before it runs, and clips nothing at Infinity', () => {
    const changed = (update: BackwardOptions['update']) =>
      runBackward(model, [1, 2, 3, 4], undefined, { update }).update
    for (const maxGradNorm of [-1, 0, Number.NaN])
      expect(() => runBackward(model, [1, 2, 3], [9], { update: { maxGradNorm } })).toThrow(
        expect.objectContaining({ code: 'bad-option', message: expect.stringContaining(`got ${maxGradNorm}`) }),
      )
    // A step of Adam from rest hardly depends on how long the gradient is, but for eps.
    expect(changed({ maxGradNorm: Infinity, eps: 1 })).toEqual(changed({ maxGradNorm: 1e9, eps: 1 }))
    expect(changed({ maxGradNorm: Infinity, eps: 1 })).not.toEqual(changed({ maxGradNorm: 0.01, eps: 1 }))
  })

  it('takes undefined for what is not said', () => {
    const said = { learningRate: undefined, betas: undefined, eps: undefined, weightDecay: undefined }
    const run = (update: BackwardOptions['update']) => runBackward(model, [1, 2, 3, 4], undefined, { update })
    expect(run({ ...said, maxGradNorm: undefined }).update).toEqual(run(undefined).update)
    expect(run({ weightDecay: undefined }).update).not.toEqual(run({ weightDecay: 0.01 }).update)
  })

  it('refuses a single token without a target', () => {
    expect(() => runBackward(model, [1])).toThrow(/at least two tokens/)
  })
})
