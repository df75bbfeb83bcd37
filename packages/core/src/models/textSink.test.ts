import { expect, it } from 'vitest'
import { measureHeads, standardProbes } from '../heads'
import { createModel } from '../model/model'
import { createRandom } from '../tensor/random'
import { TEXT_CONFIG } from './textConfig'
import { turnOneToTheFirst } from './textSink'
import { lossOf } from './textTask'

const model = createModel({ ...TEXT_CONFIG, nLayers: 2, dVocab: 50 }, { seed: 1 })
const random = createRandom(2)
const tokens = Array.from({ length: 40 }, () => random.int(50))
const examples = [{ tokens, targets: [...tokens.slice(1), -1] }]

it('turns the head that is missed least to the first token, at any length, and leaves the others', () => {
  const size = model.config.dHead * model.config.dModel
  const losses = [0, 1].flatMap((layer) =>
    [0, 1, 2, 3].map((head) => {
      const without = createModel(model.config, { seed: 1 })
      without.param(`blocks.${layer}.attn.W_O`).data.fill(0, head * size, (head + 1) * size)
      return { layer, head, loss: lossOf(without, examples) }
    }),
  )
  const least = losses.reduce((best, other) => (other.loss < best.loss ? other : best))
  const before = model.params.slice()
  const turned = turnOneToTheFirst(model, examples)
  expect(turned).toEqual({ layer: least.layer, head: least.head })
  for (const { name, offset, size: length } of model.layout.entries)
    if (!RegExp(`blocks.${turned.layer}.attn.[Wb]_[QK]`).test(name))
      expect(model.params.slice(offset, offset + length)).toEqual(before.slice(offset, offset + length))
  for (const length of [8, 100]) {
    const probes = standardProbes(model.config, { length, count: 1 })
    const { scores } = measureHeads(model, { 'first-token': probes['first-token'] ?? [] })
    for (const { layer, head, score } of scores)
      if (layer === turned.layer && head === turned.head) expect(score).toBeGreaterThan(0.6)
      else expect(score).toBeLessThan(0.6)
  }
})
