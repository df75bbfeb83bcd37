import type { Model } from '../model/model'
import { parameterRow } from '../model/parameters'
import type { Random } from '../tensor/random'
import type { Tokenizer } from '../tokenizer/types'
import { lean } from './lean'

/** How wide weights start: GPT-2's 0.02 is narrow for so few dimensions, and attention would learn late. */
const WEIGHTS = 0.05
const EMBEDDINGS = 0.2
/** How much of a head's input it starts by passing on, and how much a query starts by liking keys that are like it. */
const PASSED_ON = 0.1
const ALIKE = 0.5
/** How much one head starts by preferring the token before: the square of its biases, in so many pairs of its dimensions. */
const BEFORE = 20
const BEFORE_PAIRS = 4
/** How much one head starts by preferring the farthest token, by one slow pair of its dimensions: about 0.8 a position. */
const FAR = 1000
const FAR_PAIR = 5

/**
 * Where the text model starts from, so that little training goes far: the products of value and output weights, and of
 * query and key weights, are near multiples of the identity (https://arxiv.org/abs/2305.09828); one head leans towards
 * the token before, which rotary positions alone find late, and one towards the farthest; and a word is the same with or without its space and its
 * capital. All of it may change in training.
 */
export function initializeText(model: Model, tokenizer: Tokenizer, random: Random): void {
  const { params, layout, config } = model
  const C = config.dModel
  for (const { name, offset, size } of layout.entries) {
    const std = name === 'embed.W_E' ? EMBEDDINGS : WEIGHTS
    if (parameterRow(name)?.decay) for (let i = offset; i < offset + size; i++) params[i] = (params[i]! * std) / 0.02
  }
  for (let l = 0; l < config.nLayers; l++) {
    const weights = (name: string) => model.param(`blocks.${l}.attn.${name}`).data
    const pass = rotation(random, C)
    const like = rotation(random, C)
    const [q, k, v, o] = [weights('W_Q'), weights('W_K'), weights('W_V'), weights('W_O')]
    for (let i = 0; i < C; i++)
      for (let j = 0; j < C; j++) {
        const at = i * C + j
        const alike = Math.sqrt(ALIKE) * like[i]![j]!
        q[at]! += alike
        k[at]! += alike
        v[at]! += Math.sqrt(PASSED_ON) * pass[i]![j]!
        o[at]! += Math.sqrt(PASSED_ON) * pass[j]![i]!
      }
  }
  for (let pair = 0; pair < BEFORE_PAIRS; pair++)
    lean(model, { layer: 0, head: 0 }, { pair, back: 1, strength: BEFORE })
  lookFar(model, 3, 2)
  const embeddings = model.param('embed.W_E').data
  const first = new Map<string, number>()
  for (let id = 0; id < tokenizer.size; id++) {
    const word = tokenizer.token(id).trim().toLowerCase()
    const like = first.get(word)
    if (like === undefined) first.set(word, id)
    else embeddings.copyWithin(id * C, like * C, (like + 1) * C)
  }
}

/**
 * Biases of one head, so that its score grows with the distance, and the first token of a text has the highest: a place to
 * rest attention on, as large models grow by themselves (https://arxiv.org/abs/2309.17453). The pair turns so slowly that the whole context is less
 * than a quarter of its turn: the score is the sine of the angle between. Content starts with no part in that pair.
 */
function lookFar(model: Model, layer: number, head: number): void {
  const { dHead, dModel, nHeads } = model.config
  const weights = (name: string) => model.param(`blocks.${layer}.attn.${name}`).data
  const at = head * dHead + FAR_PAIR
  weights('b_K')[at] = Math.sqrt(FAR)
  weights('b_Q')[at + dHead / 2] = -Math.sqrt(FAR)
  for (const name of ['W_Q', 'W_K'])
    for (let i = 0; i < dModel; i++)
      for (const place of [at, at + dHead / 2]) weights(name)[i * nHeads * dHead + place] = 0
}

/** A random orthogonal matrix (Gram-Schmidt). */
function rotation(random: Random, size: number): number[][] {
  const rows: number[][] = []
  while (rows.length < size) {
    let row = Array.from({ length: size }, () => random.normal())
    for (const other of rows) {
      const along = other.reduce((sum, value, i) => sum + value * row[i]!, 0)
      row = row.map((value, i) => value - along * other[i]!)
    }
    const norm = Math.hypot(...row)
    rows.push(row.map((value) => value / norm))
  }
  return rows
}
