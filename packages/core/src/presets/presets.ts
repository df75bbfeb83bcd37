import { GPT2_LARGE, GPT2_MEDIUM, GPT2_SMALL, GPT2_XL, GPT3_175B } from './gpt'
import { LLAMA2_7B, LLAMA2_70B } from './llama2'
import { LLAMA3_8B, LLAMA3_70B, LLAMA3_405B } from './llama3'
import { MISTRAL_7B } from './mistral'
import { QWEN25_0_5B, QWEN25_7B } from './qwen'
import type { Preset } from './types'

/** All presets by id, in order of publication. Each is an export of its own too, so that a page takes only those it names. */
export const PRESETS = {
  'gpt2-small': GPT2_SMALL,
  'gpt2-medium': GPT2_MEDIUM,
  'gpt2-large': GPT2_LARGE,
  'gpt2-xl': GPT2_XL,
  'gpt3-175b': GPT3_175B,
  'llama2-7b': LLAMA2_7B,
  'llama2-70b': LLAMA2_70B,
  'mistral-7b': MISTRAL_7B,
  'llama3-8b': LLAMA3_8B,
  'llama3-70b': LLAMA3_70B,
  'llama3-405b': LLAMA3_405B,
  'qwen2.5-0.5b': QWEN25_0_5B,
  'qwen2.5-7b': QWEN25_7B,
} as const satisfies Record<string, Preset>

export type PresetId = keyof typeof PRESETS
