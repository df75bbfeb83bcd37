import { crossEntropyBackward, crossEntropyForward } from '../ops/crossEntropy'
import type { Dims } from '../ops/dims'
import { embedBackward } from '../ops/embed'
import { geluBackward } from '../ops/gelu'
import { linearBackward } from '../ops/linear'
import { normBackward } from '../ops/norm'
import { positionsBackward } from '../ops/positions'
import { reluBackward } from '../ops/relu'
import { copyBackward, residualBackward } from '../ops/residual'
import { rotaryBackward } from '../ops/rotary'
import { scoresBackward } from '../ops/scores'
import { patternBackward } from '../ops/softmax'
import { swigluBackward } from '../ops/swiglu'
import { unembedBackward } from '../ops/unembed'
import { weightedValuesBackward } from '../ops/weightedValues'
import type { Floats } from '../tensor/tensor'
import { toEnd } from '../tensor/toEnd'
import { dimsOf } from './dims'
import { forwardRows } from './forward'
import { attentionsOf, rowsFrom } from './hooks'
import type { Model } from './model'
import type { ParameterViews } from './parameters'
import type { Part } from './run'
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
): SummedLoss {
  return toEnd(gradientSteps(model, workspace, tokens, targets, gradParams, lossScale))
}

interface SummedLoss {
  readonly loss: number
  readonly count: number
}

/** The same in parts: yields after the forward pass, and on the way back after the unembedding and after each block. */
export function* gradientSteps(
  model: Model,
  workspace: Workspace,
  tokens: ArrayLike<number>,
  targets: ArrayLike<number>,
  gradParams: Floats,
  lossScale: number,
): Generator<void, SummedLoss> {
  const T = tokens.length
  const { losses, acts } = workspace
  forwardRows(workspace, tokens, null, 0, T)
  yield
  crossEntropyForward(losses, acts.logits, targets, 0, T, model.config.dVocab)
  if (workspace.bound?.grads !== gradParams)
    workspace.bound = { grads: gradParams, views: bindViews(model.layout, gradParams) }
  yield* backwardRows(workspace, tokens, targets, workspace.bound.views, lossScale)
  let loss = 0
  let count = 0
  for (let t = 0; t < T; t++) {
    loss += losses[t]!
    if (targets[t]! >= 0) count++
  }
  return { loss, count }
}

/**
 * `accumulateGradients` of several sequences, one below the other in the workspace as long as there are rows, so that each
 * linear layer is one product of many rows. Returns the summed loss.
 */
export function accumulateBatch(
  model: Model,
  workspace: Workspace,
  batch: readonly { readonly tokens: readonly number[]; readonly targets: readonly number[] }[],
  gradParams: Floats,
  lossScale: number,
): number {
  let loss = 0
  for (let first = 0; first < batch.length; ) {
    const parts: Part[] = []
    const tokens: number[] = []
    const targets: number[] = []
    for (; first < batch.length; first++) {
      const next = batch[first] as (typeof batch)[number]
      const lo = tokens.length
      if (lo > 0 && lo + next.tokens.length > workspace.positions) break
      parts.push({ lo, hi: lo + next.tokens.length })
      tokens.push(...next.tokens)
      targets.push(...next.targets)
    }
    workspace.parts = parts
    loss += accumulateGradients(model, workspace, tokens, targets, gradParams, lossScale).loss
  }
  workspace.parts = undefined
  return loss
}

/** The forward of `forwardRows`, from its last line to its first. */
function* backwardRows(
  workspace: Workspace,
  tokens: ArrayLike<number>,
  targets: ArrayLike<number>,
  dweights: ParameterViews,
  lossScale: number,
): Generator<void, void> {
  const { acts, dacts } = workspace
  const dims = dimsOf(workspace.model.config)
  const { C, V, L } = dims
  const T = tokens.length
  workspace.dbuffer.fill(0)
  crossEntropyBackward(dacts.logits, acts.probs, targets, 0, T, V, lossScale)
  unembedRowsBackward(workspace, dweights, dims, T)
  yield
  for (let l = L - 1; l >= 0; l--) {
    mlpRowsBackward(workspace, dweights, dims, T, l)
    attentionRowsBackward(workspace, dweights, dims, T, l)
    const { resid_pre } = dacts.blocks[l] as Block
    if (l > 0) copyBackward((dacts.blocks[l - 1] as Block).resid_post, resid_pre, 0, T, C)
    else if (dacts.pos_embed) residualBackward(dacts.embed, dacts.pos_embed, resid_pre, 0, T, C)
    else copyBackward(dacts.embed, resid_pre, 0, T, C)
    yield
  }
  const dW_pos = dweights['pos_embed.W_pos']
  if (dW_pos && dacts.pos_embed)
    for (const { lo, hi } of workspace.parts ?? [{ lo: 0, hi: T }])
      positionsBackward(dW_pos, rowsFrom(dacts.pos_embed, lo, C), 0, hi - lo, C)
  embedBackward(dweights['embed.W_E'], dacts.embed, tokens, 0, T, C)
}

type Block = Workspace['acts']['blocks'][number]

function unembedRowsBackward(workspace: Workspace, dweights: ParameterViews, { C, V, L }: Dims, T: number): void {
  const { acts, dacts, weights } = workspace
  const { norm, normEps } = workspace.model.config
  const n = acts['ln_final.normalized']
  const dn = dacts['ln_final.normalized']
  const W_U = weights['unembed.W_U']
  const dW_U = dweights['unembed.W_U']
  if (W_U && dW_U) linearBackward(dn, dW_U, undefined, dacts.logits, n, W_U, 0, T, C, V)
  else unembedBackward(dn, dweights['embed.W_E'], dacts.logits, n, weights['embed.W_E'], 0, T, C, V)
  const x = (acts.blocks[L - 1] as Block).resid_post
  const dx = (dacts.blocks[L - 1] as Block).resid_post
  const [w, dw, db] = [weights['ln_final.w'], dweights['ln_final.w'], dweights['ln_final.b']]
  normBackward(norm, dx, dw, db, dn, x, w, 0, T, C, normEps)
}

function mlpRowsBackward(workspace: Workspace, dweights: ParameterViews, { C, H }: Dims, T: number, l: number): void {
  const { activation, norm, normEps } = workspace.model.config
  const { a, d, w, g } = blockOf(workspace, dweights, l)
  residualBackward(d.resid_mid, d.mlp_out, d.resid_post, 0, T, C)
  linearBackward(d['mlp.post'], g['mlp.W_out'], g['mlp.b_out'], d.mlp_out, a['mlp.post'], w['mlp.W_out'], 0, T, H, C)

  const n = a['ln2.normalized']
  const dn = d['ln2.normalized']
  const pre = a['mlp.pre']
  const dpre = d['mlp.pre']
  const up = a['mlp.pre_linear']
  const dup = d['mlp.pre_linear']
  const W_gate = w['mlp.W_gate']
  const dW_gate = g['mlp.W_gate']
  if (up && dup && W_gate && dW_gate) {
    swigluBackward(dpre, dup, d['mlp.post'], pre, up, 0, T, H)
    linearBackward(dn, g['mlp.W_in'], g['mlp.b_in'], dup, n, w['mlp.W_in'], 0, T, C, H)
    linearBackward(dn, dW_gate, g['mlp.b_gate'], dpre, n, W_gate, 0, T, C, H)
  } else {
    if (activation === 'relu') reluBackward(dpre, d['mlp.post'], pre, 0, T, H)
    else geluBackward(dpre, d['mlp.post'], pre, activation === 'gelu_erf', 0, T, H)
    linearBackward(dn, g['mlp.W_in'], g['mlp.b_in'], dpre, n, w['mlp.W_in'], 0, T, C, H)
  }
  normBackward(norm, d.resid_mid, g['ln2.w'], g['ln2.b'], dn, a.resid_mid, w['ln2.w'], 0, T, C, normEps)
}

function attentionRowsBackward(workspace: Workspace, dweights: ParameterViews, dims: Dims, T: number, l: number): void {
  const { norm, normEps } = workspace.model.config
  const { rotation } = workspace
  const { C, NH, NKV, HS } = dims
  const { a, d, w, g } = blockOf(workspace, dweights, l)
  residualBackward(d.resid_pre, d.attn_out, d.resid_mid, 0, T, C)
  linearBackward(d['attn.z'], g['attn.W_O'], g['attn.b_O'], d.attn_out, a['attn.z'], w['attn.W_O'], 0, T, NH * HS, C)
  const pattern = a['attn.pattern']
  const dpattern = d['attn.pattern']
  const q = a['attn.rot_q'] ?? a['attn.q']
  const k = a['attn.rot_k'] ?? a['attn.k']
  const dq = d['attn.rot_q'] ?? d['attn.q']
  const dk = d['attn.rot_k'] ?? d['attn.k']
  for (const { lo, hi, firstRow, seen } of attentionsOf(workspace, {}, 0, T, T)) {
    const held = (x: Floats) => rowsFrom(x, firstRow, NKV * HS)
    const [dv, v] = [held(d['attn.v']), held(a['attn.v'])]
    weightedValuesBackward(dpattern, dv, d['attn.z'], pattern, v, seen, lo, hi, NH, NKV, HS)
    patternBackward(d['attn.scores'], dpattern, pattern, seen, lo, hi, NH)
    scoresBackward(dq, held(dk), d['attn.scores'], q, held(k), seen, lo, hi, NH, NKV, HS)
    if (rotation) {
      const queries = (x: Floats) => rowsFrom(x, firstRow, NH * HS)
      rotaryBackward(queries(d['attn.q']), queries(dq), rotation, 0, hi - lo, NH, HS)
      rotaryBackward(held(d['attn.k']), held(dk), rotation, 0, hi - lo, NKV, HS)
    }
  }
  const n = a['ln1.normalized']
  const dn = d['ln1.normalized']
  linearBackward(dn, g['attn.W_V'], g['attn.b_V'], d['attn.v'], n, w['attn.W_V'], 0, T, C, NKV * HS)
  linearBackward(dn, g['attn.W_K'], g['attn.b_K'], d['attn.k'], n, w['attn.W_K'], 0, T, C, NKV * HS)
  linearBackward(dn, g['attn.W_Q'], g['attn.b_Q'], d['attn.q'], n, w['attn.W_Q'], 0, T, C, NH * HS)
  normBackward(norm, d.resid_pre, g['ln1.w'], g['ln1.b'], dn, a.resid_pre, w['ln1.w'], 0, T, C, normEps)
}

/** A block's activations and weights, and the gradients of both. */
function blockOf({ acts, dacts, weights }: Workspace, dweights: ParameterViews, l: number) {
  return {
    a: acts.blocks[l] as Block,
    d: dacts.blocks[l] as Block,
    w: weights.blocks[l] as (typeof weights.blocks)[number],
    g: dweights.blocks[l] as (typeof dweights.blocks)[number],
  }
}
