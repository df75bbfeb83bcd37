import { runBackward } from '@glassformer/core'
import { describe, expect, it } from 'vitest'
import { someTokens } from '../../testing/words'
import { argMax, LAYER_TENSORS, normsOf, rowOfParameter, waveOf } from './data'
import { laterShare, normsAt, placeAt, placeOf, selectionAt } from './places'
import { untrainedModel, untrainedTrace } from './untrained.fixture'

const trace = untrainedTrace(2, 6)
const wave = waveOf(trace)

describe('norms', () => {
  it('are those of the trace’s gradients, position by position', () => {
    for (const name of LAYER_TENSORS) {
      const full = `blocks.1.${['q', 'k', 'v'].includes(name) ? 'attn.' : ''}${name}`
      const { data } = trace.grad(full)
      const size = data.length / 6
      for (let t = 0; t < 6; t++)
        expect(wave.layers[1]?.[name][t]).toBeCloseTo(Math.hypot(...data.subarray(t * size, (t + 1) * size)), 10)
    }
  })

  it('are bounded by the range that the legend prints, which one of them reaches', () => {
    const all = [wave.embed, wave.logits, ...wave.layers.flatMap((layer) => LAYER_TENSORS.map((name) => layer[name]))]
    expect(Math.max(...all.flatMap((norms) => [...norms]))).toBe(wave.max)
    expect(wave.max).toBeGreaterThan(0)
    expect(wave.lossMax).toBe(Math.max(...trace.losses))
  })

  it('are zero above the last position, which has no target', () => {
    expect(wave.layers[1]?.resid_post[5]).toBe(0)
    expect(wave.logits[5]).toBe(0)
    expect(wave.logits[4]).toBeGreaterThan(0)
  })
})

describe('losses', () => {
  it('average to the trace’s loss over the positions that have a target', () => {
    const given = runBackward(untrainedModel(2), someTokens(5), [3, -1, 0, -1, 7])
    const counted = [...given.losses].filter((_, t) => (given.targets[t] as number) >= 0)
    expect(counted).toHaveLength(3)
    expect(counted.reduce((sum, loss) => sum + loss, 0) / 3).toBeCloseTo(given.loss, 6)
    expect(given.losses[1]).toBe(0)
  })
})

describe('the marks of the weights', () => {
  it('take in every parameter once', () => {
    const sum = (of: (group: (typeof wave.weights)[number]) => number) =>
      wave.weights.reduce((total, group) => total + of(group), 0)
    const gradients = Object.values(trace.paramGrads).flatMap(({ data }) => [...data])
    expect(sum(({ count }) => count)).toBe(gradients.length)
    expect(sum(({ count, gradient }) => count * gradient ** 2)).toBeCloseTo(
      gradients.reduce((total, value) => total + value ** 2, 0),
      8,
    )
    expect(sum(({ count, update }) => count * update ** 2)).toBeCloseTo(
      trace.update.parameters.reduce((total, { updateNorm }) => total + updateNorm ** 2, 0),
      8,
    )
    expect(wave.weights).toHaveLength(8)
  })

  it('depend on the text, as the first step of the optimizer does not', () => {
    const other = waveOf(runBackward(untrainedModel(2), someTokens(4), [3, 1, 0, 2]))
    const relative = (key: 'gradient' | 'update') =>
      Math.max(...wave.weights.map((group, row) => Math.abs((other.weights[row]?.[key] ?? 0) / group[key] - 1)))
    expect(relative('gradient')).toBeGreaterThan(0.2)
    expect(relative('update')).toBeLessThan(relative('gradient') / 2)
  })

  it('stand in the row of what they change', () => {
    expect(rowOfParameter('embed.W_E', 2)).toBe(7)
    expect(rowOfParameter('pos_embed.W_pos', 2)).toBe(7)
    expect(rowOfParameter('ln_final.w', 2)).toBe(0)
    expect(rowOfParameter('unembed.W_U', 2)).toBe(0)
    expect(rowOfParameter('blocks.1.mlp.W_in', 2)).toBe(1)
    expect(rowOfParameter('blocks.1.ln2.b', 2)).toBe(1)
    expect(rowOfParameter('blocks.1.attn.W_Q', 2)).toBe(2)
    expect(rowOfParameter('blocks.1.ln1.w', 2)).toBe(2)
    expect(rowOfParameter('blocks.0.attn.W_K', 2)).toBe(6)
    expect(rowOfParameter('blocks.0.attn.b_V', 2)).toBe(6)
  })
})

describe('places', () => {
  it('come back from the selection that pointing at them makes', () => {
    const none = { position: null, key: null, layer: null, head: null, cell: null }
    for (let row = 0; row < 9; row++) {
      const place = placeAt(row, 3, 2)
      const back = placeOf({ ...none, ...selectionAt(place) }, wave)
      expect(back?.position).toBe(3)
      expect(back?.layer).toBe(place.layer)
      expect(back?.part === 'kv').toBe(place.part === 'kv')
    }
    expect(placeOf(none, wave)).toBeNull()
    expect(placeOf({ ...none, position: 99 }, wave)).toBeNull()
  })

  it('name the gradients that they show', () => {
    const kv = normsAt(wave, { part: 'kv', layer: 1, position: 2 })
    expect(kv).toEqual([
      ['k', wave.layers[1]?.k[2]],
      ['v', wave.layers[1]?.v[2]],
    ])
    expect(normsAt(wave, { part: 'embed', layer: null, position: 2 })).toEqual([['embed', wave.embed[2]]])
  })

  it('know which later query sends most to a key', () => {
    const sent = wave.layers[1]?.sent ?? []
    const column = Array.from({ length: 6 }, (_, t) => sent[t * 6 + 1] as number)
    const later = laterShare(wave, 1, 1)
    const total = column.reduce((sum, norm) => sum + norm, 0)
    expect(later?.share).toBeCloseTo(1 - (column[1] as number) / total, 12)
    expect(later?.query).toBe(2 + argMax(column.slice(2)))
    expect(later?.norm).toBe(Math.max(...column.slice(2)))
  })
})

it('normsOf takes the position as the first axis', () => {
  const norms = normsOf({
    name: 'x',
    shape: [2, 2, 1],
    axes: ['position', 'head', 'd_head'],
    data: Float32Array.of(3, 4, 0, 2),
  })
  expect([...norms]).toEqual([5, 2])
})
