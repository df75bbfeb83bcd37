import type { CellAddress } from '../../lesson/selection'
import { formatCount, formatExact, formatNumber } from '../format'
import { join, number, type SaidPart, type SaidToken, say } from '../say'

const plural = (count: number, one: string) => `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`
const shown = (value: number, digits = 3, cell?: CellAddress) =>
  number(formatNumber(value, digits), formatExact(value), cell)
/** A share as a percentage, in two digits. */
const percent = (share: number) => number(`${formatNumber(share * 100, 2)}%`)

/** The tensors whose gradients are told, in words beside their names. */
const TENSORS = {
  logits: 'logits',
  resid_post: 'stream after the block',
  resid_mid: 'stream between attention and MLP',
  resid_pre: 'stream before the block',
  attn_out: 'attention’s output',
  mlp_out: 'MLP’s output',
  q: 'query',
  k: 'key',
  v: 'value',
  embed: 'embedding',
} as const
export type ToldTensor = keyof typeof TENSORS

type Norms = readonly (readonly [ToldTensor, number])[]
const norms = (pairs: Norms) =>
  join(
    pairs.map(([name, value]) => say`${TENSORS[name]} (${name}) ${shown(value)}`),
    ', ',
  )

export const backpropWaveMessages = {
  title: 'Backpropagation',
  wanted: 'a training step (from runBackward)',
  cell: 'Gradients by layer and position. Arrow keys move; Enter keeps a place and opens its loss, or the largest number of the gradient whose length it shows; Escape lets go.',
  tokens: 'Tokens of the columns. Arrow keys move along them, Enter keeps one, Escape lets go.',
  column: ({ token, position }: { token: string; position: number }) => `${token}, position ${position}`,
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
  none: '–',
  perWeight: (gradient: number) => formatNumber(gradient, 2),
  legend: {
    norm: (scale: 'sqrt' | 'linear') =>
      `length of a gradient (its norm)${scale === 'sqrt' ? ', by its square root' : ''}`,
    rail: 'on a rail: the sum of what crosses it',
    end: (max: number) => formatNumber(max, 2),
    k: 'key',
    v: 'value',
    loss: (max: number) => `loss, up to ${formatNumber(max, 2)} nats`,
    forward: 'computed',
    weights: 'gradient of a weight, on average over the part',
  },
  // What happens now
  caption: {
    idle: ({ positions, layers }: { positions: number; layers: number }) =>
      say`One training step on ${plural(positions, 'token')} through ${plural(layers, 'layer')}: each token is to predict the text’s own next one. Forward, loss, backward; the model shown is not changed.`,
    forward: ({ layer, positions }: { layer: number; positions: number }) =>
      say`Forward through layer ${layer}, ${positions === 1 ? 'one position' : `all ${formatCount(positions)} positions`} at once.`,
    loss: ({ mean, largest, token, at }: { mean: number; largest: number; token: SaidToken; at: number }) =>
      say`The mean loss is ${shown(mean, 3, { tensor: 'loss', index: [] })} nats; the largest is ${shown(largest, 3, { tensor: 'losses', index: [at] })}, at ${token}.`,
    backward: ({ what, token, norm }: { what: string; token: SaidToken; norm: number }) =>
      say`Backward through ${what}: the most gradient is at ${token} (${shown(norm, 2)}).`,
    update: ({ what, gradient, rate }: { what: string; gradient: number; rate: number }) =>
      say`The gradient of a weight is largest in ${what} (${shown(gradient, 2)} on average). An optimizer’s first step would move every weight by about its rate, ${shown(rate)}; the model shown does not take it.`,
  },
  weights: {
    unembed: () => 'the unembedding',
    mlp: (layer: number) => `the MLP of layer ${layer}`,
    attn: (layer: number) => `the attention of layer ${layer}`,
    kv: (layer: number) => `the keys and values of layer ${layer}`,
    norm: (layer: number) => `the norm before the attention of layer ${layer}`,
    embed: () => 'the embeddings',
  },
  // What is pointed at
  readout: {
    place: ({ token, what }: { token: SaidToken; what: string }) => say`${token}, ${what}:`,
    inLayer: (what: string, layer: number) => `${what} of layer ${layer}`,
    column: ({ token }: { token: SaidToken }) => say`${token}:`,
    loss: ({ target, loss }: { target: SaidToken; loss: number }) => say`loss ${shown(loss)} for ${target}`,
    ignored: 'no target, so no loss of its own',
    notYet: 'not computed yet',
    norms: (pairs: Norms) => say`lengths of gradients: ${norms(pairs)}`,
    later: ({ share, token, norm }: { share: number; token: SaidToken; norm: number }) =>
      say`${percent(share)} of it, by length, comes from later queries, most from ${token} (${shown(norm)})`,
    alone: 'all of it comes from its own query',
    sends: ({ query, key, layer }: { query: SaidToken; key: SaidToken; layer: number }) =>
      say`What the query of ${query} sends to ${key} in layer ${layer}:`,
    weights: ({ what, count, gradient, update }: { what: string; count: number; gradient: number; update: number }) =>
      say`${what}: ${plural(count, 'weight')}; the gradient of one is ${shown(gradient)} on average, and an optimizer’s first step would move it by ${shown(update)}.`,
    whole: ({ head, parts }: { head: readonly SaidPart[]; parts: readonly SaidPart[] }) => say`${head} ${parts}.`,
  },
  terms: [
    { term: 'target', means: 'the token that comes next in the text itself: what this position should have predicted' },
    {
      term: 'loss',
      means: 'how surprised the model was by the target, in nats: 0 is certain, 0.69 one in two, 4.6 one in a hundred',
    },
    {
      term: 'gradient',
      means: 'for every number, how much the loss would grow if it grew: what learning follows, downhill',
    },
    { term: 'norm', means: 'the length of a vector: one number for how large a gradient is' },
    {
      term: 'key, value',
      means: 'what a token is read by, and what it hands on: the only way from one column into another',
    },
  ],
  table: {
    caption: 'Loss and length of gradients by position; a dash is not computed yet, or ignored',
    position: 'position',
    token: 'token',
    target: 'target',
    loss: 'loss',
    cell: ({ layer, name }: { layer: number; name: ToldTensor }) => `layer ${layer}: ${TENSORS[name]} (${name})`,
  },
  about:
    'Columns are positions, rows are layers: one network, drawn once for each token. The loss at each position starts a gradient that sinks down its own column and runs left, over the rails, to the keys and values that it read: at an earlier position they are its only way in. Brightness is the length of the gradient of the mean loss. Violet marks tell how large the gradient of a weight is, on average over a part’s weights: that depends on the text, while an optimizer’s first step (AdamW) moves every weight by about its rate, whatever its gradient is. The targets are the text’s own next tokens, and no step is taken: the model shown stays as it is.',
}
