import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attentionSinks, paged, prefixCache, quantised } from '../cache'
import { generate } from '../inference/generate'
import { runForward } from '../inference/runForward'
import { intervene } from '../intervene/intervene'
import { sample } from '../sampling/sampling'
import type { Tensor } from '../tensor/tensor'
import { livelyModel } from '../testing/naive'
import { runBackward } from '../training/runBackward'
import { decodeTrace, encodeTrace } from './encode'
import { reviveTrace, type TraceData } from './make'
import { selectTensors, sliceTensor } from './select'
import type { Trace } from './types'
import { validateTrace } from './validate'

const config = { nLayers: 2, nHeads: 2, dModel: 6, nCtx: 8, dVocab: 5 }
const model = livelyModel(config, 'float32')
const prefix = prefixCache({ blockSize: 2, capacity: 8 })
generate(model, [1, 2, 3], { maxNewTokens: 1, cache: prefix })
const cut = intervene([
  { tensor: 'blocks.0.attn.scores', positions: [2], keys: [1], set: -Infinity },
  { tensor: 'blocks.1.attn.z', from: runForward(model, [2, 2]), head: 1 },
])
const traces: Record<string, Trace> = {
  forward: runForward(model, [1, 2, 3]),
  generation: generate(model, [1, 2, 3], { maxNewTokens: 3, compare: true }),
  'generation without a cache': generate(model, [4], { maxNewTokens: 2, cache: 'none' }),
  'forward with a fault and interventions': runForward(model, [1, 2, 3], {
    fault: 'no-causal-mask',
    interventions: cut,
  }),
  'windowed forward': runForward(livelyModel({ ...config, attentionWindow: 2 }, 'float32'), [1, 2, 3, 4]),
  'generation that forgets': generate(model, [1, 2, 3], {
    maxNewTokens: 5,
    cache: attentionSinks({ sinks: 1, window: 2 }),
    sampler: sample({ topK: 3, topP: 0.9 }),
    fault: 'stale-position',
  }),
  'generation with a quantised cache': generate(model, [1, 2, 3], { maxNewTokens: 3, cache: quantised({ bits: 4 }) }),
  'generation with a paged cache': generate(model, [1, 2, 3], { maxNewTokens: 3, cache: paged({ blockSize: 2 }) }),
  'generation with shared positions': generate(model, [1, 2, 4], { maxNewTokens: 3, cache: prefix }),
  backward: runBackward(model, [1, 2, 3]),
  'float64 backward': runBackward(livelyModel(config), [1, 2, 3]),
}

describe.each(Object.entries(traces))('a %s trace', (_, trace) => {
  it('is valid', () => {
    expect(() => validateTrace(trace)).not.toThrow()
  })

  it('is plain data: a clone is equal and gets its methods back', () => {
    const clone = structuredClone(trace) as TraceData
    expect(clone).not.toHaveProperty('tensor')
    const revived = reviveTrace(clone)
    expect(revived).toBe(clone)
    expect(revived).toEqual(trace)
    expect(revived.tensor('blocks.1.attn.z')).toEqual(trace.tensor('blocks.1.attn.z'))
    if (revived.kind === 'generation' && trace.kind === 'generation')
      expect(revived.cacheAt(1)).toEqual(trace.cacheAt(1))
    if (revived.kind === 'backward' && trace.kind === 'backward') {
      expect(revived.grad('embed')).toEqual(trace.grad('embed'))
      expect(revived.grad.param('embed.W_E')).toEqual(trace.grad.param('embed.W_E'))
    }
  })

  it('survives encoding to the bit', () => {
    const decoded = decodeTrace(encodeTrace(trace))
    expect(decoded).toEqual(trace)
    expect(decoded.tensor('logits')).toEqual(trace.tensor('logits'))
  })
})

describe('decodeTrace', () => {
  const bytes = encodeTrace(selectTensors(runForward(model, [1, 2, 3]), ['blocks.0.attn.scores', 'logits']))

  it('reads bytes that lie anywhere in a larger buffer, and text of any script', () => {
    const text = 'é😀\u0000 „x“'
    const forward = runForward(model, [1])
    const shifted = encodeTrace({ ...forward, tokens: [{ id: 1, text }] })
    const larger = new Uint8Array(shifted.length + 3)
    larger.set(shifted, 3)
    expect(decodeTrace(larger.subarray(3)).tokens).toEqual([{ id: 1, text }])
  })

  it('refuses bytes that are cut short anywhere', () => {
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeTrace(bytes.subarray(0, length))).toThrow(expect.objectContaining({ code: 'bad-trace' }))
  })

  it('refuses other bytes, and reads or refuses damaged ones with no other error', () => {
    expect(() => decodeTrace(new Uint8Array(100))).toThrow(/begin with "GFT1"/)
    const damage = fc.record({ at: fc.nat({ max: bytes.length - 1 }), to: fc.integer({ min: 0, max: 255 }) })
    fc.assert(
      fc.property(damage, ({ at, to }) => {
        const damaged = bytes.slice()
        damaged[at] = to
        try {
          decodeTrace(damaged)
        } catch (error) {
          expect(error).toMatchObject({ name: 'GlassformerError', code: 'bad-trace' })
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('validateTrace', () => {
  const forward = () => structuredClone(runForward(model, [1, 2, 3])) as TraceData<ReturnType<typeof runForward>>
  const withTensor = (name: string, change: Partial<Tensor>) => {
    const trace = forward()
    return { ...trace, tensors: { ...trace.tensors, [name]: { ...(trace.tensors[name] as Tensor), ...change } } }
  }
  const withValue = (name: string, index: number, value: number) => {
    const trace = forward()
    ;(trace.tensors[name] as Tensor).data[index] = value
    return trace
  }
  const backward = () => structuredClone(runBackward(model, [1, 2, 3])) as TraceData<ReturnType<typeof runBackward>>
  const generation = () => structuredClone(generate(model, [1])) as TraceData<ReturnType<typeof generate>>

  it.each<[string, () => unknown, RegExp]>([
    ['null', () => null, /kind must be/],
    ['another kind', () => ({ ...forward(), kind: 'x' }), /got "x"/],
    ['a config without heads', () => ({ ...forward(), config: { ...config, nHeads: 0 } }), /nHeads .* got 0/],
    ['no tokens', () => ({ ...forward(), tokens: [] }), /tokens must be/],
    [
      'more tokens',
      () => ({ ...forward(), tokens: Array(4).fill({ id: 1, text: '' }) }),
      /shape \[4, 6\]; got \[3, 6\]/,
    ],
    ['too many tokens', () => ({ ...forward(), tokens: Array(9).fill({ id: 1, text: '' }) }), /9 positions .* 8/],
    ['a token outside', () => ({ ...forward(), tokens: Array(3).fill({ id: 5, text: '' }) }), /tokens\[0\].id is 5/],
    ['a token without text', () => ({ ...forward(), tokens: Array(3).fill({ id: 1 }) }), /text must be a string/],
    ['no provenance', () => ({ ...forward(), provenance: undefined }), /provenance/],
    ['no tensors', () => ({ ...forward(), tensors: null }), /tensors is missing/],
    ['an unknown tensor', () => ({ ...forward(), tensors: { x: {} } }), /"x"/],
    ['a null tensor', () => ({ ...forward(), tensors: { embed: null } }), /embed.*axes/],
    [
      'wrong axes',
      () => withTensor('embed', { axes: ['d_model', 'position'] }),
      /embed.*axes \["position", "d_model"\]/,
    ],
    ['a wrong shape', () => withTensor('embed', { shape: [6, 3] }), /embed.*shape \[3, 6\]; got \[6, 3\]/],
    ['missing values', () => withTensor('embed', { data: new Float32Array(17) }), /embed.*18 values; got 17/],
    ['a list for data', () => withTensor('embed', { data: [] as unknown as Float32Array }), /Float32Array/],
    ['NaN', () => withValue('blocks.1.attn.q', 4, Number.NaN), /blocks\.1\.attn\.q.*\[4\] is NaN/],
    ['infinity', () => withValue('logits', 2, Infinity), /logits.*\[2\] is Infinity/],
    ['-infinity', () => withValue('logits', 2, -Infinity), /logits.*\[2\] is -Infinity/],
    ['-infinity in a score', () => withValue('blocks.0.attn.scores', 12, -Infinity), /scores.*\[12\] is -Infinity/],
    ['infinity in a masked score', () => withValue('blocks.0.attn.scores', 1, Infinity), /scores.*\[1\] is Infinity/],
    ['NaN in a masked score', () => withValue('blocks.0.attn.scores', 1, Number.NaN), /scores.*\[1\] is NaN/],
    ['a missing target', () => ({ ...backward(), targets: [1] }), /targets must have 3/],
    ['a target outside', () => ({ ...backward(), targets: [1, 5, 1] }), /targets\[1\] is 5/],
    ['a loss of NaN', () => ({ ...backward(), loss: Number.NaN }), /loss is NaN/],
    ['losses of NaN', () => ({ ...backward(), losses: Float32Array.of(1, 2, Number.NaN) }), /losses.*\[2\] is NaN/],
    ['no gradients', () => ({ ...backward(), grads: undefined }), /grads is missing/],
    ['no update', () => ({ ...backward(), update: undefined }), /update/],
    ['no steps', () => ({ ...generation(), steps: [] }), /steps/],
    ['a null step', () => ({ ...generation(), steps: Array(8).fill(null) }), /steps\[0\]/],
    ['another prompt', () => ({ ...generation(), promptLength: 2 }), /promptLength \(2\)/],
    ['another cache', () => ({ ...generation(), cache: 'some' }), /got "some"/],
  ])('refuses %s', (_, make, message) => {
    expect(() => validateTrace(make() as TraceData)).toThrow(
      expect.objectContaining({ code: 'bad-trace', message: expect.stringMatching(message) }),
    )
  })

  it('refuses NaN and infinity in gradients, masked scores included', () => {
    const trace = backward()
    ;(trace.grads['blocks.0.attn.scores'] as Tensor).data[1] = -Infinity
    expect(() => validateTrace(trace)).toThrow(/grads.*scores.*\[1\] is -Infinity/)
    const other = backward()
    ;(other.paramGrads['embed.W_E'] as Tensor).data[3] = Number.NaN
    expect(() => validateTrace(other)).toThrow(/paramGrads.*W_E.*\[3\] is NaN/)
  })
})

describe('selectTensors', () => {
  it('keeps what is named, gradients too', () => {
    const forward = selectTensors(runForward(model, [1, 2]), ['logits'])
    expect(Object.keys(forward.tensors)).toEqual(['logits'])
    expect(forward.tensor('logits').shape).toEqual([2, 5])
    expect(() => forward.tensor('embed')).toThrow(/Known names: logits/)
    expect(() => validateTrace(forward)).not.toThrow()
    const backward = selectTensors(runBackward(model, [1, 2]), ['logits'])
    expect(Object.keys(backward.grads)).toEqual(['logits'])
    expect(backward.grad('logits').shape).toEqual([2, 5])
    expect(() => selectTensors(forward, ['embed'])).toThrow(expect.objectContaining({ code: 'unknown-tensor' }))
  })

  it('keeps what the same names would have recorded: a star stands for any characters', () => {
    const select = ['logits', 'blocks.*.attn.pattern', 'blocks.1.mlp*', 'embed']
    const trace = selectTensors(runForward(model, [1, 2]), select)
    expect(trace).toEqual(runForward(model, [1, 2], { select }))
    expect(Object.keys(trace.tensors)).toEqual(Object.keys(runForward(model, [1, 2], { select }).tensors))
    const { grads, tensors } = selectTensors(runBackward(model, [1, 2]), select)
    expect(Object.keys(grads)).toEqual(Object.keys(tensors))
    for (const name of ['attn.*', 'blocks.2.*', 'log.ts'])
      expect(() => selectTensors(trace, [name])).toThrow(expect.objectContaining({ code: 'unknown-tensor' }))
  })
})

describe('sliceTensor', () => {
  const trace = runForward(model, [1, 2, 3])
  const q = trace.tensor('blocks.0.attn.q')
  const pattern = trace.tensor('blocks.0.attn.pattern')

  it('takes one index of an axis, leading or not', () => {
    const head = sliceTensor(q, { head: 1 })
    expect(head).toMatchObject({ name: q.name, axes: ['position', 'd_head'], shape: [3, 3] })
    for (let t = 0; t < 3; t++)
      for (let i = 0; i < 3; i++) expect(head.data[t * 3 + i]).toBe(q.data[(t * 2 + 1) * 3 + i])
    const key = sliceTensor(pattern, { key: 1, head: 1 })
    expect(Array.from(key.data)).toEqual([0, 1, 2].map((t) => pattern.data[(3 + t) * 3 + 1]))
    expect(key.axes).toEqual(['query'])
  })

  it('does not copy what lies together', () => {
    const row = sliceTensor(pattern, { head: 1, query: 2 })
    expect(row.data.buffer).toBe(pattern.data.buffer)
    expect(Array.from(row.data)).toEqual(Array.from(pattern.data.slice(15, 18)))
    expect(sliceTensor(pattern, {})).toBe(pattern)
  })

  it('refuses what is not there', () => {
    expect(() => sliceTensor(pattern, { position: 0 })).toThrow(/has the axes head, query, key; got "position"/)
    for (const head of [2, -1, 0.5, Number.NaN])
      expect(() => sliceTensor(pattern, { head })).toThrow(expect.objectContaining({ code: 'out-of-range' }))
    expect(() => sliceTensor(pattern, { head: 2 })).toThrow(/head 2 does not exist.*0 to 1/)
  })
})
