import { type Trace, tokenText } from '@glassformer/core'
import type { LessonRun } from '../lesson/handle'
import type { CellAddress } from '../lesson/selection'
import type { inspectorMessages } from '../messages/en/inspector'
import { cutMiddle, visibleToken } from '../messages/format'
import type { Sentence } from '../messages/say'
import { tokenNames } from '../traces/tokenNames'
import { isParameter, partsOf } from './cells'
import { isSource, type Product } from './sum'

/** How the numbers of one run are named. */
export interface Namer {
  /** What a number is, in words. */
  readonly full: (cell: CellAddress) => Sentence
  /** In a word or two. */
  readonly short: (cell: Pick<CellAddress, 'tensor'>) => string
  /** The place of a number on one axis: a token where the axis is of tokens. */
  readonly place: (tensor: string, axis: number, index: number) => Sentence
}

export function namerOf(trace: Trace, { model }: LessonRun, messages: typeof inspectorMessages): Namer {
  const at = tokenNames(trace.tokens)
  const textOf = (id: number) =>
    model ? tokenText(model, id) : (trace.tokens.find((token) => token.id === id)?.text ?? `#${id}`)
  const word = (id: number) => ({ token: cutMiddle(visibleToken(textOf(id)), 16) })
  return {
    full: ({ tensor, index }) => messages.name({ ...partsOf(tensor), index, at, word }),
    short: ({ tensor }) => messages.short(partsOf(tensor)),
    place(tensor, axis, index) {
      const kind = axisOf(partsOf(tensor).row, axis)
      if (kind === 'position') return [at(index)]
      if (kind === 'word') return [word(index)]
      return kind === 'head' ? messages.head(index) : String(index)
    },
  }
}

function axisOf(row: string, axis: number): 'position' | 'word' | 'head' | 'number' {
  if (row === 'embed.W_E') return axis === 0 ? 'word' : 'number'
  if (row === 'unembed.W_U') return axis === 1 ? 'word' : 'number'
  if (isParameter(row)) return /W_O$/.test(row) && axis === 0 ? 'head' : 'number'
  if (/attn\.(scores|pattern)$/.test(row)) return axis === 0 ? 'head' : 'position'
  if (axis === 0) return 'position'
  if (/^(logits|probs)$/.test(row)) return 'word'
  return /attn\.(rot_)?[qkvz]$/.test(row) && axis === 1 ? 'head' : 'number'
}

/** What tells the terms of a sum apart: the axes of what they begin with that are not the same in all. */
export function labelsOf(products: readonly Product[], namer: Namer): (product: Product) => readonly Sentence[] {
  const width = Math.max(...products.map(({ factors }) => factors.length))
  const sourceIn = ({ factors }: Product) => factors.find(isSource)
  const whole = products.filter(({ factors }) => factors.length === width).map(sourceIn)
  const [first] = whole
  const isAlike = first && whole.every((source) => source?.name === first.name)
  const axes = isAlike ? first.index.map((_, axis) => axis) : []
  const varied = axes.filter((axis) => whole.some((source) => source?.index[axis] !== first?.index[axis]))
  return (product) => {
    const source = sourceIn(product)
    if (!source) return []
    // What says its names on its line needs no other.
    if (varied.length === 0 || product.factors.length < width) return []
    return varied.map((axis) => namer.place(source.name, axis, source.index[axis] as number))
  }
}
