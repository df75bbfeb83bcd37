import type { Preset } from './types'

const PAPER = 'https://arxiv.org/abs/2307.09288'

/** Llama 2 (Touvron et al. 2023) as its `config.json` says. The 70B model alone of the family's first two has grouped queries. */
export const LLAMA2_7B = {
  id: 'llama2-7b',
  name: 'Llama 2 7B',
  year: 2023,
  config: {
    nLayers: 32,
    nHeads: 32,
    dModel: 4096,
    dMlp: 11008,
    nCtx: 4096,
    dVocab: 32000,
    norm: 'rmsnorm',
    normEps: 1e-5,
    positions: 'rotary',
    activation: 'swiglu',
    tied: false,
    bias: false,
  },
  parameters: {
    published: 6_738_415_616,
    exact: true,
    source: 'https://github.com/keras-team/keras-hub/blob/master/keras_hub/src/models/llama/llama_presets.py',
  },
  source: PAPER,
  notes:
    "Hugging Face's files (meta-llama/Llama-2-7b-hf) hold 6,738,417,664 numbers: 64 rotary frequencies per layer, which are fixed, are stored with the parameters.",
} as const satisfies Preset

export const LLAMA2_70B = {
  id: 'llama2-70b',
  name: 'Llama 2 70B',
  year: 2023,
  config: {
    nLayers: 80,
    nHeads: 64,
    nKVHeads: 8,
    dModel: 8192,
    dMlp: 28672,
    nCtx: 4096,
    dVocab: 32000,
    norm: 'rmsnorm',
    normEps: 1e-5,
    positions: 'rotary',
    activation: 'swiglu',
    tied: false,
    bias: false,
  },
  parameters: { published: 68_976_648_192, exact: true, source: 'https://huggingface.co/meta-llama/Llama-2-70b-hf' },
  source: PAPER,
  notes:
    "Hugging Face's files hold 68,976,653,312 numbers, of which 64 rotary frequencies in each of 80 layers are fixed and no parameters; published here is without them.",
} as const satisfies Preset
