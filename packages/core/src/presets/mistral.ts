import type { Preset } from './types'

/** Mistral 7B, version 0.1 (Jiang et al. 2023, table 1), which has a sliding window in all layers. */
export const MISTRAL_7B = {
  id: 'mistral-7b',
  name: 'Mistral 7B',
  year: 2023,
  config: {
    nLayers: 32,
    nHeads: 32,
    nKVHeads: 8,
    dModel: 4096,
    dMlp: 14336,
    nCtx: 8192,
    dVocab: 32000,
    norm: 'rmsnorm',
    normEps: 1e-5,
    positions: 'rotary',
    activation: 'swiglu',
    attentionWindow: 4096,
    tied: false,
    bias: false,
  },
  parameters: {
    published: 7_241_732_096,
    exact: true,
    source: 'https://github.com/keras-team/keras-hub/blob/master/keras_hub/src/models/mistral/mistral_presets.py',
  },
  source: 'https://arxiv.org/abs/2310.06825',
} as const satisfies Preset
