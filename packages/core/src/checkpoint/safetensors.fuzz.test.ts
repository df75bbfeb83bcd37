import fc from 'fast-check'
import { describe, it } from 'vitest'
import type { ModelConfigInput } from '../model/config'
import { anyDamage, attempt, putTogether, takeApart } from '../testing/damage'
import { livelyModel } from '../testing/naive'
import { readSafetensors } from './safetensors'
import { writeSafetensors } from './writeSafetensors'

const SIZES: ModelConfigInput = { nLayers: 2, nHeads: 2, dModel: 4, dMlp: 6, nCtx: 5, dVocab: 7 }
const fileOf = (config: ModelConfigInput) => writeSafetensors(livelyModel({ ...SIZES, ...config }, 'float32'))
const FILES = {
  gpt2: fileOf(SIZES),
  llama: fileOf({ ...SIZES, norm: 'rmsnorm', positions: 'rotary', activation: 'swiglu', bias: 'qkv', tied: false }),
  glassformer: fileOf({ ...SIZES, positions: 'none' }),
}
const RUNS = { numRuns: 300 }

describe.each(Object.entries(FILES))('any safetensors end in a model or in a refusal (%s)', (_, file) => {
  const { header, data } = takeApart(file)

  it('damaged', () => {
    fc.assert(
      fc.property(anyDamage(file), (damaged) => attempt(() => readSafetensors(damaged))),
      RUNS,
    )
  })

  it('whose header says something else', () => {
    const path = fc.record({
      name: fc.oneof(fc.constantFrom(...Object.keys(header)), fc.string(), fc.constant('__proto__')),
      field: fc.constantFrom('dtype', 'shape', 'data_offsets', undefined),
      value: fc.oneof(
        fc.jsonValue(),
        fc.constantFrom('F32', 'F16', 'BF16', 'F64', 'U8'),
        fc.array(fc.oneof(fc.nat(200), fc.integer(), fc.double()), { maxLength: 3 }),
      ),
    })
    fc.assert(
      fc.property(fc.array(path, { minLength: 1, maxLength: 3 }), (changes) => {
        const changed: Record<string, unknown> = structuredClone(header)
        for (const { name, field, value } of changes)
          changed[name] = field === undefined ? value : { ...(changed[name] as object), [field]: value }
        attempt(() => readSafetensors(putTogether(JSON.stringify(changed), data)))
      }),
      RUNS,
    )
  })

  it('with any config', () => {
    const anyConfigValue = fc.oneof(
      fc.anything(),
      fc.nat(9),
      fc.constantFrom('gpt2', 'llama', 'mistral', 'qwen2', null),
    )
    const fields = [
      ...['model_type', 'n_embd', 'n_head', 'n_layer', 'n_inner', 'n_positions', 'vocab_size', 'activation_function'],
      ...['nHeads', 'nKVHeads', 'dHead', 'nLayers', 'bias', 'tied', 'rope_scaling', 'hidden_size', 'attentionWindow'],
      ...[
        'num_attention_heads',
        'rope_theta',
        'rope_parameters',
        'sliding_window',
        'layer_types',
        'use_sliding_window',
      ],
    ]
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...fields), anyConfigValue), (config) =>
        attempt(() => readSafetensors(file, config)),
      ),
      RUNS,
    )
    fc.assert(
      fc.property(fc.anything(), (config) => attempt(() => readSafetensors(file, config as object))),
      RUNS,
    )
  })
})

it('bytes that are no file end in a refusal', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300, size: 'max' }), fc.oneof(fc.json(), fc.string()), (bytes, text) => {
      attempt(() => readSafetensors(bytes))
      // With a length that fits, so that what comes after it is looked at.
      attempt(() => readSafetensors(putTogether(Buffer.from(bytes).toString('latin1'), bytes)))
      attempt(() => readSafetensors(putTogether(text, bytes)))
    }),
    RUNS,
  )
})
