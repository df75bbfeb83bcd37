/** `pnpm train:text`: trains the text model from its seed, measures it, and writes its checkpoint. */
import { dequantize, quantize } from '../checkpoint/quantize'
import { generate } from '../inference/generate'
import { createModel, type Model, modelOf } from '../model/model'
import { createRandom } from '../tensor/random'
import { cosineSchedule } from '../training/schedule'
import { train } from '../training/train'
import { baselines } from './baselines'
import type { TextModelInfo } from './info'
import { accuracyOf, drawCases, TASKS, type Task } from './recall'
import { TEXT_CONFIG, textTokenizer } from './textConfig'
import { initializeText } from './textInit'
import { drawTextExample, heldOutExamples, lossOf } from './textTask'
import { rounded, writeCheckpoint } from './trainCheckpoint'

const seed = 1
const steps = Number(process.argv[2] ?? 6000)
const batchSize = 4
const model = createModel(TEXT_CONFIG, { seed, tokenizer: textTokenizer })
initializeText(model, createRandom(seed + 1))
const heldOut = heldOutExamples(2, 200)
/** Shares of right completions by task. */
const measure = (of: Model, count: number) =>
  Object.fromEntries(
    Object.keys(TASKS).map((task) => [task, rounded(accuracyOf(of, drawCases(task as Task, 3, count)))]),
  )
const run = await train(model, {
  data: drawTextExample,
  steps,
  batchSize,
  seed,
  learningRate: cosineSchedule({ peak: 3e-3, warmup: 100, steps, floor: 5e-5 }),
  betas: [0.9, 0.99],
  weightDecay: 0,
  onStep: ({ step, loss, gradNorm }) => {
    if (step % 100 === 0) console.log(`step ${step}  loss ${loss.toFixed(4)}  gradient ${gradNorm.toFixed(3)}`)
    if (step % 500 === 499)
      console.log(`held out ${lossOf(model, heldOut.slice(0, 50)).toFixed(4)}`, measure(model, 60))
  },
})
const weights = quantize(TEXT_CONFIG, model.params)
const shipped = modelOf(TEXT_CONFIG, dequantize(TEXT_CONFIG, weights), { tokenizer: textTokenizer })
const last = run.steps.slice(-50)
const simple = baselines(seed, steps * batchSize, heldOut)
const info: TextModelInfo = {
  command: 'pnpm train:text',
  seed,
  steps,
  parameters: model.params.length,
  loss: rounded(last.reduce((sum, { loss }) => sum + loss, 0) / last.length),
  heldOutLoss: rounded(lossOf(model, heldOut)),
  heldOutLossQuantized: rounded(lossOf(shipped, heldOut)),
  unigramLoss: rounded(simple.unigramLoss),
  bigramLoss: rounded(simple.bigramLoss),
  accuracy: measure(shipped, 200),
}
console.log(info)
for (const prompt of [
  'the cat sat on the mat. the cat',
  'Anna gave the red ball to Ben. Ben thanked',
  'red blue green red blue',
])
  console.log(generate(shipped, prompt, { maxNewTokens: 12 }).text)
writeCheckpoint('text', 'TextModelInfo', { info, weights })
