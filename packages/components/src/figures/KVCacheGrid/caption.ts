import type { ForwardFrame } from '@glassformer/core'
import type { kvCacheGridMessages } from '../../messages/en/kvCacheGrid'
import { keysOf } from '../../traces/visibleKeys'
import { bytesKept, type CacheView, servedBy, weightOf } from './cache'
import { markToken } from './Marked'

type Words = typeof kvCacheGridMessages

/** What happens now, in a sentence with its numbers. */
export function captionOf(view: CacheView, frame: ForwardFrame | null, { caption, inHeads }: Words): string {
  if (!frame || frame.cue.kind === 'idle') return caption.empty
  const { kind, from, to } = frame.cue
  const layer = frame.cue.layer ?? 0
  const query = to - 1
  const token = markToken(view.tokens[query]?.text ?? '')
  const kept = view.keeps === 'full'
  switch (kind) {
    case 'prefill':
      return kept ? caption.prefill(to, layer) : caption.computing(to, layer, false)
    case 'embed':
    case 'project':
    case 'write':
      if (!kept) return caption.computing(to, layer, view.keeps === 'none')
      return kind === 'embed' ? caption.coming(token, query, from) : caption.writing(token, query, layer, from)
    case 'read':
    case 'attend': {
      const { head, key, weight } = mostRead(view, layer, query)
      const best = markToken(view.tokens[key]?.text ?? '')
      const keys = keysOf(view, query).length
      const where = inHeads(...servedBy(view, head))
      return kind === 'read'
        ? caption.reading(token, keys, layer, best, weight, where, kept)
        : caption.mixing(token, keys, layer, best, weight, where)
    }
    case 'mlp':
      return caption.mlp(token, layer)
    default:
      if (!kept) return caption.restNone(to)
      return caption.rest(
        to,
        bytesKept(view, frame),
        frame.tokensVisible > to ? markToken(view.tokens[to]?.text ?? '') : null,
      )
  }
}

/** The head of K and V, and the key, with the largest attention weight of a query, on the mean of the query heads served. */
export function mostRead(view: CacheView, layer: number, query: number) {
  let best = { head: 0, key: 0, weight: 0 }
  for (let head = 0; head < view.nHeads; head++)
    for (const key of keysOf(view, query)) {
      const weight = weightOf(view, layer, head, query, key)
      if (weight > best.weight) best = { head, key, weight }
    }
  return best
}
