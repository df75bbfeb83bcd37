import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ModelConfigInput } from '../model/config'
import { runForward } from '../model/runForward'
import { anyConfig } from '../testing/arbitrary'
import { livelyModel } from '../testing/naive'
import { createCharTokenizer } from '../tokenizer/chars'
import { modelFrom } from './checkpoint'
import { readSafetensors } from './safetensors'
import { writeSafetensors } from './writeSafetensors'

const GPT2: ModelConfigInput = { nLayers: 2, nHeads: 2, dModel: 8, dMlp: 20, nCtx: 6, dVocab: 11 }
const LLAMA: ModelConfigInput = {
  ...{ nLayers: 2, nHeads: 4, nKVHeads: 2, dModel: 8, dHead: 4, dMlp: 10, nCtx: 9, dVocab: 11 },
  ...{ norm: 'rmsnorm', normEps: 1e-6, positions: 'rotary', rotaryBase: 500_000, activation: 'swiglu' },
  ...{ bias: false, tied: false },
}

/** The names and the metadata of a file, by a reading of its header that shares nothing with the reader. */
function headerOf(
  file: Uint8Array,
): Record<string, { shape: number[]; dtype: string; data_offsets: [number, number] }> {
  const buffer = Buffer.from(file)
  return JSON.parse(buffer.toString('utf8', 8, 8 + Number(buffer.readBigUInt64LE(0))))
}

describe('writeSafetensors and readSafetensors', () => {
  it('give back any model to the bit, and its config', () => {
    fc.assert(
      fc.property(anyConfig, fc.boolean(), (config, asBuffer) => {
        const model = livelyModel(config, 'float32')
        const file = writeSafetensors(model)
        const read = modelFrom(readSafetensors(asBuffer ? (file.buffer as ArrayBuffer) : file))
        expect(read.config).toEqual(model.config)
        expect(read.params).toEqual(model.params)
        expect(runForward(read, [1, 0, 1]).tensor('logits').data).toEqual(
          runForward(model, [1, 0, 1]).tensor('logits').data,
        )
      }),
    )
  })

  it('use the names of GPT-2 and of Llama where those could run the model, and ours elsewhere', () => {
    const names = (config: ModelConfigInput) => Object.keys(headerOf(writeSafetensors(livelyModel(config, 'float32'))))
    expect(names(GPT2)).toContain('transformer.h.1.attn.c_attn.weight')
    expect(names({ ...GPT2, tied: false })).toContain('lm_head.weight')
    expect(names(LLAMA)).toContain('model.layers.1.self_attn.q_proj.weight')
    expect(names({ ...LLAMA, bias: 'qkv' })).toContain('model.layers.1.self_attn.q_proj.bias')
    expect(names({ ...GPT2, positions: 'none' })).toContain('blocks.1.attn.W_Q')
    expect(names({ ...GPT2, bias: false })).toContain('blocks.1.attn.W_Q')
  })

  it('pass name and tokenizer on', () => {
    const tokenizer = createCharTokenizer('abcdefghijk')
    const read = readSafetensors(writeSafetensors(livelyModel(GPT2, 'float32')), {}, { name: 'mine', tokenizer })
    expect(modelFrom(read)).toMatchObject({ name: 'mine', tokenizer })
  })
})
