import type { Model } from '../model/model'

export interface Head {
  readonly layer: number
  readonly head: number
}

interface Leaning {
  /** The pair of the head's dimensions. */
  readonly pair: number
  /** How many positions back this part of the score is highest. */
  readonly back: number
  /** How much it is then, before it is divided by the root of the head's width. */
  readonly strength: number
}

/**
 * Biases of one head in one pair of its dimensions, so that it prefers keys so many positions back, whatever stands there.
 * Rotation turns a pair by its position times its rate; a query's bias that is its key's, turned back by `back` positions,
 * meets it where key and query are that far apart.
 */
export function lean(model: Model, { layer, head }: Head, { pair, back, strength }: Leaning): void {
  const { dHead, rotaryBase } = model.config
  const bias = (name: string) => model.param(`blocks.${layer}.attn.${name}`).data
  const [query, key] = [bias('b_Q'), bias('b_K')]
  const at = head * dHead + pair
  const angle = rotaryBase ** ((-2 * pair) / dHead) * back
  key[at] = Math.sqrt(strength)
  query[at] = Math.sqrt(strength) * Math.cos(angle)
  query[at + dHead / 2] = -Math.sqrt(strength) * Math.sin(angle)
}
