import type { Preset } from './types'

const GPT2_PAPER =
  'https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf'
const GPT2_COUNTS = 'https://github.com/keras-team/keras-hub/blob/master/keras_hub/src/models/gpt2/gpt2_presets.py'

/**
 * The shapes of GPT-2 (Radford et al. 2019, table 2; the files' `hparams.json`). The counts are those of the released
 * files as KerasHub lists them.
 */
export const GPT2_SMALL = {
  id: 'gpt2-small',
  name: 'GPT-2 small',
  year: 2019,
  config: { nLayers: 12, nHeads: 12, dModel: 768, nCtx: 1024, dVocab: 50257 },
  parameters: { published: 124_439_808, exact: true, source: GPT2_COUNTS },
  source: GPT2_PAPER,
  notes: "The paper's own count, 117M, was a mistake that its authors put right in the repository's README: 124M.",
} as const satisfies Preset

export const GPT2_MEDIUM = {
  id: 'gpt2-medium',
  name: 'GPT-2 medium',
  year: 2019,
  config: { nLayers: 24, nHeads: 16, dModel: 1024, nCtx: 1024, dVocab: 50257 },
  parameters: { published: 354_823_168, exact: true, source: GPT2_COUNTS },
  source: GPT2_PAPER,
  notes: "The paper's own count is 345M; see GPT-2 small.",
} as const satisfies Preset

export const GPT2_LARGE = {
  id: 'gpt2-large',
  name: 'GPT-2 large',
  year: 2019,
  config: { nLayers: 36, nHeads: 20, dModel: 1280, nCtx: 1024, dVocab: 50257 },
  parameters: { published: 774_030_080, exact: true, source: GPT2_COUNTS },
  source: GPT2_PAPER,
  notes: "The paper's own count is 762M; see GPT-2 small.",
} as const satisfies Preset

export const GPT2_XL = {
  id: 'gpt2-xl',
  name: 'GPT-2 XL',
  year: 2019,
  config: { nLayers: 48, nHeads: 25, dModel: 1600, nCtx: 1024, dVocab: 50257 },
  parameters: { published: 1_557_611_200, exact: true, source: GPT2_COUNTS },
  source: GPT2_PAPER,
  notes: "The paper's own count is 1542M; see GPT-2 small.",
} as const satisfies Preset

/**
 * GPT-3 (Brown et al. 2020): the shape of table 2.1, and the vocabulary of GPT-2. The weights were never published, and
 * so no exact count; 174,600 million stand in table D.1, rounded to 100 million. Table 2.1 and the name say 175 billion.
 */
export const GPT3_175B = {
  id: 'gpt3-175b',
  name: 'GPT-3 175B',
  year: 2020,
  config: { nLayers: 96, nHeads: 96, dModel: 12288, nCtx: 2048, dVocab: 50257 },
  parameters: { published: 174_600_000_000, exact: false, source: 'https://arxiv.org/abs/2005.14165' },
  source: 'https://arxiv.org/abs/2005.14165',
  notes:
    'Every other layer of GPT-3 has locally banded sparse attention, of a width that the paper does not state. All are dense here: counts of scores and weighted values are upper bounds.',
} as const satisfies Preset
