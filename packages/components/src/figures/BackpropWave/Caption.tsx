import type { BackwardFrame, BackwardTrace } from '@glassformer/core'
import type { backpropWaveMessages } from '../../messages/en/backpropWave'
import { visibleToken } from '../../messages/format'
import { argMax, type Norms, type Wave } from './backpropWave.data'
import { partOfRow } from './backpropWave.geometry'

interface CaptionProps {
  readonly trace: BackwardTrace
  readonly wave: Wave
  readonly frame: BackwardFrame
  readonly messages: typeof backpropWaveMessages
}

/** Stands for the token while the sentence is made; from Unicode's private use area, so in no text. */
const HERE = '\uE000'

/** What is happening now, with its numbers. */
export function Caption({ trace, wave, frame, messages }: CaptionProps) {
  const { caption, weights } = messages
  const { kind, layer: of } = frame.cue
  const layer = of ?? 0
  const block = wave.layers[layer]
  const most = (values: ArrayLike<number>, say: (token: string, value: number) => string) => {
    const at = argMax(values)
    const [before, after] = say(HERE, values[at] as number).split(HERE)
    return (
      <>
        {before}
        <em>{visibleToken(trace.tokens[at]?.text ?? '')}</em>
        {after}
      </>
    )
  }
  const through = (part: keyof typeof weights, norms: ArrayLike<number> = []) => {
    const words = weights[part]
    const what = typeof words === 'string' ? words : words(layer)
    return most(norms, (token, value) => caption.backward(what, token, value))
  }
  switch (kind) {
    case 'forward':
      return caption.forward(layer, wave.positions)
    case 'loss':
      return most(trace.losses, (token, loss) => caption.loss(trace.loss, loss, token))
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
      const row = argMax(wave.weights.map(({ share }) => share))
      const { part, layer: l } = partOfRow(row, wave.nLayers)
      const words = weights[part]
      return caption.update(typeof words === 'string' ? words : words(l ?? 0), wave.weights[row]?.share ?? 0)
    }
    default:
      return caption.idle(wave.positions, wave.nLayers)
  }
}

/** Norms of two tensors' gradients taken as one vector at each position. */
function bothOf(a: Norms, b: Norms): Norms {
  return a.map((norm, t) => Math.hypot(norm, b[t] as number))
}
