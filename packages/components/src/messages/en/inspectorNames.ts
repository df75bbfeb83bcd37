import { type SaidToken, type Sentence, say } from '../say'

/** One number of a run, as it is named in words. */
export interface NamedCell {
  /** As in the spec tables: `blocks.l.attn.q`. */
  readonly row: string
  readonly layer: number
  readonly index: readonly number[]
  readonly gradient: boolean
  /** As a quantised cache holds it. */
  readonly stored: boolean
  /** A token of the text by its position, and of the vocabulary by its id. */
  readonly at: (position: number) => SaidToken
  readonly word: (id: number) => SaidToken
}

type Name = (cell: NamedCell & { readonly a: number; readonly b: number; readonly c: number }) => Sentence

const head = (layer: number, h: number) => `layer ${layer}, head ${h}`
const ofStream =
  (where: (layer: number) => string): Name =>
  ({ at, a, b, layer }) =>
    say`number ${b} of the stream of ${at(a)}, ${where(layer)}`
const ofHead =
  (what: string): Name =>
  ({ at, a, b, c, layer }) =>
    say`number ${c} of the ${what} of ${at(a)}, ${head(layer, b)}`
const ofHidden =
  (what: string): Name =>
  ({ at, a, b, layer }) =>
    say`${what} ${b} of ${at(a)} in the MLP of layer ${layer}`
const ofNorm =
  (where: (layer: number) => string): Name =>
  ({ at, a, b, layer }) =>
    say`number ${b} of ${at(a)}, normalised ${where(layer)}`
const projects =
  (what: string): Name =>
  ({ a, b, c, layer }) =>
    `weight from number ${a} to number ${c} of the ${what}, ${head(layer, b)}`
const biasOf =
  (what: string): Name =>
  ({ a, b, layer }) =>
    `bias of number ${b} of the ${what}, ${head(layer, a)}`

/** What each number is, in words; by the row of the core's tables. */
export const NAMES: Readonly<Record<string, Name>> = {
  embed: ({ at, a, b }) => say`number ${b} of the embedding of ${at(a)}`,
  pos_embed: ({ a, b }) => `number ${b} of the vector of position ${a}`,
  'blocks.l.resid_pre': ofStream((layer) => `before layer ${layer}`),
  'blocks.l.resid_mid': ofStream((layer) => `between attention and MLP of layer ${layer}`),
  'blocks.l.resid_post': ofStream((layer) => `after layer ${layer}`),
  'blocks.l.ln1.normalized': ofNorm((layer) => `before attention in layer ${layer}`),
  'blocks.l.ln2.normalized': ofNorm((layer) => `before the MLP in layer ${layer}`),
  'ln_final.normalized': ofNorm(() => 'before the unembedding'),
  'blocks.l.attn.q': ofHead('query'),
  'blocks.l.attn.k': ofHead('key'),
  'blocks.l.attn.v': ofHead('value'),
  'blocks.l.attn.rot_q': ofHead('turned query'),
  'blocks.l.attn.rot_k': ofHead('turned key'),
  'blocks.l.attn.z': ofHead('output'),
  'blocks.l.attn.scores': ({ at, a, b, c, layer }) => say`score of ${at(b)} for ${at(c)}, ${head(layer, a)}`,
  'blocks.l.attn.pattern': ({ at, a, b, c, layer }) => say`weight that ${at(b)} gives to ${at(c)}, ${head(layer, a)}`,
  'blocks.l.attn_out': ({ at, a, b, layer }) => say`number ${b} of what attention adds to ${at(a)} in layer ${layer}`,
  'blocks.l.mlp_out': ({ at, a, b, layer }) => say`number ${b} of what the MLP adds to ${at(a)} in layer ${layer}`,
  'blocks.l.mlp.pre': ofHidden('neuron, before its activation,'),
  'blocks.l.mlp.pre_linear': ofHidden('what gates neuron'),
  'blocks.l.mlp.post': ofHidden('neuron'),
  logits: ({ at, word, a, b }) => say`logit of ${word(b)} after ${at(a)}`,
  probs: ({ at, word, a, b }) => say`probability of ${word(b)} after ${at(a)}`,
  loss: () => 'mean loss of the text',
  losses: ({ at, a }) => say`loss at ${at(a)}`,
  'embed.W_E': ({ word, a, b }) => say`number ${b} of the vector of ${word(a)} in the vocabulary`,
  'pos_embed.W_pos': ({ a, b }) => `number ${b} of the learned vector of position ${a}`,
  'blocks.l.ln1.w': ({ a, layer }) => `scale of number ${a} in the norm before attention, layer ${layer}`,
  'blocks.l.ln1.b': ({ a, layer }) => `shift of number ${a} in the norm before attention, layer ${layer}`,
  'blocks.l.ln2.w': ({ a, layer }) => `scale of number ${a} in the norm before the MLP, layer ${layer}`,
  'blocks.l.ln2.b': ({ a, layer }) => `shift of number ${a} in the norm before the MLP, layer ${layer}`,
  'ln_final.w': ({ a }) => `scale of number ${a} in the final norm`,
  'ln_final.b': ({ a }) => `shift of number ${a} in the final norm`,
  'blocks.l.attn.W_Q': projects('query'),
  'blocks.l.attn.W_K': projects('key'),
  'blocks.l.attn.W_V': projects('value'),
  'blocks.l.attn.b_Q': biasOf('query'),
  'blocks.l.attn.b_K': biasOf('key'),
  'blocks.l.attn.b_V': biasOf('value'),
  'blocks.l.attn.W_O': ({ a, b, c, layer }) =>
    `weight from number ${b} of the output of ${head(layer, a)}, to number ${c} of the stream`,
  'blocks.l.attn.b_O': ({ a, layer }) => `bias of number ${a} of what attention adds in layer ${layer}`,
  'blocks.l.mlp.W_in': ({ a, b, layer }) => `weight from number ${a} to neuron ${b}, layer ${layer}`,
  'blocks.l.mlp.b_in': ({ a, layer }) => `bias of neuron ${a}, layer ${layer}`,
  'blocks.l.mlp.W_gate': ({ a, b, layer }) => `weight from number ${a} to the gate of neuron ${b}, layer ${layer}`,
  'blocks.l.mlp.b_gate': ({ a, layer }) => `bias of the gate of neuron ${a}, layer ${layer}`,
  'blocks.l.mlp.W_out': ({ a, b, layer }) => `weight from neuron ${a} to number ${b} of the stream, layer ${layer}`,
  'blocks.l.mlp.b_out': ({ a, layer }) => `bias of number ${a} of what the MLP adds in layer ${layer}`,
  'unembed.W_U': ({ word, a, b }) => say`weight from number ${a} to the logit of ${word(b)}`,
}

/** A few letters for each number, for crumbs, rows and the names of factors: what it is called in formulas. */
export const SHORT: Readonly<Record<string, string>> = {
  embed: 'embedding',
  pos_embed: 'position',
  'blocks.l.resid_pre': 'stream',
  'blocks.l.resid_mid': 'stream',
  'blocks.l.resid_post': 'stream',
  'blocks.l.ln1.normalized': 'norm',
  'blocks.l.ln2.normalized': 'norm',
  'ln_final.normalized': 'norm',
  'blocks.l.attn.q': 'query',
  'blocks.l.attn.k': 'key',
  'blocks.l.attn.v': 'value',
  'blocks.l.attn.rot_q': 'turned query',
  'blocks.l.attn.rot_k': 'turned key',
  'blocks.l.attn.z': 'output',
  'blocks.l.attn.scores': 'score',
  'blocks.l.attn.pattern': 'weight',
  'blocks.l.attn_out': 'attention',
  'blocks.l.mlp_out': 'MLP',
  'blocks.l.mlp.pre': 'neuron in',
  'blocks.l.mlp.pre_linear': 'gated',
  'blocks.l.mlp.post': 'neuron',
  logits: 'logit',
  probs: 'probability',
  loss: 'mean loss',
  losses: 'loss',
  'embed.W_E': 'vocabulary',
  'pos_embed.W_pos': 'positions',
  'blocks.l.ln1.w': 'scale',
  'blocks.l.ln1.b': 'shift',
  'blocks.l.ln2.w': 'scale',
  'blocks.l.ln2.b': 'shift',
  'ln_final.w': 'scale',
  'ln_final.b': 'shift',
}
