/** Runs inside a consumer's site: what the installed core computes for each prompt, as JSON, for pages to be held to. */
import { writeFileSync } from 'node:fs'
import { generate } from '@glassformer/core'
import { loadTextModel } from '@glassformer/core/models/text'

const plain = ({ shape, data }) => ({
  shape,
  data: Array.from(data, (value) => (Number.isFinite(value) ? value : null)),
})

function computed(prompt) {
  const run = generate(loadTextModel(), prompt, { maxNewTokens: 6, compare: true })
  const { promptLength, steps } = run
  const layers = run.cacheAt(steps.length - 1).map(({ k, v }, layer) => ({
    pattern: plain(run.tensor(`blocks.${layer}.attn.pattern`)),
    k: plain(k),
    v: plain(v),
  }))
  /** Of each layer, the length of the stream at the prompt's last token: what the figure of one's own says. */
  const norms = layers.map((_, layer) => {
    const { data, shape } = run.tensor(`blocks.${layer}.resid_post`)
    return Math.hypot(...data.subarray((promptLength - 1) * shape[1], promptLength * shape[1]))
  })
  return { prompt, promptLength, tokens: run.tokens.map(({ text }) => text), steps, layers, norms }
}

const [, , file, ...prompts] = process.argv
writeFileSync(file, JSON.stringify(prompts.map(computed)))
