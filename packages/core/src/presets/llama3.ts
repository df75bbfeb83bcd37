import type { Preset } from './types'

const PAPER = 'https://arxiv.org/abs/2407.21783'

/**
 * Llama 3 (Grattafiori et al. 2024, table 3, and the `config.json` of each). Exact counts are the totals in the metadata of
 * the safetensors files on the models' pages.
 */
export const LLAMA3_8B = {
  id: 'llama3-8b',
  name: 'Llama 3 8B',
  year: 2024,
  config: {
    nLayers: 32,
    nHeads: 32,
    nKVHeads: 8,
    dModel: 4096,
    dMlp: 14336,
    nCtx: 8192,
    dVocab: 128256,
    norm: 'rmsnorm',
    normEps: 1e-5,
    positions: 'rotary',
    rotaryBase: 500000,
    activation: 'swiglu',
    tied: false,
    bias: false,
  },
  parameters: { published: 8_030_261_248, exact: true, source: 'https://huggingface.co/meta-llama/Meta-Llama-3-8B' },
  source: PAPER,
} as const satisfies Preset

export const LLAMA3_70B = {
  id: 'llama3-70b',
  name: 'Llama 3 70B',
  year: 2024,
  config: {
    nLayers: 80,
    nHeads: 64,
    nKVHeads: 8,
    dModel: 8192,
    dMlp: 28672,
    nCtx: 8192,
    dVocab: 128256,
    norm: 'rmsnorm',
    normEps: 1e-5,
    positions: 'rotary',
    rotaryBase: 500000,
    activation: 'swiglu',
    tied: false,
    bias: false,
  },
  parameters: { published: 70_553_706_496, exact: true, source: 'https://huggingface.co/meta-llama/Meta-Llama-3-70B' },
  source: PAPER,
} as const satisfies Preset

export const LLAMA3_405B = {
  id: 'llama3-405b',
  name: 'Llama 3.1 405B',
  year: 2024,
  config: {
    nLayers: 126,
    nHeads: 128,
    nKVHeads: 8,
    dModel: 16384,
    dMlp: 53248,
    nCtx: 131072,
    dVocab: 128256,
    norm: 'rmsnorm',
    normEps: 1e-5,
    positions: 'rotary',
    rotaryBase: 500000,
    activation: 'swiglu',
    tied: false,
    bias: false,
  },
  parameters: { published: 405_853_388_800, exact: true, source: 'https://huggingface.co/meta-llama/Llama-3.1-405B' },
  source: PAPER,
  notes: 'Llama 3.1 stretches the longer rotary wavelengths by 8, which changes no count; the config does not say so.',
} as const satisfies Preset
