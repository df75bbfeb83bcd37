import type { Model } from '../model/model'
import { parameterRow } from '../model/parameters'
import type { Random } from '../tensor/random'
import { VOCABULARY } from './vocabulary'

/** How wide weights start: GPT-2's 0.02 is narrow for so few dimensions, and attention would learn late. */
const WEIGHTS = 0.05
const EMBEDDINGS = 0.2
const POSITIONS = 0.14
/** How much of a head's input it starts by passing on, and how much a query starts by liking keys that are like it. */
const PASSED_ON = 0.1
const ALIKE = 0.5

/**
 * Where the text model starts from, so that little training goes far. Positions are sines and cosines, which make the
 * token before easy to find (https://arxiv.org/abs/1706.03762); the products of value and output weights, and of query
 * and key weights, are near multiples of the identity (https://arxiv.org/abs/2305.09828); and a word is the same
 * with or without its space and its capital.
 */
export function initializeText(model: Model, random: Random): void {
  const { params, layout, config } = model
  const C = config.dModel
  for (const { name, offset, size } of layout.entries) {
    const std = name === 'embed.W_E' ? EMBEDDINGS : WEIGHTS
    if (parameterRow(name)?.decay)
      for (let i = offset; i < offset + size; i++) params[i] = ((params[i] as number) * std) / 0.02
  }
  for (let l = 0; l < config.nLayers; l++) {
    const weights = (name: string) => model.param(`blocks.${l}.attn.${name}`).data
    const pass = rotation(random, C)
    const like = rotation(random, C)
    const [q, k, v, o] = [weights('W_Q'), weights('W_K'), weights('W_V'), weights('W_O')]
    for (let i = 0; i < C; i++)
      for (let j = 0; j < C; j++) {
        const at = i * C + j
        const alike = Math.sqrt(ALIKE) * (like[i]?.[j] as number)
        q[at] = (q[at] as number) + alike
        k[at] = (k[at] as number) + alike
        v[at] = (v[at] as number) + Math.sqrt(PASSED_ON) * (pass[i]?.[j] as number)
        o[at] = (o[at] as number) + Math.sqrt(PASSED_ON) * (pass[j]?.[i] as number)
      }
  }
  const positions = model.param('pos_embed.W_pos').data
  for (let t = 0; t < config.nCtx; t++)
    for (let pair = 0; pair < C / 2; pair++) {
      const angle = 2 * t * (1 / 32) ** (pair / (C / 2 - 1))
      positions[t * C + 2 * pair] = POSITIONS * Math.sin(angle)
      positions[t * C + 2 * pair + 1] = POSITIONS * Math.cos(angle)
    }
  const embeddings = model.param('embed.W_E').data
  for (const [id, word] of VOCABULARY.words.entries()) {
    const like = plainForm(word)
    if (like >= 0) embeddings.copyWithin(id * C, like * C, (like + 1) * C)
  }
}

/** The id of the same word with a space and, unless it is a name, without a capital; or -1. */
function plainForm(word: string): number {
  const ids = [` ${word.trim().toLowerCase()}`, ` ${word.trim()}`].map((form) => VOCABULARY.words.indexOf(form))
  return ids.find((id) => id >= 0) ?? -1
}

/** A random orthogonal matrix (Gram-Schmidt). */
function rotation(random: Random, size: number): number[][] {
  const rows: number[][] = []
  while (rows.length < size) {
    let row = Array.from({ length: size }, () => random.normal())
    for (const other of rows) {
      const along = other.reduce((sum, value, i) => sum + value * (row[i] as number), 0)
      row = row.map((value, i) => value - along * (other[i] as number))
    }
    const norm = Math.hypot(...row)
    rows.push(row.map((value) => value / norm))
  }
  return rows
}
