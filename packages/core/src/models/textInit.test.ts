import { expect, it } from 'vitest'
import { measureHeads, standardProbes } from '../heads'
import { createModel } from '../model/model'
import { createRandom } from '../tensor/random'
import { TEXT_CONFIG } from './textConfig'
import { initializeText } from './textInit'
import { trainTextTokenizer } from './textTokenizer'

const tokenizer = trainTextTokenizer(1)
const model = createModel(TEXT_CONFIG, { seed: 1, tokenizer })
initializeText(model, tokenizer, createRandom(2))
const C = TEXT_CONFIG.dModel
const row = (name: string, index: number) => [...model.param(name).data.subarray(index * C, (index + 1) * C)]

it('starts a word the same with or without its space and its capital', () => {
  const idOf = (text: string) => {
    const ids = tokenizer.encode(text)
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

it('starts one head with a leaning towards the token before, and no other', () => {
  const probes = standardProbes(TEXT_CONFIG)
  const { scores } = measureHeads(model, { 'previous-token': probes['previous-token'] ?? [] })
  for (const { layer, head, score } of scores)
    if (layer === 0 && head === 0) expect(score).toBeGreaterThan(0.3)
    else expect(score).toBeLessThan(0.2)
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
