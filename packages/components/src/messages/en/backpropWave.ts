import { formatCount, formatNumber } from '../format'

const plural = (count: number, one: string) => `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`
const number = (value: number) => formatNumber(value, 2)
/** A share as a percentage, in two digits. */
const percent = (share: number) => `${formatNumber(share * 100, 2)}%`
const norms = (pairs: readonly (readonly [string, number])[]) =>
  pairs.map(([name, value]) => `${name} ${formatNumber(value, 3)}`).join(', ')

/** In captions, `token` is where the token stands; it is set in the typeface of tokens. */
export const backpropWaveMessages = {
  title: 'Backpropagation',
  wanted: 'a training step (from runBackward)',
  cell: 'Gradient norms by layer and position. Arrow keys move, Enter keeps a place, Escape lets go.',
  rows: {
    target: 'target',
    loss: 'loss',
    unembed: 'unembed',
    mlp: 'MLP',
    attn: 'attention',
    kv: 'K, V',
    embed: 'embed',
    token: 'token',
  },
  layer: (layer: number) => `layer ${layer}`,
  ignored: 'ignored',
  ignoredTitle: 'The loss ignores this position: it has no target.',
  update: (share: number) => percent(share),
  updateTitle: (share: number) => `The update is ${percent(share)} of the weights’ norm`,
  legend: {
    norm: (max: number, scale: 'sqrt' | 'linear') =>
      `gradient norm 0 – ${number(max)}${scale === 'sqrt' ? ', by its square root' : ''}`,
    rail: (max: number) => `rail: norms that cross it, summed, 0 – ${number(max)}`,
    k: 'key',
    v: 'value',
    loss: (max: number) => `loss 0 – ${number(max)} nats`,
    forward: 'computed',
    update: 'update, as a share of the weights’ norm',
  },
  caption: {
    idle: (positions: number, layers: number) =>
      `One training step on ${plural(positions, 'token')} through ${plural(layers, 'layer')}: forward, loss, backward, update.`,
    forward: (layer: number, positions: number) =>
      `Forward through layer ${layer}, ${positions === 1 ? 'one position' : `all ${formatCount(positions)} positions`} at once.`,
    loss: (mean: number, largest: number, token: string) =>
      `The mean loss is ${formatNumber(mean)}; the largest is ${formatNumber(largest)}, at ${token}.`,
    backward: (what: string, token: string, norm: number) =>
      `Backward through ${what}: the most gradient is at ${token} (${number(norm)}).`,
    update: (what: string, share: number) => `The update changes ${what} most: by ${percent(share)} of the norm.`,
  },
  weights: {
    unembed: 'the unembedding',
    mlp: (layer: number) => `the MLP of layer ${layer}`,
    attn: (layer: number) => `the attention of layer ${layer}`,
    kv: (layer: number) => `the keys and values of layer ${layer}`,
    norm: (layer: number) => `the first layer norm of layer ${layer}`,
    embed: 'the embeddings',
  },
  readout: {
    place: (token: string, position: number, what: string) => `${token} at position ${position}, ${what}:`,
    inLayer: (what: string, layer: number) => `${what} of layer ${layer}`,
    column: (token: string, position: number) => `${token} at position ${position}:`,
    loss: (target: string, loss: number) => `loss ${formatNumber(loss, 3)} for ${target}`,
    ignored: 'no target, so no loss of its own',
    notYet: 'not computed yet',
    norms: (pairs: readonly (readonly [string, number])[]) => `gradient norms ${norms(pairs)}`,
    later: (share: number, token: string, position: number, norm: number) =>
      `${percent(share)} of it, by norm, comes from later queries, most from ${token} at position ${position} (${formatNumber(norm, 3)})`,
    alone: 'all of it comes from its own query',
    sends: (query: string, key: string, layer: number) =>
      `What the query of ${query} sends to ${key} in layer ${layer}:`,
  },
  table: {
    caption: 'Loss and gradient norm by position; a dash is not computed yet, or ignored',
    position: 'position',
    token: 'token',
    target: 'target',
    loss: 'loss',
    cell: (layer: number, name: string) => `${layer} ${name}`,
  },
  about:
    'Columns are positions, rows are layers: one network, drawn once for each token. The loss at each position starts a gradient that sinks down its own column and runs left, over the rails, to the keys and values that it read: at an earlier position they are its only way in. Brightness is the norm of the gradient of the mean loss. Violet marks are one optimizer step, which the model shown does not take.',
}
