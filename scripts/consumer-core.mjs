/** Runs inside the consumer's site: what the installed core computes for a prompt, as JSON, for the page to be held to. */
import { writeFileSync } from 'node:fs'
import { generate } from '@glassformer/core'
import { loadTextModel } from '@glassformer/core/models/text'

const prompt = process.argv[2]
const run = generate(loadTextModel(), prompt, { maxNewTokens: 6, compare: true })
const { promptLength, steps } = run

const plain = ({ shape, data }) => ({
  shape,
  data: Array.from(data, (value) => (Number.isFinite(value) ? value : null)),
})
const layers = run.cacheAt(steps.length - 1).map(({ k, v }, layer) => ({
  pattern: plain(run.tensor(`blocks.${layer}.attn.pattern`)),
  k: plain(k),
  v: plain(v),
}))
writeFileSync('expected.json', JSON.stringify({ prompt, promptLength, steps, layers }))
