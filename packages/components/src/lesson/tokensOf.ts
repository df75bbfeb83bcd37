import type { Model } from '@glassformer/core'

const last = new WeakMap<Model, { readonly text: string; readonly ids: readonly number[] }>()

/** The tokens of a text, encoded once for the count beside the input and for the run. Throws what the tokenizer throws. */
export function tokensOf(model: Model, text: string): readonly number[] {
  const known = last.get(model)
  if (known?.text === text) return known.ids
  const ids = model.tokenizer?.encode(text) ?? []
  last.set(model, { text, ids })
  return ids
}
