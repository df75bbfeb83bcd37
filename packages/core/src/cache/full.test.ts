import { describe, expect, it } from 'vitest'
import { kernelsFor, takeFloats } from '../kernels/arena'
import { createModel } from '../model/model'
import { livelyModel } from '../testing/naive'
import { createCache } from './full'

const config = { nLayers: 2, nHeads: 2, dModel: 4, nCtx: 8, dVocab: 5 }

describe('createCache', () => {
  it('keeps K and V where the kernels of the model work, and gives the memory back', () => {
    const model = createModel(config)
    const cache = createCache(model, 8)
    const rows = Float32Array.from({ length: 8 }, (_, i) => i)
    const first = cache.write(0, rows, rows, 0, 2, 0)
    for (const floats of [first.k, first.v]) expect(kernelsFor(model.params, floats)).toBeDefined()
    expect(Array.from(cache.write(0, rows, rows, 1, 2, 2).k.subarray(0, 12))).toEqual([...rows, 4, 5, 6, 7])
    cache.release()
    expect(takeFloats(model.params, 8 * 4).byteOffset).toBe(first.k.byteOffset)
  })

  it('is as precise as the model', () => {
    const rows = Float64Array.of(0.1, 0.2, 0.3, 0.4)
    expect(createCache(livelyModel(config, 'float64'), 1).write(1, rows, rows, 0, 1, 0).v).toEqual(rows)
  })
})
