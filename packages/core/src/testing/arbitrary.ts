import fc from 'fast-check'
import { ACTIVATIONS, type ModelConfigInput, NORMS, POSITIONS } from '../model/config'

/** How long the sequences of these configs may be; windows are also shorter, and longer. */
const CONTEXT = 12

/** Any small config: all settings together, whatever their combination. */
export const anyConfig: fc.Arbitrary<ModelConfigInput> = fc
  .record({
    nLayers: fc.integer({ min: 1, max: 3 }),
    nKVHeads: fc.integer({ min: 1, max: 3 }),
    queriesPerKey: fc.integer({ min: 1, max: 3 }),
    dModel: fc.integer({ min: 1, max: 12 }),
    dHead: fc.integer({ min: 1, max: 6 }),
    dMlp: fc.integer({ min: 1, max: 20 }),
    nCtx: fc.constant(CONTEXT),
    dVocab: fc.integer({ min: 2, max: 9 }),
    norm: fc.constantFrom(...NORMS),
    normEps: fc.constantFrom(1e-6, 1e-5, 0.01),
    positions: fc.constantFrom(...POSITIONS),
    rotaryBase: fc.constantFrom(100, 10_000, 1_000_000),
    activation: fc.constantFrom(...ACTIVATIONS),
    // Half of the windows are shorter than half of the context, so that most of them cut something off.
    attentionWindow: fc.oneof(fc.integer({ min: 1, max: CONTEXT / 2 }), fc.integer({ min: 1, max: CONTEXT + 2 })),
    tied: fc.boolean(),
    bias: fc.constantFrom(true, false, 'qkv' as const, 'attention' as const, 'mlp' as const),
  })
  .map(({ queriesPerKey, ...config }) => ({
    ...config,
    nHeads: config.nKVHeads * queriesPerKey,
    // Rotary positions turn pairs.
    dHead: config.positions === 'rotary' ? config.dHead + (config.dHead % 2) : config.dHead,
  }))

/** Token ids that a config of `dVocab` has. */
export function anyTokens(dVocab: number, minLength: number, maxLength: number): fc.Arbitrary<number[]> {
  return fc.array(fc.integer({ min: 0, max: dVocab - 1 }), { minLength, maxLength })
}
