import { crossEntropyBackward, crossEntropyForward } from '../ops/crossEntropy'
import { dimsOf } from '../ops/dims'
import { embedBackward } from '../ops/embed'
import { geluBackward } from '../ops/gelu'
import { layernormBackward } from '../ops/layernorm'
import { linearBackward } from '../ops/linear'
import { positionsBackward } from '../ops/positions'
import { copyBackward, residualBackward } from '../ops/residual'
import { scoresBackward } from '../ops/scores'
import { patternBackward } from '../ops/softmax'
import { unembedBackward } from '../ops/unembed'
import { weightedValuesBackward } from '../ops/weightedValues'
import type { Floats } from '../tensor/tensor'
import { forwardRows } from './forward'
import type { Model } from './model'
import type { ParameterViews } from './parameters'
import { bindViews } from './views'
import type { Workspace } from './workspace'

/**
 * Forward, loss and backward of one sequence. Adds the gradient of `lossScale` times the summed loss to `gradParams`,
 * which lies as `model.params` does. The workspace keeps all activations and the gradients at them until its next use;
 * it must have been made for this model, and for at least as many positions. Nothing is checked: see `runBackward`.
 * @param targets the token to be predicted at each position; -1 where there is none
 * @returns the loss summed over the positions that count, in nats, and their number
 */
export function accumulateGradients(
  model: Model,
  workspace: Workspace,
  tokens: ArrayLike<number>,
  targets: ArrayLike<number>,
  gradParams: Floats,
  lossScale: number,
): { loss: number; count: number } {
  const T = tokens.length
  const { losses, acts } = workspace
  forwardRows(workspace, tokens, null, 0, T)
  crossEntropyForward(losses, acts.logits, targets, 0, T, model.config.dVocab)
  if (workspace.bound?.grads !== gradParams)
    workspace.bound = { grads: gradParams, views: bindViews(model.layout, gradParams) }
  backwardRows(workspace, tokens, targets, workspace.bound.views, lossScale)
  let loss = 0
  let count = 0
  for (let t = 0; t < T; t++) {
    loss += losses[t] as number
    if ((targets[t] as number) >= 0) count++
  }
  return { loss, count }
}

/** The forward of `forwardRows`, from its last line to its first. */
function backwardRows(
  workspace: Workspace,
  tokens: ArrayLike<number>,
  targets: ArrayLike<number>,
  dweights: ParameterViews,
  lossScale: number,
): void {
  const { acts, dacts, weights, positions: S } = workspace
  const { activation, normEps: eps } = workspace.model.config
  const { C, NH, HS, H, V, L } = dimsOf(workspace.model.config)
  const T = tokens.length
  const N = NH * HS
  workspace.dbuffer.fill(0)

  crossEntropyBackward(dacts.logits, acts.probs, targets, 0, T, V, lossScale)
  const x = acts['ln_final.normalized']
  const dx = dacts['ln_final.normalized']
  const W_U = weights['unembed.W_U']
  const dW_U = dweights['unembed.W_U']
  if (W_U && dW_U) linearBackward(dx, dW_U, undefined, dacts.logits, x, W_U, 0, T, C, V)
  else unembedBackward(dx, dweights['embed.W_E'], dacts.logits, x, weights['embed.W_E'], 0, T, C, V)

  type Block = (typeof acts.blocks)[number]
  type Weights = (typeof weights.blocks)[number]
  const stream = (acts.blocks[L - 1] as Block).resid_post
  const dstream = (dacts.blocks[L - 1] as Block).resid_post
  layernormBackward(
    dstream,
    dweights['ln_final.w'],
    dweights['ln_final.b'],
    dx,
    stream,
    weights['ln_final.w'],
    0,
    T,
    C,
    eps,
  )
  for (let l = L - 1; l >= 0; l--) {
    const a = acts.blocks[l] as Block
    const d = dacts.blocks[l] as Block
    const w = weights.blocks[l] as Weights
    const g = dweights.blocks[l] as Weights

    residualBackward(d.resid_mid, d.mlp_out, d.resid_post, 0, T, C)
    linearBackward(d['mlp.post'], g['mlp.W_out'], g['mlp.b_out'], d.mlp_out, a['mlp.post'], w['mlp.W_out'], 0, T, H, C)
    geluBackward(d['mlp.pre'], d['mlp.post'], a['mlp.pre'], activation, 0, T, H)
    const n2 = a['ln2.normalized']
    linearBackward(d['ln2.normalized'], g['mlp.W_in'], g['mlp.b_in'], d['mlp.pre'], n2, w['mlp.W_in'], 0, T, C, H)
    layernormBackward(d.resid_mid, g['ln2.w'], g['ln2.b'], d['ln2.normalized'], a.resid_mid, w['ln2.w'], 0, T, C, eps)

    residualBackward(d.resid_pre, d.attn_out, d.resid_mid, 0, T, C)
    linearBackward(d['attn.z'], g['attn.W_O'], g['attn.b_O'], d.attn_out, a['attn.z'], w['attn.W_O'], 0, T, N, C)
    weightedValuesBackward(d['attn.pattern'], d['attn.v'], d['attn.z'], a['attn.pattern'], a['attn.v'], 0, T, S, NH, HS)
    patternBackward(d['attn.scores'], d['attn.pattern'], a['attn.pattern'], 0, T, S, NH)
    scoresBackward(d['attn.q'], d['attn.k'], d['attn.scores'], a['attn.q'], a['attn.k'], 0, T, S, NH, HS)
    const n1 = a['ln1.normalized']
    const dn1 = d['ln1.normalized']
    linearBackward(dn1, g['attn.W_V'], g['attn.b_V'], d['attn.v'], n1, w['attn.W_V'], 0, T, C, N)
    linearBackward(dn1, g['attn.W_K'], g['attn.b_K'], d['attn.k'], n1, w['attn.W_K'], 0, T, C, N)
    linearBackward(dn1, g['attn.W_Q'], g['attn.b_Q'], d['attn.q'], n1, w['attn.W_Q'], 0, T, C, N)
    layernormBackward(d.resid_pre, g['ln1.w'], g['ln1.b'], dn1, a.resid_pre, w['ln1.w'], 0, T, C, eps)

    if (l > 0) copyBackward((dacts.blocks[l - 1] as Block).resid_post, d.resid_pre, 0, T, C)
    else residualBackward(dacts.embed, dacts.pos_embed, d.resid_pre, 0, T, C)
  }
  positionsBackward(dweights['pos_embed.W_pos'], dacts.pos_embed, 0, T, C)
  embedBackward(dweights['embed.W_E'], dacts.embed, tokens, 0, T, C)
}
