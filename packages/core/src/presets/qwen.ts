import type { Preset } from './types'

const PAPER = 'https://arxiv.org/abs/2412.15115'

/**
 * Qwen 2.5 (Qwen Team 2024, table 1, and the `config.json` of each): biases in queries, keys and values alone. Exact counts
 * are the totals in the metadata of the safetensors files on the models' pages.
 */
export const QWEN25_0_5B = {
  id: 'qwen2.5-0.5b',
  name: 'Qwen 2.5 0.5B',
  year: 2024,
  config: {
    nLayers: 24,
    nHeads: 14,
    nKVHeads: 2,
    dModel: 896,
    dMlp: 4864,
    nCtx: 32768,
    dVocab: 151936,
    norm: 'rmsnorm',
    normEps: 1e-6,
    positions: 'rotary',
    rotaryBase: 1000000,
    activation: 'swiglu',
    tied: true,
    bias: 'qkv',
  },
  parameters: { published: 494_032_768, exact: true, source: 'https://huggingface.co/Qwen/Qwen2.5-0.5B' },
  source: PAPER,
} as const satisfies Preset

export const QWEN25_7B = {
  id: 'qwen2.5-7b',
  name: 'Qwen 2.5 7B',
  year: 2024,
  config: {
    nLayers: 28,
    nHeads: 28,
    nKVHeads: 4,
    dModel: 3584,
    dMlp: 18944,
    nCtx: 131072,
    dVocab: 152064,
    norm: 'rmsnorm',
    normEps: 1e-6,
    positions: 'rotary',
    rotaryBase: 1000000,
    activation: 'swiglu',
    tied: false,
    bias: 'qkv',
  },
  parameters: { published: 7_615_616_512, exact: true, source: 'https://huggingface.co/Qwen/Qwen2.5-7B' },
  source: PAPER,
} as const satisfies Preset
