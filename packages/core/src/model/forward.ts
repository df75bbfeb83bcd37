import { type Counter, createCounter } from '../counts/counter'
import type { Dims } from '../ops/dims'
import { embedForward } from '../ops/embed'
import { geluForward } from '../ops/gelu'
import { linearForward } from '../ops/linear'
import { normForward } from '../ops/norm'
import { positionsForward, sinusoidsForward } from '../ops/positions'
import { reluForward } from '../ops/relu'
import { copyForward, residualForward } from '../ops/residual'
import { rotaryForward } from '../ops/rotary'
import { scoresForward } from '../ops/scores'
import { patternForward, probsForward } from '../ops/softmax'
import { swigluForward } from '../ops/swiglu'
import { weightedValuesForward } from '../ops/weightedValues'
import type { Floats } from '../tensor/tensor'
import { dimsOf } from './dims'
import { attentionsOf, type Hooks, positionTold, rowsFrom } from './hooks'
import type { KVCache } from './kvCache'
import type { Run } from './run'
import { finalNormForward, logitsForward } from './unembed'

/** What the parts of one forward pass share. Rows `lo` to `hi - 1` of the run hold positions `from` to `to - 1`. */
interface Pass {
  readonly run: Run
  readonly dims: Dims
  readonly cache: KVCache | null
  readonly from: number
  readonly to: number
  readonly lo: number
  readonly hi: number
  /** The first row whose logits are wanted. */
  readonly logitsFrom: number
  readonly counter: Counter
  readonly hooks: Hooks
  /** The position that a row is told it has. */
  readonly at: (row: number) => number
}

/**
 * The forward pass over positions `from` to `to - 1` of `tokens`; the only one there is. Every activation of these rows
 * is written to `run.acts`. K and V go to the cache, and attention reads what it holds. A prefill goes from 0 to P, a
 * decode step from p to p + 1. Without a cache `from` must be 0, and K and V are read where they were written.
 *
 * Counts: multiply-adds are what the operations report. `cacheWritten` is the K and V of these rows, in all layers.
 * `cacheRead` is, in each layer and for each query row, K and V of the positions that it sees; the rows of a pass from
 * position 0 have their keys at hand and read nothing. (If a prefill takes several passes, the later ones do count what they
 * read of the earlier; createStepper takes it out again.) `cacheSize` is after the pass. All three are 0 without a cache.
 *
 * `logitsFrom`: the first position whose final norm, logits and probabilities are computed; the rows before it keep what they had.
 */
export function forwardRows(
  run: Run,
  tokens: ArrayLike<number>,
  cache: KVCache | null,
  from: number,
  to: number,
  counter: Counter = createCounter(),
  hooks: Hooks = {},
  logitsFrom = from,
): void {
  const dims = dimsOf(run.model.config)
  const at = positionTold(run, hooks)
  const rows = { lo: from - run.base, hi: to - run.base, logitsFrom: logitsFrom - run.base }
  const pass: Pass = { run, dims, cache, from, to, ...rows, counter, hooks, at }
  embedRows(pass, tokens)
  let stream = run.acts.embed
  for (let l = 0; l < dims.L; l++) {
    attentionRows(pass, l, stream)
    stream = mlpRows(pass, l)
  }
  unembedRows(pass, stream)
  if (cache) {
    cache.length = to
    cache.settle?.(to)
    counter.bytes.cacheSize = cache.bytes()
  }
}

/** The token's vector, and beside it that of the position where the model has one. */
function embedRows({ run, dims: { C }, lo, hi, hooks, at }: Pass, tokens: ArrayLike<number>): void {
  const { acts, weights } = run
  embedForward(acts.embed, weights['embed.W_E'], tokens, run.base, lo, hi, C)
  hooks.edit?.('embed', lo, hi)
  if (!acts.pos_embed) return
  const W_pos = weights['pos_embed.W_pos']
  if (W_pos) positionsForward(acts.pos_embed, W_pos, at, lo, hi, C)
  else sinusoidsForward(acts.pos_embed, at, lo, hi, C)
  hooks.edit?.('pos_embed', lo, hi)
}

/** resid_mid = resid_pre + attention of the normalised stream. */
function attentionRows(
  { run, dims, cache, from, to, lo, hi, counter, hooks, at }: Pass,
  l: number,
  stream: Floats,
): void {
  const { acts, rotation } = run
  const { norm, normEps } = run.model.config
  const { C, NH, NKV, HS } = dims
  const { macs, bytes } = counter
  const { a, w, done } = blockOf(run, l, lo, hi, hooks)
  if (l === 0 && acts.pos_embed) residualForward(a.resid_pre, stream, acts.pos_embed, lo, hi, C)
  else copyForward(a.resid_pre, stream, lo, hi, C)
  done('resid_pre')

  const x = a['ln1.normalized']
  normForward(norm, x, a.resid_pre, w['ln1.w'], w['ln1.b'], lo, hi, C, normEps)
  done('ln1.normalized')
  macs.projections += linearForward(a['attn.q'], x, w['attn.W_Q'], w['attn.b_Q'], lo, hi, C, NH * HS)
  done('attn.q')
  macs.projections += linearForward(a['attn.k'], x, w['attn.W_K'], w['attn.b_K'], lo, hi, C, NKV * HS)
  done('attn.k')
  macs.projections += linearForward(a['attn.v'], x, w['attn.W_V'], w['attn.b_V'], lo, hi, C, NKV * HS)
  done('attn.v')
  let q = a['attn.q']
  let k = a['attn.k']
  let v = a['attn.v']
  if (rotation && a['attn.rot_q'] && a['attn.rot_k']) {
    rotaryForward(a['attn.rot_q'], q, rotation, at, lo, hi, NH, HS)
    done('attn.rot_q')
    rotaryForward(a['attn.rot_k'], k, rotation, at, lo, hi, NKV, HS)
    done('attn.rot_k')
    q = a['attn.rot_q']
    k = a['attn.rot_k']
  }
  let slots: Int32Array | undefined
  if (cache) {
    ;({ k, v, slots } = cache.write(l, k, v, lo, hi, from))
    bytes.cacheWritten += (to - from) * cache.rowBytes
  }

  const attentions = attentionsOf(run, hooks, lo, hi, to, slots)
  let scored = 0
  for (const { lo, hi, firstRow, seen } of attentions) {
    const keys = rowsFrom(k, firstRow, NKV * HS)
    scored += scoresForward(a['attn.scores'], q, keys, seen, lo, hi, NH, NKV, HS)
  }
  done('attn.scores')
  macs.scores += scored
  if (cache && from > 0) bytes.cacheRead += (scored / (NH * HS)) * cache.rowBytes
  for (const { lo, hi, seen } of attentions) patternForward(a['attn.pattern'], a['attn.scores'], seen, lo, hi, NH)
  done('attn.pattern')
  cache?.attended?.(l, a['attn.pattern'], lo, hi, run.positions, run.keys)
  for (const { lo, hi, firstRow, seen } of attentions) {
    const values = rowsFrom(v, firstRow, NKV * HS)
    macs.weightedValues += weightedValuesForward(a['attn.z'], a['attn.pattern'], values, seen, lo, hi, NH, NKV, HS)
  }
  done('attn.z')
  macs.projections += linearForward(a.attn_out, a['attn.z'], w['attn.W_O'], w['attn.b_O'], lo, hi, NH * HS, C)
  done('attn_out')
  residualForward(a.resid_mid, a.resid_pre, a.attn_out, lo, hi, C)
  done('resid_mid')
}

/** resid_post = resid_mid + MLP of the normalised stream. Returns resid_post. */
function mlpRows({ run, dims: { C, H }, lo, hi, counter: { macs }, hooks }: Pass, l: number): Floats {
  const { activation, norm, normEps } = run.model.config
  const { a, w, done } = blockOf(run, l, lo, hi, hooks)
  const x = a['ln2.normalized']
  normForward(norm, x, a.resid_mid, w['ln2.w'], w['ln2.b'], lo, hi, C, normEps)
  done('ln2.normalized')
  const pre = a['mlp.pre']
  const preLinear = a['mlp.pre_linear']
  if (preLinear && w['mlp.W_gate']) {
    macs.mlp += linearForward(pre, x, w['mlp.W_gate'], w['mlp.b_gate'], lo, hi, C, H)
    done('mlp.pre')
    macs.mlp += linearForward(preLinear, x, w['mlp.W_in'], w['mlp.b_in'], lo, hi, C, H)
    done('mlp.pre_linear')
    swigluForward(a['mlp.post'], pre, preLinear, lo, hi, H)
  } else {
    macs.mlp += linearForward(pre, x, w['mlp.W_in'], w['mlp.b_in'], lo, hi, C, H)
    done('mlp.pre')
    if (activation === 'relu') reluForward(a['mlp.post'], pre, lo, hi, H)
    else geluForward(a['mlp.post'], pre, activation === 'gelu_erf', lo, hi, H)
  }
  done('mlp.post')
  macs.mlp += linearForward(a.mlp_out, a['mlp.post'], w['mlp.W_out'], w['mlp.b_out'], lo, hi, H, C)
  done('mlp_out')
  residualForward(a.resid_post, a.resid_mid, a.mlp_out, lo, hi, C)
  done('resid_post')
  return a.resid_post
}

/** Logits and probabilities of the next token, from the first row where they are wanted. */
function unembedRows(pass: Pass, stream: Floats): void {
  const { run, logitsFrom: lo, hi, hooks } = pass
  const { dims } = pass
  const { macs } = pass.counter
  const { acts, weights } = run
  const x = acts['ln_final.normalized']
  finalNormForward(run.model.config, weights, x, stream, lo, hi, dims.C)
  hooks.edit?.('ln_final.normalized', lo, hi)
  macs.unembed += logitsForward(weights, acts.logits, x, lo, hi, dims)
  hooks.edit?.('logits', lo, hi)
  probsForward(acts.probs, acts.logits, lo, hi, dims.V)
  hooks.edit?.('probs', lo, hi)
}

/** Activations and weights of a block, and what tells that rows of one of its activations are complete. */
function blockOf({ acts, weights }: Run, l: number, lo: number, hi: number, { edit }: Hooks) {
  return {
    a: acts.blocks[l] as (typeof acts.blocks)[number],
    w: weights.blocks[l] as (typeof weights.blocks)[number],
    done: (name: string) => edit?.(`blocks.${l}.${name}`, lo, hi),
  }
}
