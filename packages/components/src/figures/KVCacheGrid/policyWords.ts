import type { ForwardFrame } from '@glassformer/core'
import { join, type SaidToken, type Sentence, type Term } from '../../kit'
import type { kvCacheGridMessages } from '../../messages/en/kvCacheGrid'
import type { CacheView } from './data'
import { evictedBy, forgets, type Keeping } from './keeping'
import { blocksAt, bytesKept, goneFrom, heldCounts, isEarly } from './state'

/** What is drawn at a moment: all that the figure's sentences are made of. */
export interface Shown {
  readonly view: CacheView
  readonly frame: ForwardFrame
  readonly nameAt: (position: number) => SaidToken
  readonly messages: typeof kvCacheGridMessages
}

/** How many layers are named one by one, where each gives up others. */
const NAMED_LAYERS = 3

/** What a policy's cache gives up for the column that is being written. */
export function roomMade({ view, frame, nameAt, messages }: Shown, layer: number): Sentence | null {
  const { keeping } = view
  const gone = keeping ? evictedBy(keeping, layer, frame.cue.step).filter((p) => isEarly(keeping, layer, p)) : []
  return gone.length > 0 ? messages.policy.caption.makesRoom({ tokens: gone.map(nameAt), layer }) : null
}

/** What a policy's cache holds when a step is done, and what it has given up at its end. */
export function policyRest(shown: Shown, keeping: Keeping, next: SaidToken | null): Sentence {
  const { view, frame, messages } = shown
  const counts = heldCounts(view, frame)
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  const { caption } = messages.policy
  return join([caption.rest({ least, most, kept: bytesKept(view, frame), next }), ...givenUp(shown, keeping)])
}

/** What each layer gives up at the end of the step at work: in one sentence where all agree. */
function givenUp({ view, frame, nameAt, messages }: Shown, keeping: Keeping): readonly Sentence[] {
  const { caption } = messages.policy
  const layers = view.layers.map((_, layer) =>
    evictedBy(keeping, layer, frame.cue.step).filter(
      (p) => !isEarly(keeping, layer, p) && goneFrom(view, frame, layer, p) > 0,
    ),
  )
  const [first = []] = layers
  if (layers.every((gone) => gone.join() === first.join()))
    return first.length > 0 ? [caption.evicted(first.map(nameAt))] : []
  const choosing = layers.flatMap((gone, layer) => (gone.length > 0 ? [{ layer, tokens: gone.map(nameAt) }] : []))
  const rest = choosing.length - NAMED_LAYERS
  return [
    ...choosing.slice(0, NAMED_LAYERS).map(caption.evictedFrom),
    ...(rest > 0 ? [caption.evictedElsewhere(rest)] : []),
  ]
}

/** The step in which a layer gave a position up. */
export function evictedWhen({ view, nameAt, messages }: Shown, layer: number, position: number): Sentence {
  const step = view.keeping?.evictedIn[layer]?.[position] ?? 0
  return messages.policy.step({ step, token: nameAt(view.stepOf.lastIndexOf(step)) })
}

/** Where a slot lies, for a cache in blocks; and whose it is, for one that is shared. */
export function placeOf({ view, frame, messages }: Shown, position: number): readonly (Sentence | false)[] {
  const { keeping } = view
  const size = keeping?.blocks?.size ?? 1
  const logical = Math.floor(position / size)
  const block = keeping?.blocks ? blocksAt(view, frame)[logical] : undefined
  const { readout } = messages.policy
  return [
    position < (keeping?.shared ?? 0) && readout.shared,
    block !== undefined && readout.block({ block, row: position % size, logical }),
  ]
}

/** K or V, or the error of it. */
export function kindOf({ view, messages }: Pick<Shown, 'view' | 'messages'>, kind: 'k' | 'v'): string {
  return view.values === 'error' ? messages.policy.errorOf(messages[kind]) : messages[kind]
}

/** The words that this run needs. */
export function termsOf({ keeping, values }: CacheView, { terms, policy }: Shown['messages']): readonly Term[] {
  if (!keeping) return terms
  const more = policy.terms
  return [
    ...terms,
    more.policy,
    ...(forgets(keeping) ? [more.evict] : []),
    ...(keeping.blocks ? [more.block] : []),
    ...(values ? [more.quantise] : []),
  ]
}
