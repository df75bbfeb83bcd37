import type { ModelConfigInput } from '../model/config'
import type { Model } from '../model/model'
import { createModel } from '../model/model'
import type { Precision } from '../tensor/floats'
import { createRandom } from '../tensor/random'
import { naiveAttention } from './naiveAttention'
import {
  activate,
  add,
  at2,
  dot,
  type Grid,
  linear,
  normalize,
  type Row,
  range,
  sinusoid,
  softmax,
  sum,
} from './naiveMath'

/** The ways in which float32 can be computed: plain TypeScript, and the kernels, which run by themselves where they can. */
export const PATHS = ['plain', 'auto'] as const

/** A model whose parameters are all far from zero, so that nothing is small, or zero, by accident. */
export function livelyModel(
  config: ModelConfigInput,
  precision: Precision = 'float64',
  seed = 7,
  kernels: (typeof PATHS)[number] = 'auto',
): Model {
  const model = createModel(config, { precision, kernels })
  const random = createRandom(seed)
  for (let i = 0; i < model.params.length; i++) model.params[i] = 0.5 * random.normal()
  return model
}

/** May keep or change the values of an activation, as they are computed. */
export type Tap = (name: string, values: number[]) => number[]

/**
 * The transformer written a second time, for tests alone: number lists, whole sequences, no ranges, no cache, and none of
 * `ops/`. Every activation passes through `tap`, if there is one, which may keep or change its values. Returns the summed loss.
 */
export function naiveLoss(model: Model, tokens: readonly number[], targets: readonly number[], tap?: Tap): number {
  const { nLayers, dModel, dMlp, dVocab, norm, normEps, positions, activation, tied } = model.config
  const read = new Map<string, Row>()
  const param = (name: string): Row => {
    const values = read.get(name) ?? Array.from(model.param(name).data)
    read.set(name, values)
    return values
  }
  const optional = (name: string) => (model.layout.byName.has(name) ? param(name) : undefined)
  const grid = (name: string, rows: Grid, width: number): Grid => {
    if (!tap) return rows
    const given = ([] as number[]).concat(...rows)
    const flat = tap(name, given)
    if (flat === given) return rows
    return rows.map((_, t) => flat.slice(t * width, (t + 1) * width))
  }
  const normed = (x: Grid, name: string) =>
    grid(
      `${name}.normalized`,
      x.map((row) => normalize(row, norm, normEps, param(`${name}.w`), optional(`${name}.b`))),
      dModel,
    )

  const W_E = param('embed.W_E')
  const embed = tokens.map((id) => W_E.slice(id * dModel, (id + 1) * dModel))
  let x = grid('embed', embed, dModel)
  if (positions === 'learned' || positions === 'sinusoidal') {
    const W_pos = optional('pos_embed.W_pos')
    const vectors = tokens.map((_, t) => W_pos?.slice(t * dModel, (t + 1) * dModel) ?? sinusoid(t, dModel))
    x = add(x, grid('pos_embed', vectors, dModel))
  }
  for (const l of range(nLayers)) {
    const at = (name: string) => `blocks.${l}.${name}`
    x = grid(at('resid_pre'), x, dModel)
    const n1 = normed(x, at('ln1'))
    x = grid(at('resid_mid'), add(x, naiveAttention({ param, optional, grid }, model.config, l, n1)), dModel)
    const n2 = normed(x, at('ln2'))
    const into = (letters: string) => linear(n2, param(at(`mlp.W_${letters}`)), optional(at(`mlp.b_${letters}`)), dMlp)
    const gated = activation === 'swiglu'
    const pre = grid(at('mlp.pre'), into(gated ? 'gate' : 'in'), dMlp)
    const up = gated ? grid(at('mlp.pre_linear'), into('in'), dMlp) : undefined
    const hidden = pre.map((row, t) => row.map((a, i) => activate(activation, a) * (up ? at2(up, t, i) : 1)))
    const post = grid(at('mlp.post'), hidden, dMlp)
    const out = linear(post, param(at('mlp.W_out')), optional(at('mlp.b_out')), dModel)
    x = grid(at('resid_post'), add(x, grid(at('mlp_out'), out, dModel)), dModel)
  }
  const n = normed(x, 'ln_final')
  const raw = tied
    ? n.map((row) => range(dVocab).map((id) => dot(row, 0, W_E, id * dModel, dModel)))
    : linear(n, param('unembed.W_U'), undefined, dVocab)
  const logits = grid('logits', raw, dVocab)
  const probs = grid('probs', logits.map(softmax), dVocab)
  return sum(targets.map((id, t) => (id < 0 ? 0 : -Math.log(at2(probs, t, id)))))
}
