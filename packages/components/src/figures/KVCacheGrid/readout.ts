import { join, keysOf, plain, type SaidPart, type Selection, type Sentence, say, seen } from '../../kit'
import { isComputed, rowOfHead, servedBy, vectorOf, weightOf } from './data'
import type { Line } from './geometry'
import { evictedWhen, kindOf, placeOf, type Shown } from './policyWords'
import { goneFrom, isHeld, readerAt, readingOf, standingIn } from './state'

/** The number under the pointer: its index in K or V. */
export interface PointedNumber {
  readonly kind: 'k' | 'v'
  readonly index: number
}

/** The slot, or else the token, that is pointed at, in numbers; `null` if nothing in this figure is. */
export function readoutOf(shown: Shown, selection: Selection, pointed: PointedNumber | null): Sentence | null {
  const { view, nameAt, messages } = shown
  const { key, position, layer } = selection
  const column = key ?? position
  const head = rowOfHead(view, selection.head)
  if (column === null || column >= view.positions) return null
  const tensors = layer === null ? undefined : view.layers[layer]
  if (layer === null || key === null || !tensors || (selection.head !== null && head === null))
    return columnOf(shown, column)
  const { readout } = messages
  const empty = emptySlot(shown, layer, key)
  if (empty) return empty
  const heads = head === null ? Array.from({ length: view.nHeads }, (_, h) => h) : [head]
  const mean = (lengths: Float32Array) =>
    heads.reduce((sum, h) => sum + (lengths[key * view.nHeads + h] as number), 0) / heads.length
  const name =
    head === null
      ? readout.folded({ token: nameAt(key), layer })
      : readout.slot({ token: nameAt(key), layer, heads: messages.heads(...servedBy(view, head)) })
  const parts = [
    head !== null && pointed && exact(shown, layer, head, key, pointed),
    lengthsOf(shown)({ k: mean(tensors.kNorm), v: mean(tensors.vNorm), mean: head === null }),
    ...placeOf(shown, key),
    readOf(shown, layer, head, key, position),
  ]
  return say`${name} ${join(parts, '; ')}.`
}

/** A whole column: in how many layers it is, and, where it has gone, when. */
function columnOf(shown: Shown, position: number): Sentence {
  const { view, frame, nameAt, messages } = shown
  const of = view.layers.length
  const layers = view.layers.filter((_, l) => isHeld(view, frame, l, position)).length
  // Here the position is said anyhow.
  const token = { token: nameAt(position).token }
  const column = { token, position, layers, of, bytes: layers * view.slotBytes }
  const gone = view.layers.flatMap((_, layer) => (goneFrom(view, frame, layer, position) > 0 ? [layer] : []))
  const place = placeOf(shown, position).filter((part) => part !== false)
  if (gone.length === 0 && (place.length === 0 || layers === 0)) return messages.readout.token(column)
  const { readout } = messages.policy
  const when = gone.map((layer) => readout.evictedFrom({ layer, when: evictedWhen(shown, layer, position) }))
  return say`${join([readout.kept(column), ...place, ...when], '; ')}.`
}

/** Why a slot has no numbers: it is not written yet, or was evicted. */
function emptySlot(shown: Shown, layer: number, key: number): Sentence | null {
  const { view, frame, nameAt, messages } = shown
  const token = nameAt(key)
  if (key >= standingIn(view, frame, layer).full) return messages.readout.notYet({ token, layer })
  if (goneFrom(view, frame, layer, key) === 0) return null
  return messages.policy.readout.evicted({ token, layer, when: evictedWhen(shown, layer, key) })
}

/** One number of K or V: where another is stored than was computed, both. */
function exact({ view, messages }: Shown, layer: number, head: number, key: number, { kind, index }: PointedNumber) {
  const numberOf = (version: 'computed' | 'held') =>
    vectorOf(view, layer, head, key, kind, version)[index] ?? Number.NaN
  const [computed, held] = [numberOf('computed'), numberOf('held')]
  if (view.values) return messages.policy.readout.versions({ kind: messages[kind], index, held, computed })
  return messages.readout.exact({ kind: messages[kind], index, value: computed })
}

/** How the lengths of what is shown are said. */
function lengthsOf({ view, messages }: Shown) {
  return view.values === 'error' ? messages.policy.readout.errorLengths : messages.readout.lengths
}

/** What the query at work (or the one pointed at) gives to a slot, as far as it has read it. */
function readOf(
  shown: Shown,
  layer: number,
  head: number | null,
  key: number,
  position: number | null,
): readonly SaidPart[] {
  const { view, frame, nameAt } = shown
  const { readout, policy } = shown.messages
  const reader = readerAt(frame, position)
  if (reader === null || reader >= view.positions) return []
  const query = nameAt(reader)
  if (!isComputed(view, reader)) return policy.readout.notComputed({ query })
  if (!seen(view, reader, key))
    return key > reader ? readout.later({ query }) : readout.outside({ query, window: keysOf(view, reader).length })
  if (!view.isRead(layer, reader, key)) return policy.readout.gone({ query })
  if (readingOf(frame, layer, reader).keys <= 0) return []
  const given = weightOf(view, layer, head, reader, key)
  return readout.weight({ query, given, mean: head === null || view.served > 1 })
}

/** One number's name for who moves by keys; tells nothing that is not held. */
export function numberName(
  shown: Shown,
  { slot, open, kind, index }: Line,
  key: number,
  position: number | null,
): string {
  const { view, nameAt, messages } = shown
  const { layer, head } = slot
  const token = nameAt(key)
  const empty = emptySlot(shown, layer, key)
  if (empty) return plain(empty)
  const row = open && head !== null ? head : index
  const heads = messages.heads(...servedBy(view, row))
  const lengths = view.layers[layer]?.[kind === 'k' ? 'kNorm' : 'vNorm']
  const value =
    open && head !== null
      ? exact(shown, layer, head, key, { kind, index })
      : messages.folded({ kind: kindOf(shown, kind), heads, value: lengths?.[key * view.nHeads + index] ?? Number.NaN })
  const line =
    open && head !== null ? messages.readout.slot({ token, layer, heads }) : messages.readout.folded({ token, layer })
  return plain(messages.numberName({ line, value, rest: readOf(shown, layer, row, key, position) }))
}
