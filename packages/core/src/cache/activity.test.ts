import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generate } from '../inference/generate'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { livelyModel } from '../testing/naive'
import { cacheActivity } from './activity'
import { paged } from './paged'

const anyRun = anyConfig.chain((config) =>
  fc.record({ config: fc.constant(config), prompt: anyTokens(config.dVocab, 1, 6) }),
)

describe('cacheActivity', () => {
  it('says of the full cache what paging says of it, which keeps as much', () => {
    fc.assert(
      fc.property(anyRun, ({ config, prompt }) => {
        const model = livelyModel(config, 'float32')
        const full = generate(model, prompt, { maxNewTokens: 5 })
        const blocks = generate(model, prompt, { maxNewTokens: 5, cache: paged({ blockSize: 1 }) })
        for (const { index } of full.steps)
          expect(cacheActivity(full, index).layers).toEqual(cacheActivity(blocks, index).layers)
      }),
      { numRuns: 40 },
    )
  })

  it('says nothing of no cache, and refuses steps that do not exist', () => {
    const trace = generate(livelyModel({ nLayers: 2, nHeads: 1, dModel: 2, nCtx: 4, dVocab: 3 }), [1], {
      maxNewTokens: 2,
      cache: 'none',
    })
    const nothing = { written: [], read: [], evicted: [], shared: [], held: [], bytes: 0 }
    expect(cacheActivity(trace, 1)).toEqual({ layers: [nothing, nothing] })
    expect(() => cacheActivity(trace, 2)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })
})
