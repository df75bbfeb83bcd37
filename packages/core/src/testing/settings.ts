import type { ModelConfigInput } from '../model/config'

const base: ModelConfigInput = { nLayers: 2, nHeads: 2, dModel: 6, dHead: 3, dMlp: 5, nCtx: 6, dVocab: 4 }
const one: ModelConfigInput = { ...base, nLayers: 1 }

/** Small configs which together have every setting, for checks that are too dear for many random ones. */
export const SETTINGS: readonly (readonly [string, ModelConfigInput])[] = [
  ['GPT-2: LayerNorm, learned, tanh, tied, biases', base],
  ['exact GELU, untied, no biases', { ...one, tied: false, bias: false, activation: 'gelu_erf' }],
  ['one wide head', { ...one, nHeads: 1, dHead: 7 }],
  [
    'Llama: RMSNorm, rotary, SwiGLU, grouped queries, untied, no biases',
    {
      ...one,
      nHeads: 4,
      nKVHeads: 2,
      dHead: 4,
      norm: 'rmsnorm',
      positions: 'rotary',
      activation: 'swiglu',
      tied: false,
      bias: false,
    },
  ],
  [
    'Qwen: biases of queries, keys and values alone',
    {
      ...one,
      nKVHeads: 1,
      dHead: 2,
      norm: 'rmsnorm',
      normEps: 0.01,
      positions: 'rotary',
      rotaryBase: 50,
      activation: 'swiglu',
      bias: 'qkv',
    },
  ],
  [
    'multi-query with a window, sines, ReLU, an odd width',
    {
      ...base,
      nHeads: 3,
      nKVHeads: 1,
      dModel: 5,
      positions: 'sinusoidal',
      activation: 'relu',
      attentionWindow: 2,
    },
  ],
  [
    'a window of one, no positions, LayerNorm without biases but of q, k and v',
    { ...one, positions: 'none', attentionWindow: 1, activation: 'relu', bias: 'qkv' },
  ],
  ['biases in attention alone', { ...one, bias: 'attention', norm: 'rmsnorm' }],
  ['biases in a gated MLP alone', { ...one, bias: 'mlp', activation: 'swiglu', nKVHeads: 1 }],
  [
    'SwiGLU and RMSNorm with biases, rotary in a window',
    {
      ...base,
      nHeads: 4,
      nKVHeads: 2,
      dHead: 2,
      norm: 'rmsnorm',
      positions: 'rotary',
      activation: 'swiglu',
      attentionWindow: 3,
      tied: false,
    },
  ],
]
