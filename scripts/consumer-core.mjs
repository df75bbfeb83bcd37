/** Runs inside the consumer's site: what the installed core computes for a prompt, as JSON, for the page to be held to. */
import { writeFileSync } from 'node:fs'
import { generate } from '@glassformer/core'
import { loadTextModel } from '@glassformer/core/models/text'

const model = loadTextModel()
const { config } = model
const prompt = process.argv[2]
const run = generate(model, prompt, { maxNewTokens: 6, compare: true })

const tensor = (name) => {
  const { shape, data } = run.tensor(name)
  return { shape, data: Array.from(data, (value) => (Number.isFinite(value) ? value : null)) }
}
const layers = Array.from({ length: config.nLayers }, (_, layer) => ({
  pattern: tensor(`blocks.${layer}.attn.pattern`),
  k: tensor(`blocks.${layer}.attn.k`),
  v: tensor(`blocks.${layer}.attn.v`),
}))
const { promptLength, steps } = run
writeFileSync('expected.json', JSON.stringify({ prompt, promptLength, steps, layers }))
