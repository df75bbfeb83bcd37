import fc from 'fast-check'
import type { ModelConfigInput } from '../model/config'

/** Any small config. */
export const anyConfig: fc.Arbitrary<ModelConfigInput> = fc.record({
  nLayers: fc.integer({ min: 1, max: 3 }),
  nHeads: fc.integer({ min: 1, max: 4 }),
  dModel: fc.integer({ min: 1, max: 12 }),
  dHead: fc.integer({ min: 1, max: 6 }),
  dMlp: fc.integer({ min: 1, max: 20 }),
  nCtx: fc.constant(12),
  dVocab: fc.integer({ min: 2, max: 9 }),
  activation: fc.constantFrom('gelu_tanh' as const, 'gelu_erf' as const),
  tied: fc.boolean(),
  bias: fc.boolean(),
})

/** Token ids that a config of `dVocab` has. */
export function anyTokens(dVocab: number, minLength: number, maxLength: number): fc.Arbitrary<number[]> {
  return fc.array(fc.integer({ min: 0, max: dVocab - 1 }), { minLength, maxLength })
}
