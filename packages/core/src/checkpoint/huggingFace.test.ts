import { describe, expect, it } from 'vitest'
import { runForward } from '../inference/runForward'
import { type ModelConfigInput, resolveConfig } from '../model/config'
import { countParameters } from '../model/parameters'
import { putTogether, takeApart } from '../testing/damage'
import { livelyModel } from '../testing/naive'
import { modelFrom } from './checkpoint'
import { readSafetensors } from './safetensors'
import { writeSafetensors } from './writeSafetensors'

/** A file without our config in its metadata, as others write them. */
function fileOf(
  config: ModelConfigInput,
  model: Parameters<typeof writeSafetensors>[0] = livelyModel(config, 'float32'),
) {
  const { header, data } = takeApart(writeSafetensors(model))
  const { __metadata__, ...tensors } = header
  expect(__metadata__).toHaveProperty('format', 'pt')
  return putTogether(JSON.stringify(tensors), data)
}

const sizes = { nLayers: 2, nHeads: 2, dModel: 4, dMlp: 6, nCtx: 5, dVocab: 7 }
const GPT2 = fileOf(sizes)
const LLAMA_CONFIG: ModelConfigInput = {
  ...sizes,
  ...{ norm: 'rmsnorm', positions: 'rotary', activation: 'swiglu', bias: false, tied: false, nKVHeads: 1 },
}
const LLAMA = fileOf(LLAMA_CONFIG)
const gpt2 = { model_type: 'gpt2', n_embd: 4, n_head: 2, n_layer: 2, n_positions: 5, n_inner: 6, vocab_size: 7 }
const llama = {
  model_type: 'llama',
  ...{ hidden_size: 4, intermediate_size: 6, num_hidden_layers: 2, num_attention_heads: 2, num_key_value_heads: 1 },
  ...{ vocab_size: 7, hidden_act: 'silu', rms_norm_eps: 1e-6, rope_theta: 10000, max_position_embeddings: 5 },
}
const mistral = { ...llama, model_type: 'mistral', sliding_window: null }
const qwen2 = { ...llama, model_type: 'qwen2', sliding_window: 3, max_window_layers: 28 }
/** Only what no shape says. */
const few = { model_type: 'llama', num_attention_heads: 2 }

const read = (config: object) => readSafetensors('n_embd' in config ? GPT2 : LLAMA, config as never).config

describe("Hugging Face's config.json", () => {
  it.each<[string, object, object]>([
    ['GPT-2 as it is', gpt2, { activation: 'gelu_tanh', normEps: 1e-5, dMlp: 6, nHeads: 2, tied: true }],
    ['exact GELU', { ...gpt2, activation_function: 'gelu' }, { activation: 'gelu_erf' }],
    ['ReLU', { ...gpt2, activation_function: 'relu' }, { activation: 'relu' }],
    ['another eps', { ...gpt2, layer_norm_epsilon: 1e-3 }, { normEps: 1e-3 }],
    ['no width of the MLP', { ...gpt2, n_inner: null }, { dMlp: 6 }],
    ['Llama as it is', llama, { nKVHeads: 1, normEps: 1e-6, rotaryBase: 10_000, attentionWindow: 5, tied: false }],
    ['a window, which Llama has none of', { ...llama, sliding_window: 2 }, { attentionWindow: 5 }],
    ["transformers' defaults", few, { rotaryBase: 10_000, normEps: 1e-6, nCtx: 2048, dMlp: 6, nKVHeads: 1 }],
    ['positions that are not scaled', { ...llama, rope_scaling: null }, { rotaryBase: 10_000 }],
    [
      'newer names of positions',
      { ...llama, rope_theta: undefined, rope_parameters: { rope_type: 'default', rope_theta: 5e5 } },
      { rotaryBase: 5e5 },
    ],
    ['Mistral without a window', mistral, { attentionWindow: 5 }],
    ['Mistral with a window', { ...mistral, sliding_window: 3 }, { attentionWindow: 3 }],
    ['Mistral with a window of all', { ...mistral, sliding_window: 4096 }, { attentionWindow: 5 }],
    ['Qwen2, whose window is off', qwen2, { attentionWindow: 5 }],
    ['Qwen2, whose window is on in no layer', { ...qwen2, use_sliding_window: true }, { attentionWindow: 5 }],
    [
      'Qwen2, whose window is on in all layers',
      { ...qwen2, use_sliding_window: true, max_window_layers: 0 },
      { attentionWindow: 3 },
    ],
  ])('is taken as it is: %s', (_, config, expected) => {
    expect(read(config)).toMatchObject(expected)
  })

  it.each<[string, object]>([
    ['config.model_type must be gpt2, llama, mistral, qwen2; got "gemma"', { ...llama, model_type: 'gemma' }],
    ['config.model_type must be gpt2, llama, mistral, qwen2; got undefined', { ...llama, model_type: undefined }],
    ['config.model_type is "llama", but its tensors have the names of gpt2', { ...few, n_embd: 4 }],
    ['config.activation_function must be one of gelu_new,', { ...gpt2, activation_function: 'quick_gelu' }],
    ['config.scale_attn_weights is', { ...gpt2, scale_attn_weights: false }],
    ['config.scale_attn_by_inverse_layer_idx is', { ...gpt2, scale_attn_by_inverse_layer_idx: true }],
    ['config.add_cross_attention is', { ...gpt2, add_cross_attention: true }],
    ['config.n_head must be a positive whole number; got "2"', { ...gpt2, n_head: '2' }],
    ['nHeads; give config.nHeads'.slice(8), { ...gpt2, n_head: undefined }],
    ['config.layer_norm_epsilon must be a positive number; got 0', { ...gpt2, layer_norm_epsilon: 0 }],
    ['"transformer.wpe.weight" has shape [5, 4]; expected [6, 4]', { ...gpt2, n_positions: 6 }],
    ['tensors are missing: lm_head.weight', { ...gpt2, tie_word_embeddings: false }],
    ['config.tie_word_embeddings must be true or false; got "no"', { ...gpt2, tie_word_embeddings: 'no' }],
    ['config.quantization_config is { bits: 4 }', { ...llama, quantization_config: { bits: 4 } }],
    ['config.hidden_act is "gelu", and this engine has only SwiGLU', { ...llama, hidden_act: 'gelu' }],
    ['config.rope_scaling is "llama3"', { ...llama, rope_scaling: { rope_type: 'llama3', factor: 8 } }],
    ['config.rope_scaling is "linear"', { ...llama, rope_scaling: { type: 'linear', factor: 2 } }],
    ['config.rope_parameters is "yarn"', { ...llama, rope_parameters: { rope_type: 'yarn' } }],
    ['config.rope_parameters is 3', { ...llama, rope_parameters: 3 }],
    ['config.rope_theta must be a positive number; got -1', { ...llama, rope_theta: -1 }],
    ['config.partial_rotary_factor is 0.5', { ...llama, partial_rotary_factor: 0.5 }],
    ['config.rms_norm_eps must be a positive number; got "tiny"', { ...llama, rms_norm_eps: 'tiny' }],
    ['its config is tied, but lm_head.weight is not equal to model.embed', { ...llama, tie_word_embeddings: true }],
    ['config.sliding_window is missing', { ...mistral, sliding_window: undefined }],
    ['config.sliding_window must be a positive number; got -3', { ...mistral, sliding_window: -3 }],
    ['config.max_window_layers must be 0', { ...qwen2, use_sliding_window: true, max_window_layers: 1 }],
    ['config.layer_types mixes', { ...qwen2, layer_types: ['full_attention', 'sliding_attention'] }],
    ['has shape [2, 4]; expected [4, 4] by its config', { ...llama, num_key_value_heads: 2 }],
    ['"model.layers.0.self_attn.q_proj.weight" has shape [4, 4]; expected [12, 4]', { ...llama, head_dim: 6 }],
    ['dHead must be even', { ...llama, num_attention_heads: 4 }],
  ])('is refused where the engine would compute something else: %s', (message, config) => {
    const error = { code: 'bad-checkpoint', message: expect.stringContaining(message) }
    expect(() => read(config)).toThrow(expect.objectContaining(error))
  })
})

describe('a file that does not say it all', () => {
  it('asks for what no shape says', () => {
    expect(() => readSafetensors(LLAMA)).toThrow(/no shape says nHeads, rotaryBase, normEps, nCtx of a Llama/)
    expect(() => readSafetensors(LLAMA, { nHeads: 2, nCtx: 8 })).toThrow(/no shape says rotaryBase, normEps of a Llama/)
    expect(() => readSafetensors(GPT2)).toThrow(/how many heads share a width of 4; give config.nHeads/)
  })

  it.each([
    ['qkv', /attn\.c_attn\.bias$/],
    ['attention', /attn\.c_(attn|proj)\.bias$/],
    ['mlp', /mlp\.c_(fc|proj)\.bias$/],
    [false, /(?!)/],
  ] as const)('of the GPT-2 family is read with biases in %s alone', (bias, kept) => {
    const model = livelyModel({ ...sizes, bias: true }, 'float32')
    const { header, data } = takeApart(writeSafetensors(model))
    const tensors: Record<string, object> = {}
    const parts: number[] = []
    for (const [name, entry] of Object.entries(header)) {
      if (name === '__metadata__' || (name.endsWith('.bias') && !kept.test(name))) continue
      const [from, to] = (entry as { data_offsets: [number, number] }).data_offsets
      tensors[name] = { ...entry, data_offsets: [parts.length, parts.length + to - from] }
      parts.push(...data.subarray(from, to))
    }
    const read = modelFrom(readSafetensors(putTogether(JSON.stringify(tensors), Uint8Array.from(parts)), { nHeads: 2 }))
    expect(read.config.bias).toBe(bias)
    for (const { name } of read.layout.entries) expect(read.param(name).data).toEqual(model.param(name).data)
    // What is left out is as if it were 0.
    for (const { name } of model.layout.entries) if (!read.layout.byName.has(name)) model.param(name).data.fill(0)
    const [got, expected] = [read, model].map((one) => runForward(one, [1, 2, 3]).tensor('logits').data)
    for (const [i, logit] of (got ?? []).entries()) expect(logit).toBeCloseTo(expected?.[i] as number, 5)
  })

  it('is read with that, and the rest comes from its shapes', () => {
    const { config, params } = readSafetensors(LLAMA, { nHeads: 2, rotaryBase: 10_000, normEps: 1e-5, nCtx: 5 })
    expect(config).toEqual(livelyModel(LLAMA_CONFIG).config)
    expect(params).toEqual(livelyModel(LLAMA_CONFIG, 'float32').params)
    expect(readSafetensors(GPT2, { nHeads: 2 }).config).toEqual(livelyModel(sizes).config)
    const biased = { ...LLAMA_CONFIG, bias: 'qkv' as const, tied: true }
    expect(readSafetensors(fileOf(biased), llama).config).toMatchObject({ bias: 'qkv', tied: true })
    for (const bias of [true, false, 'attention', 'mlp'] as const) {
      const { config, params } = readSafetensors(fileOf({ ...biased, bias }), llama)
      expect(config.bias).toBe(bias)
      expect(params.length).toBe(countParameters({ ...biased, bias }))
    }
  })

  it('has heads of 64 if it is as wide as a GPT-2', () => {
    const small = resolveConfig({ nLayers: 1, nHeads: 12, dModel: 768, dMlp: 1, nCtx: 1, dVocab: 2 })
    const zeros = new Float32Array(countParameters(small))
    expect(readSafetensors(fileOf(small, { config: small, params: zeros })).config).toMatchObject({
      nHeads: 12,
      dHead: 64,
      activation: 'gelu_tanh',
      normEps: 1e-5,
    })
  })
})
