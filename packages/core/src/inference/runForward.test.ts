import { describe, expect, it } from 'vitest'
import { livelyModel, PATHS } from '../testing/naive'
import { runForward } from './runForward'

const config = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 6, dVocab: 5 }

describe.each(PATHS)('runForward into an earlier trace (kernels: %s)', (kernels) => {
  const model = livelyModel(config, 'float32', 3, kernels)

  it('writes what a new trace would hold, in the same arrays', () => {
    const trace = runForward(model, [1, 2, 3])
    const arrays = Object.values(trace.tensors).map(({ data }) => data)
    const first = arrays.map((data) => data.slice())
    const fresh = runForward(model, [4, 0, 2])
    expect(runForward(model, [4, 0, 2], { into: trace })).toBe(trace)
    expect(Object.values(trace.tensors).map(({ data }) => data)).toEqual(
      Object.values(fresh.tensors).map(({ data }) => data),
    )
    for (const [i, { data }] of Object.values(trace.tensors).entries()) expect(data).toBe(arrays[i])
    expect(arrays).not.toEqual(first)
    expect(trace).toEqual(fresh)
    expect(trace.tensor('logits').data).toEqual(fresh.tensor('logits').data)
  })

  it('leaves other traces of the model alone', () => {
    const one = runForward(model, [1, 2, 3])
    const before = one.tensor('probs').data.slice()
    runForward(model, [2, 2, 2], { into: runForward(model, [0, 1, 0]) })
    expect(one.tensor('probs').data).toEqual(before)
  })

  it('keeps the selection, and takes off the marks of the run before', () => {
    const trace = runForward(model, [1, 2, 3], { select: ['logits'], fault: 'no-causal-mask' })
    expect(trace.fault).toBe('no-causal-mask')
    runForward(model, [3, 2, 1], { into: trace })
    expect(trace).toEqual(runForward(model, [3, 2, 1], { select: ['logits'] }))
    expect('fault' in trace).toBe(false)
  })

  it('refuses a trace of another model, of another length, from elsewhere, and a selection of its own', () => {
    const trace = runForward(model, [1, 2, 3])
    const bad = expect.objectContaining({ code: 'bad-option' })
    expect(() => runForward(livelyModel(config, 'float32', 4), [1, 2, 3], { into: trace })).toThrow(bad)
    expect(() => runForward(model, [1, 2], { into: trace })).toThrow(bad)
    expect(() => runForward(model, [1, 2, 3], { into: structuredClone(trace) })).toThrow(bad)
    expect(() => runForward(model, [1, 2, 3], { into: trace, select: ['logits'] })).toThrow(bad)
  })

  it('runs within a run', () => {
    const inner: number[][] = []
    const interventions = {
      bind: () => ({
        records: [],
        edits: () => (name: string) => {
          if (name === 'blocks.1.resid_mid') inner.push([...runForward(model, [2, 1, 0]).tensor('logits').data])
        },
      }),
    }
    const outer = runForward(model, [1, 2, 3], { interventions })
    expect(outer.tensor('logits').data).toEqual(runForward(model, [1, 2, 3]).tensor('logits').data)
    expect(inner).toEqual([[...runForward(model, [2, 1, 0]).tensor('logits').data]])
  })
})
