import { type BackwardFrame, type ForwardFrame, LOGITS_AT } from '@glassformer/core'
import type { Here } from './where'

/** What kind of thing a number is, which is its colour in figures and in prose. */
export const VALUE_KINDS = [
  'activation',
  'key',
  'value',
  'attention',
  'gradient',
  'loss',
  'weight',
  'count',
  'token',
] as const
export type ValueKind = (typeof VALUE_KINDS)[number]

type ForwardStage = 'embed' | 'project' | 'read' | 'attend' | 'mlp' | 'norm' | 'logits'
type BackwardStage = 'd_unembed' | 'd_mlp' | 'd_attn_out' | 'd_keys_values' | 'd_layer_norm' | 'd_embed'

interface Row {
  /** The end of the name of an activation or a parameter, without its layer. */
  readonly name: RegExp
  /** The stage that computes it. Parameters are there from the start. */
  readonly forward?: ForwardStage
  /** The stage after which its gradient is there. */
  readonly backward: BackwardStage
  readonly kind: ValueKind
}

/** The one table of when a number is there and what it is. The first row that fits counts. */
const ROWS: readonly Row[] = [
  { name: /^(pos_)?embed$/, forward: 'embed', backward: 'd_embed', kind: 'activation' },
  { name: /^resid_pre$/, forward: 'embed', backward: 'd_layer_norm', kind: 'activation' },
  { name: /^ln1\.normalized$/, forward: 'project', backward: 'd_layer_norm', kind: 'activation' },
  { name: /^attn\.(rot_)?q$/, forward: 'project', backward: 'd_keys_values', kind: 'activation' },
  { name: /^attn\.(rot_)?k$/, forward: 'project', backward: 'd_keys_values', kind: 'key' },
  { name: /^attn\.v$/, forward: 'project', backward: 'd_keys_values', kind: 'value' },
  { name: /^attn\.(scores|pattern)$/, forward: 'read', backward: 'd_keys_values', kind: 'attention' },
  { name: /^(attn\.z|attn_out)$/, forward: 'attend', backward: 'd_attn_out', kind: 'activation' },
  { name: /^resid_mid$/, forward: 'attend', backward: 'd_mlp', kind: 'activation' },
  {
    name: /^(ln2\.normalized|mlp\.(pre|pre_linear|post)|mlp_out)$/,
    forward: 'mlp',
    backward: 'd_mlp',
    kind: 'activation',
  },
  { name: /^resid_post$/, forward: 'mlp', backward: 'd_layer_norm', kind: 'activation' },
  { name: /^ln_final\.normalized$/, forward: 'norm', backward: 'd_unembed', kind: 'activation' },
  { name: /^(logits|probs)$/, forward: 'logits', backward: 'd_unembed', kind: 'activation' },
  { name: /^(unembed|ln_final)\./, backward: 'd_unembed', kind: 'weight' },
  { name: /^(ln2|mlp)\./, backward: 'd_mlp', kind: 'weight' },
  { name: /^attn\.[Wb]_O$/, backward: 'd_attn_out', kind: 'weight' },
  { name: /^attn\./, backward: 'd_keys_values', kind: 'weight' },
  { name: /^ln1\./, backward: 'd_layer_norm', kind: 'weight' },
  { name: /./, backward: 'd_embed', kind: 'weight' },
]

interface Placed extends Row {
  readonly layer: number | null
}

function rowOf(tensor: string): Placed {
  const [, layer, rest] = /^blocks\.(\d+)\.(.+)$/.exec(tensor) ?? []
  const row = ROWS.find(({ name }) => name.test(rest ?? tensor)) as Row
  return { ...row, layer: layer === undefined ? null : Number(layer) }
}

/** What a tensor holds. `grad.` and a name is a gradient of the loss. */
export function kindOf(tensor: string): ValueKind {
  return tensor.startsWith('grad.') ? 'gradient' : rowOf(tensor).kind
}

/** The fraction of a sample cue after which the final norm is there. */
const NORM_AT = LOGITS_AT / 2

/** How many positions of a tensor are computed at a moment. All of them, where it is no activation. */
export function rowsThere(here: Here, tensor: string): number {
  if (here.always) return Number.POSITIVE_INFINITY
  const grad = tensor.startsWith('grad.')
  const row = rowOf(grad ? tensor.slice(5) : tensor)
  if (grad) return here.backward && arrived(here.backward, row, tensor) ? Number.POSITIVE_INFINITY : 0
  if (!row.forward) return Number.POSITIVE_INFINITY
  if (here.forward) return computed(here.forward, row, row.forward, tensor)
  return here.backward && passed(here.backward, row, row.forward) ? Number.POSITIVE_INFINITY : 0
}

/** In a forward pass or a generation. */
function computed(frame: ForwardFrame, { layer }: Placed, stage: ForwardStage, tensor: string): number {
  const { cue, progressOf, predicted, done } = frame
  if (stage === 'logits') return predicted
  const l = layer ?? 0
  // What goes into a block is what came out of the one below.
  if (tensor.endsWith('resid_pre') && l > 0) return done[l - 1] ?? 0
  const progress =
    stage === 'embed' ? progressOf.embed : stage === 'norm' ? progressOf.sample / NORM_AT : (progressOf[stage][l] ?? 0)
  // What earlier steps computed stays; the step before ended one position earlier.
  return progress >= 1 ? cue.to : cue.step > 0 ? cue.to - 1 : 0
}

/** In the forward pass of a training step. */
function passed({ progressOf: p }: BackwardFrame, { layer }: Placed, stage: ForwardStage): boolean {
  if (stage === 'embed' && !layer) return p.embed >= 1
  if (stage === 'norm' || stage === 'logits') return p.loss >= 1
  const l = layer ?? 0
  return (stage === 'embed' ? p.forward[l - 1] : p.forward[l]) === 1
}

function arrived({ progressOf: p }: BackwardFrame, { backward, layer }: Placed, tensor: string): boolean {
  const l = layer ?? 0
  // The gradient of a block's output comes from the block above, or from the unembedding.
  if (tensor.endsWith('resid_post')) return (p.d_layer_norm[l + 1] ?? p.d_unembed) >= 1
  const progress = p[backward]
  return (typeof progress === 'number' ? progress : (progress[l] ?? 0)) >= 1
}
