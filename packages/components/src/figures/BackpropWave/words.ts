import type { BackwardFrame, BackwardTrace } from '@glassformer/core'
import {
  type DataTableProps,
  formatExact,
  join,
  plain,
  type SaidToken,
  type Selection,
  type Sentence,
  visibleToken,
} from '../../kit'
import type { backpropWaveMessages } from '../../messages/en/backpropWave'
import { argMax, type Norms, type Wave } from './data'
import { partOfRow, type WavePart } from './geometry'
import { arrived, laterShare, normsAt, type Place, placeAt, targetText } from './places'

/** What is drawn at a moment: all that the figure's sentences are made of. */
export interface Shown {
  readonly trace: BackwardTrace
  readonly wave: Wave
  readonly frame: BackwardFrame
  readonly nameAt: (position: number) => SaidToken
  readonly messages: typeof backpropWaveMessages
}

/** What is happening now, with its numbers. */
export function captionOf({ trace, wave, frame, nameAt, messages }: Shown): Sentence {
  const { caption, weights } = messages
  const { kind } = frame.cue
  const layer = frame.cue.layer ?? 0
  const block = wave.layers[layer]
  const through = (part: keyof typeof weights, norms: ArrayLike<number> = []) => {
    const at = argMax(norms)
    return caption.backward({ what: weights[part](layer), token: nameAt(at), norm: norms[at] as number })
  }
  switch (kind) {
    case 'forward':
      return caption.forward({ layer, positions: wave.positions })
    case 'loss': {
      const at = argMax(trace.losses)
      return caption.loss({ mean: trace.loss, largest: trace.losses[at] as number, token: nameAt(at), at })
    }
    case 'd_unembed':
      return through('unembed', wave.layers.at(-1)?.resid_post)
    case 'd_mlp':
      return through('mlp', block?.mlp_out)
    case 'd_attn_out':
      return through('attn', block?.attn_out)
    case 'd_keys_values':
      return through('kv', block && bothOf(block.k, block.v))
    case 'd_layer_norm':
      return through('norm', block?.resid_pre)
    case 'd_embed':
      return through('embed', wave.embed)
    case 'update': {
      const row = argMax(wave.weights.map(({ gradient }) => gradient))
      const rate = trace.update.learningRate
      return caption.update({ what: partName(row, wave, messages), gradient: wave.weights[row]?.gradient ?? 0, rate })
    }
    default:
      return caption.idle({ positions: wave.positions, layers: wave.nLayers })
  }
}

/** Norms of two tensors' gradients taken as one vector at each position. */
function bothOf(a: Norms, b: Norms): Norms {
  return a.map((norm, t) => Math.hypot(norm, b[t] as number))
}

/** What a row's weights are, in words. */
function partName(row: number, { nLayers }: Wave, { weights }: Shown['messages']): string {
  const { part, layer } = partOfRow(row, nLayers)
  return weights[part as WavePart](layer ?? 0)
}

/** A row's weights: how many, and their gradient, once the update is computed. */
export function weightsOf({ wave, frame, messages }: Shown, row: number): Sentence | null {
  const group = wave.weights[row]
  if (!group) return null
  const what = partName(row, wave, messages)
  if (frame.progressOf.update <= 0) return messages.readout.whole({ head: [what], parts: [messages.readout.notYet] })
  return messages.readout.weights({ what, ...group })
}

/** A place in words and numbers. Tells nothing that the moment has not computed. */
export function placeText(shown: Shown, place: Place, selection: Selection): Sentence {
  const { trace, wave, frame, nameAt, messages } = shown
  const { readout, rows } = messages
  const { part, layer, position } = place
  const query = selection.position
  if (part === 'kv' && layer !== null && query !== null && query >= position && query < wave.positions) {
    const block = wave.layers[layer]
    const cell = query * wave.positions + position
    return readout.whole({
      head: readout.sends({ query: nameAt(query), key: nameAt(position), layer }),
      parts: arrived(frame, part, layer)
        ? readout.norms([
            ['k', block?.sentK[cell] ?? 0],
            ['v', block?.sentV[cell] ?? 0],
          ])
        : [readout.notYet],
    })
  }
  const token = nameAt(position)
  const head =
    part === 'loss' || part === 'column'
      ? readout.column({ token })
      : readout.place({ token, what: layer === null ? rows[part] : readout.inLayer(rows[part], layer) })
  const target = targetText(trace, position)
  const loss =
    frame.progressOf.loss <= 0
      ? null
      : target === null
        ? readout.ignored
        : readout.loss({ target: { token: visibleToken(target) }, loss: trace.losses[position] as number })
  if (!arrived(frame, part, layer)) return readout.whole({ head, parts: join([readout.notYet, loss], '; ') })
  const norms = normsAt(wave, place)
  const later = part === 'kv' && layer !== null ? laterShare(wave, layer, position) : null
  const parts = [
    norms.length > 0 && readout.norms(norms),
    later &&
      (later.norm > 0
        ? readout.later({ share: later.share, token: nameAt(later.query), norm: later.norm })
        : readout.alone),
    part === 'kv' ? null : loss,
  ]
  return readout.whole({ head, parts: join(parts, '; ') })
}

/** A cell's name for who moves by keys: row 0 holds the losses. */
export function cellName(shown: Shown, row: number, column: number, pinned: Selection): string {
  return plain(placeText(shown, placeAt(row, column, shown.wave.nLayers), { ...pinned, position: null }))
}

const COLUMNS = [
  ['resid_post', 'mlp'],
  ['k', 'kv'],
  ['v', 'kv'],
] as const

/** Rows are positions; columns the loss, then per layer from the top the gradient norms of the stream, keys and values. */
export function tableOf({ trace, wave, frame, messages }: Shown): DataTableProps {
  const { table, none } = messages
  const layers = wave.layers.map((block, layer) => ({ block, layer })).reverse()
  const number = (value: number, known: boolean) => (known ? formatExact(value) : none)
  return {
    caption: table.caption,
    columns: [
      table.position,
      table.token,
      table.target,
      table.loss,
      ...layers.flatMap(({ layer }) => COLUMNS.map(([name]) => table.cell({ layer, name }))),
    ],
    rows: () =>
      trace.tokens.map((token, t) => {
        const target = targetText(trace, t)
        return [
          t,
          visibleToken(token.text),
          target === null ? none : visibleToken(target),
          target !== null && arrived(frame, 'loss', null)
            ? { text: formatExact(trace.losses[t] as number), cell: { tensor: 'losses', index: [t] } }
            : none,
          ...layers.flatMap(({ block, layer }) =>
            COLUMNS.map(([name, part]) => number(block[name][t] as number, arrived(frame, part, layer))),
          ),
        ]
      }),
  }
}
