import { describe, expect, it } from 'vitest'
import { createRandom } from '../tensor/random'
import { anyIndex, tensorsOf } from '../testing/cells'
import { livelyModel, PATHS } from '../testing/naive'
import { runBackward } from '../training/runBackward'
import { explain } from './index'

const config = { nLayers: 2, nHeads: 2, dModel: 16, nCtx: 16, dVocab: 8 } as const
const TOKENS = [1, 2, 3, 4, 5, 6, 7, 0, 1, 2]

describe('numbers of unlike sizes add up within the bound', () => {
  const EXTREMES = [
    ['a stream far from 0', 'embed.W_E', (value: number) => value + 3000],
    ['a stream of nearly nothing', 'embed.W_E', (value: number) => value * 1e-6],
    ['scores that are far apart', 'blocks.0.attn.W_Q', (value: number) => value * 200],
    ['neurons far from 0', 'blocks.0.mlp.W_in', (value: number) => value * 100],
    ['logits that are far apart', 'ln_final.w', (value: number) => value * 100],
  ] as const

  // What does not add up is refused.
  for (const settings of [{}, { norm: 'rmsnorm', positions: 'rotary', activation: 'swiglu', bias: false }] as const)
    for (const path of PATHS)
      it.each(EXTREMES)(`%s: ${JSON.stringify(settings)}, ${path}`, (_what, name, change) => {
        const model = livelyModel({ ...config, ...settings }, 'float32', 3, path)
        const { data } = model.param(name)
        for (const [i, value] of data.entries()) data[i] = change(value)
        const trace = runBackward(model, TOKENS)
        const random = createRandom(2)
        for (const [tensor, { shape }] of tensorsOf(trace))
          for (let n = 0; n < 4; n++) expect(explain(trace, tensor, anyIndex(shape, random)).bound).toBeGreaterThan(0)
      })
})
