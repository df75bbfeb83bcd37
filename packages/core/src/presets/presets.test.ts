import { describe, expect, it } from 'vitest'
import { kvCacheBytes } from '../complexity/countOps'
import { type ModelConfig, resolveConfig } from '../model/config'
import { countParameters } from '../model/parameters'
import { PRESETS } from './presets'
import type { Preset } from './types'

const presets: readonly Preset[] = Object.values(PRESETS)

/** The parameters counted a second time, from the config alone, as one would with a pencil. */
function byHand(c: ModelConfig): number {
  const biases = { true: 1, false: 0, qkv: 0 }[String(c.bias) as 'true' | 'false' | 'qkv']
  const qkvBiases = c.bias === false ? 0 : 1
  const queries = c.nHeads * c.dHead
  const keys = c.nKVHeads * c.dHead
  const norm = c.dModel * (c.norm === 'layernorm' ? 1 + biases : 1)
  const attention = 2 * c.dModel * queries + 2 * c.dModel * keys + qkvBiases * (queries + 2 * keys) + biases * c.dModel
  const ups = c.activation === 'swiglu' ? 2 : 1
  const mlp = (ups + 1) * c.dModel * c.dMlp + biases * (ups * c.dMlp + c.dModel)
  const tables = c.dVocab * c.dModel * (c.tied ? 1 : 2) + (c.positions === 'learned' ? c.nCtx * c.dModel : 0)
  return tables + c.nLayers * (attention + mlp + 2 * norm) + norm
}

describe('presets', () => {
  it('are kept under their ids', () => {
    for (const [id, preset] of Object.entries(PRESETS)) expect(preset.id).toBe(id)
    expect(Object.keys(PRESETS)).toHaveLength(13)
  })

  it.each(presets)('$name has as many parameters as was published', ({ config, parameters }) => {
    const count = countParameters(config)
    expect(count).toBe(byHand(resolveConfig(config)))
    if (parameters.exact) expect(count).toBe(parameters.published)
    else expect(Math.round(count / 1e8) * 1e8).toBe(parameters.published)
  })

  it('is rounded by its publishers in one case only', () => {
    expect(presets.filter(({ parameters }) => !parameters.exact).map(({ id }) => id)).toEqual(['gpt3-175b'])
    expect(countParameters(PRESETS['gpt3-175b'].config)).toBe(174_604_259_328)
  })

  it('name their sources', () => {
    for (const { source, parameters } of presets)
      for (const url of [source, parameters.source]) expect(url).toMatch(/^https:\/\/[^ ]+$/)
  })

  it('are counted without their arrays: the largest is 1.6 TB of float32, and takes milliseconds', () => {
    const before = process.memoryUsage()
    for (let i = 0; i < 20; i++) countParameters(PRESETS['llama3-405b'].config)
    const after = process.memoryUsage()
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(1e6)
  })

  it('have the caches that papers state', () => {
    // A well-known figure: half a megabyte a token for Llama 2 7B in 16 bits, and 128 kB with the 8 key heads of Llama 3 8B.
    expect(kvCacheBytes(PRESETS['llama2-7b'].config, 1, { bytesPerValue: 2 })).toBe(512 * 1024)
    expect(kvCacheBytes(PRESETS['llama3-8b'].config, 1, { bytesPerValue: 2 })).toBe(128 * 1024)
    expect(kvCacheBytes(PRESETS['gpt3-175b'].config, 2048, { bytesPerValue: 2 })).toBe(2 * 2 * 96 * 12288 * 2048)
  })
})
