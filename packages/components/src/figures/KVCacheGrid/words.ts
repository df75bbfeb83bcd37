import { type DataTableProps, formatExact, join, plain, type Sentence, type TableCell, visibleToken } from '../../kit'
import { isKept, keysRead, mostRead, servedBy, vectorOf } from './data'
import { evictedWhen, policyRest, roomMade, type Shown } from './policyWords'
import { bytesKept, goneFrom, pastHeld, standingIn } from './state'

/** What happens now, in a sentence with its numbers. */
export function captionOf(shown: Shown): Sentence {
  const { view, frame, nameAt } = shown
  const { caption, inHeads, policy } = shown.messages
  const { kind, from, to } = frame.cue
  const layer = frame.cue.layer ?? 0
  const query = to - 1
  const token = nameAt(query)
  const kept = isKept(view)
  const shared = view.keeping?.shared ?? 0
  switch (kind) {
    case 'idle':
      return shared > 0 ? policy.caption.taken(shared) : caption.empty
    case 'prefill':
      if (shared > 0) return policy.caption.prefillAfter({ count: to - from, shared, layer })
      return kept ? caption.prefill({ count: to, layer }) : caption.computing({ count: to, layer, again: false })
    case 'embed':
    case 'project':
    case 'write': {
      if (!kept) return caption.computing({ count: to, layer, again: view.keeps === 'none' })
      if (kind === 'embed') return caption.coming({ token, kept: Math.max(...pastHeld(view, frame)) })
      const writing = caption.writing({ token, layer, past: pastHeld(view, frame)[layer] ?? from })
      return kind === 'write' ? join([writing, roomMade(shown, layer)]) : writing
    }
    case 'read':
    case 'attend': {
      const { head, key, weight } = mostRead(view, layer, query)
      const read = {
        token,
        keys: keysRead(view, layer, query).length,
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
    default: {
      if (!kept) return caption.restNone(to)
      const next = frame.tokensVisible > to ? nameAt(to) : null
      if (view.keeping) return policyRest(shown, view.keeping, next)
      return caption.rest({ positions: to, bytes: bytesKept(view, frame), next })
    }
  }
}

/** The numbers of one layer and one head of K and V (the last, if there is no such head), a row per position that is written. */
export function tableOf(shown: Shown, layer: number, head: number | null): DataTableProps {
  const { view, frame, messages } = shown
  const { table, heads, k, v, policy } = messages
  const indices = Array.from({ length: view.dHead }, (_, i) => i)
  const known = Math.min(layer, view.layers.length - 1)
  const row = head ?? view.nHeads - 1
  const isGone = (position: number) => goneFrom(view, frame, known, position) > 0
  const stateOf = (position: number): string => {
    if (isGone(position)) return policy.table.evicted(plain(evictedWhen(shown, known, position)))
    return position < (view.keeping?.shared ?? 0) ? policy.table.shared : policy.table.kept
  }
  const numberAt = (kind: 'k' | 'v', value: number, position: number, i: number): TableCell => {
    if (isGone(position)) return policy.table.none
    const text = formatExact(value)
    // Numbers open as they were computed.
    if (view.values && view.values !== 'computed') return text
    return { text, cell: { tensor: view.layers[known]?.names[kind] ?? '', index: [position, row, i] } }
  }
  return {
    caption: table.caption({
      layer: known,
      heads: heads(...servedBy(view, row)),
      version: view.values && policy.table.version[view.values],
    }),
    columns: [
      table.position,
      table.token,
      ...(view.keeping ? [policy.table.state] : []),
      ...[k, v].flatMap((kind) => indices.map((i) => table.column(kind, i))),
    ],
    rows: () =>
      Array.from({ length: standingIn(view, frame, known).full }, (_, position) => [
        position,
        visibleToken(view.tokens[position]?.text ?? ''),
        ...(view.keeping ? [stateOf(position)] : []),
        ...(['k', 'v'] as const).flatMap((kind) =>
          Array.from(vectorOf(view, known, row, position, kind), (value, i) => numberAt(kind, value, position, i)),
        ),
      ]),
  }
}
