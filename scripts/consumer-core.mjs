/** Runs inside the consumer's site: what the installed core computes for a prompt, as JSON, for the page to be held to. */
import { writeFileSync } from 'node:fs'
import { generate, runBackward } from '@glassformer/core'
import { loadTextModel } from '@glassformer/core/models/text'

const prompt = process.argv[2]
const model = loadTextModel()
const run = generate(model, prompt, { maxNewTokens: 6 })
const ids = run.tokens.slice(0, model.config.nCtx).map((token) => token.id)
const pattern = run.tensor('blocks.0.attn.pattern')

writeFileSync(
  'expected.json',
  JSON.stringify({
    prompt,
    tokens: run.tokens.map((token) => token.text),
    promptLength: run.promptLength,
    candidates: run.steps[0].candidates,
    sampled: run.steps.map((step) => step.sampled),
    pattern: { shape: pattern.shape, data: [...pattern.data].map((x) => (Number.isFinite(x) ? x : null)) },
    loss: runBackward(model, ids).loss,
  }),
)
