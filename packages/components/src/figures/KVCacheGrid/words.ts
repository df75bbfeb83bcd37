import type { ForwardFrame } from '@glassformer/core'
import {
  type DataTableProps,
  formatExact,
  join,
  keysOf,
  plain,
  type SaidPart,
  type SaidToken,
  type Selection,
  type Sentence,
  say,
  seen,
  visibleToken,
} from '../../kit'
import type { kvCacheGridMessages } from '../../messages/en/kvCacheGrid'
import { type CacheView, mostRead, rowOfHead, servedBy, vectorOf, weightOf } from './data'
import type { Line } from './geometry'
import { bytesKept, readerAt, readingOf, standingIn } from './state'

/** What is drawn at a moment: all that the figure's sentences are made of. */
export interface Shown {
  readonly view: CacheView
  readonly frame: ForwardFrame
  readonly nameAt: (position: number) => SaidToken
  readonly messages: typeof kvCacheGridMessages
}

/** The number under the pointer: its index in K or V. */
export interface PointedNumber {
  readonly kind: 'k' | 'v'
  readonly index: number
}

/** What happens now, in a sentence with its numbers. */
export function captionOf({ view, frame, nameAt, messages: { caption, inHeads } }: Shown): Sentence {
  const { kind, from, to } = frame.cue
  const layer = frame.cue.layer ?? 0
  const query = to - 1
  const token = nameAt(query)
  const kept = view.keeps === 'full'
  switch (kind) {
    case 'idle':
      return caption.empty
    case 'prefill':
      return kept ? caption.prefill({ count: to, layer }) : caption.computing({ count: to, layer, again: false })
    case 'embed':
    case 'project':
    case 'write':
      if (!kept) return caption.computing({ count: to, layer, again: view.keeps === 'none' })
      return kind === 'embed' ? caption.coming({ token, kept: from }) : caption.writing({ token, layer, past: from })
    case 'read':
    case 'attend': {
      const { head, key, weight } = mostRead(view, layer, query)
      const read = {
        token,
        keys: keysOf(view, query).length,
        layer,
        best: nameAt(key),
        weight,
        where: inHeads(...servedBy(view, head)),
        ...(view.served === 1 && {
          cell: { tensor: view.layers[layer]?.names.pattern ?? '', index: [head, query, key] },
        }),
      }
      return kind === 'read' ? caption.reading({ ...read, kept }) : caption.mixing(read)
    }
    case 'mlp':
      return caption.mlp({ token, layer })
    default:
      if (!kept) return caption.restNone(to)
      return caption.rest({
        positions: to,
        bytes: bytesKept(view, frame),
        next: frame.tokensVisible > to ? nameAt(to) : null,
      })
  }
}

/** The slot, or else the token, that is pointed at, in numbers; `null` if nothing in this figure is. */
export function readoutOf(shown: Shown, selection: Selection, pointed: PointedNumber | null): Sentence | null {
  const { view, frame, nameAt, messages } = shown
  const { key, position, layer } = selection
  const column = key ?? position
  const head = rowOfHead(view, selection.head)
  if (column === null || column >= view.positions) return null
  const tensors = layer === null ? undefined : view.layers[layer]
  if (layer === null || key === null || !tensors || (selection.head !== null && head === null)) {
    const layers = view.layers.filter((_, l) => column < standingIn(view, frame, l).full).length
    const bytes = layers * view.slotBytes
    // Here the position is said anyhow.
    const token = { token: nameAt(column).token }
    return messages.readout.token({ token, position: column, layers, of: view.layers.length, bytes })
  }
  const { readout } = messages
  if (key >= standingIn(view, frame, layer).full) return readout.notYet({ token: nameAt(key), layer })
  const heads = head === null ? Array.from({ length: view.nHeads }, (_, h) => h) : [head]
  const mean = (lengths: Float32Array) =>
    heads.reduce((sum, h) => sum + (lengths[key * view.nHeads + h] as number), 0) / heads.length
  const name =
    head === null
      ? readout.folded({ token: nameAt(key), layer })
      : readout.slot({ token: nameAt(key), layer, heads: messages.heads(...servedBy(view, head)) })
  const parts = [
    head !== null && pointed && exact(shown, layer, head, key, pointed),
    readout.lengths({ k: mean(tensors.kNorm), v: mean(tensors.vNorm), mean: head === null }),
    readOf(shown, layer, head, key, position),
  ]
  return say`${name} ${join(parts, '; ')}.`
}

/** One number of K or V. */
function exact({ view, messages }: Shown, layer: number, head: number, key: number, { kind, index }: PointedNumber) {
  const value = vectorOf(view, layer, head, key, kind)[index] ?? Number.NaN
  return messages.readout.exact({ kind: messages[kind], index, value })
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
  const { readout } = shown.messages
  const reader = readerAt(frame, position)
  if (reader === null || reader >= view.positions) return []
  const query = nameAt(reader)
  if (!seen(view, reader, key))
    return key > reader ? readout.later({ query }) : readout.outside({ query, window: keysOf(view, reader).length })
  if (readingOf(frame, layer, reader).keys <= 0) return []
  const given = weightOf(view, layer, head, reader, key)
  return readout.weight({ query, given, mean: head === null || view.served > 1 })
}

/** One number's name for who moves by keys; tells nothing that is not written. */
export function numberName(
  shown: Shown,
  { slot, open, kind, index }: Line,
  key: number,
  position: number | null,
): string {
  const { view, frame, nameAt, messages } = shown
  const { layer, head } = slot
  const token = nameAt(key)
  if (key >= standingIn(view, frame, layer).full) return plain(messages.readout.notYet({ token, layer }))
  const row = open && head !== null ? head : index
  const heads = messages.heads(...servedBy(view, row))
  const lengths = view.layers[layer]?.[kind === 'k' ? 'kNorm' : 'vNorm']
  const value =
    open && head !== null
      ? exact(shown, layer, head, key, { kind, index })
      : messages.folded({ kind: messages[kind], heads, value: lengths?.[key * view.nHeads + index] ?? Number.NaN })
  const line =
    open && head !== null ? messages.readout.slot({ token, layer, heads }) : messages.readout.folded({ token, layer })
  return plain(messages.numberName({ line, value, rest: readOf(shown, layer, row, key, position) }))
}

/** The numbers of one layer and one head of K and V (the last, if there is no such head), a row per position that is written. */
export function tableOf({ view, frame, messages }: Shown, layer: number, head: number | null): DataTableProps {
  const { table, heads, k, v } = messages
  const indices = Array.from({ length: view.dHead }, (_, i) => i)
  const known = Math.min(layer, view.layers.length - 1)
  const row = head ?? view.nHeads - 1
  return {
    caption: table.caption({ layer: known, heads: heads(...servedBy(view, row)) }),
    columns: [table.position, table.token, ...[k, v].flatMap((kind) => indices.map((i) => table.column(kind, i)))],
    rows: () =>
      Array.from({ length: standingIn(view, frame, known).full }, (_, position) => [
        position,
        visibleToken(view.tokens[position]?.text ?? ''),
        ...(['k', 'v'] as const).flatMap((kind) =>
          Array.from(vectorOf(view, known, row, position, kind), (value, i) => ({
            text: formatExact(value),
            cell: { tensor: view.layers[known]?.names[kind] ?? '', index: [position, row, i] },
          })),
        ),
      ]),
  }
}
