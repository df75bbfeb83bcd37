import { expect, it } from 'vitest'
import { createModel } from '../model/model'
import { createRandom } from '../tensor/random'
import { TEXT_CONFIG, textTokenizer } from './textConfig'
import { initializeText } from './textInit'

const model = createModel(TEXT_CONFIG, { seed: 1, tokenizer: textTokenizer })
initializeText(model, createRandom(2))
const C = TEXT_CONFIG.dModel
const row = (name: string, index: number) => [...model.param(name).data.subarray(index * C, (index + 1) * C)]

it('starts a word the same with or without its space and its capital', () => {
  const idOf = (text: string) => {
    const ids = textTokenizer.encode(text)
    expect(ids).toHaveLength(1)
    return ids[0] as number
  }
  for (const [one, other] of [
    ['the', ' the'],
    [' The', ' the'],
    ['The', ' the'],
    ['Anna', ' Anna'],
  ] as const)
    expect(row('embed.W_E', idOf(one))).toEqual(row('embed.W_E', idOf(other)))
  expect(row('embed.W_E', idOf(' cat'))).not.toEqual(row('embed.W_E', idOf(' dog')))
})

it('starts positions as sines and cosines, so that one step is the same turn everywhere', () => {
  const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * (y[i] as number), 0)
  const next = (t: number) => dot(row('pos_embed.W_pos', t), row('pos_embed.W_pos', t + 1))
  for (let t = 0; t < TEXT_CONFIG.nCtx - 1; t++) expect(next(t)).toBeCloseTo(next(0), 4)
})

it('starts heads so that together they pass on a little of what they read', () => {
  const v = model.param('blocks.1.attn.W_V').data
  const o = model.param('blocks.1.attn.W_O').data
  let diagonal = 0
  for (let i = 0; i < C; i++)
    for (let k = 0; k < C; k++) diagonal += ((v[i * C + k] as number) * (o[k * C + i] as number)) / C
  expect(diagonal).toBeGreaterThan(0.05)
  expect(diagonal).toBeLessThan(0.2)
})
