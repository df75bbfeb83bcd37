import type { KVCache } from '../inference/cache'
import { dimsOf } from '../ops/dims'
import { embedForward } from '../ops/embed'
import { geluForward } from '../ops/gelu'
import { layernormForward } from '../ops/layernorm'
import { linearForward } from '../ops/linear'
import { positionsForward } from '../ops/positions'
import { copyForward, residualForward } from '../ops/residual'
import { scoresForward } from '../ops/scores'
import { patternForward, probsForward } from '../ops/softmax'
import { unembedForward } from '../ops/unembed'
import { weightedValuesForward } from '../ops/weightedValues'
import { type Counter, createCounter } from './counter'
import type { Run } from './run'

/**
 * The forward pass over positions `from` to `to - 1` of `tokens`; the only one there is. Every activation of these rows
 * is written to `run.acts`. K and V go to the cache, and attention reads positions 0 to `to - 1` from it: a prefill
 * is (0, P), a decode step (p, p + 1). Without a cache `from` must be 0, and K and V are read where they were written.
 *
 * Counts: multiply-adds are what the operations report. `cacheWritten` is the K and V of these rows, in all layers.
 * `cacheRead` is, in each layer and for each query row of a decode step, K and V of the positions up to its own; the rows
 * of a prefill have their keys at hand and read nothing. `cacheSize` is after the step. Four bytes a number;
 * all three are 0 without a cache.
 */
export function forwardRows(
  run: Run,
  tokens: ArrayLike<number>,
  cache: KVCache | null,
  from: number,
  to: number,
  counter: Counter = createCounter(),
): void {
  const { acts, weights, positions: T } = run
  const { activation, normEps: eps } = run.model.config
  const { C, NH, HS, H, V } = dimsOf(run.model.config)
  const { macs, bytes } = counter
  const rowBytes = 4 * NH * HS

  embedForward(acts.embed, weights['embed.W_E'], tokens, from, to, C)
  positionsForward(acts.pos_embed, weights['pos_embed.W_pos'], from, to, C)
  let stream = acts.embed
  for (const [l, a] of acts.blocks.entries()) {
    const w = weights.blocks[l] as (typeof weights.blocks)[number]
    if (l === 0) residualForward(a.resid_pre, acts.embed, acts.pos_embed, from, to, C)
    else copyForward(a.resid_pre, stream, from, to, C)

    layernormForward(a['ln1.normalized'], a.resid_pre, w['ln1.w'], w['ln1.b'], from, to, C, eps)
    const x = a['ln1.normalized']
    macs.projections += linearForward(a['attn.q'], x, w['attn.W_Q'], w['attn.b_Q'], from, to, C, NH * HS)
    macs.projections += linearForward(a['attn.k'], x, w['attn.W_K'], w['attn.b_K'], from, to, C, NH * HS)
    macs.projections += linearForward(a['attn.v'], x, w['attn.W_V'], w['attn.b_V'], from, to, C, NH * HS)
    let k = a['attn.k']
    let v = a['attn.v']
    const held = cache?.layers[l]
    if (held) {
      copyForward(held.k, k, from, to, NH * HS)
      copyForward(held.v, v, from, to, NH * HS)
      k = held.k
      v = held.v
      for (let t = from; t < to; t++) {
        bytes.cacheWritten += 2 * rowBytes
        if (from > 0) bytes.cacheRead += (t + 1) * 2 * rowBytes
      }
      bytes.cacheSize += to * 2 * rowBytes
    }
    macs.scores += scoresForward(a['attn.scores'], a['attn.q'], k, from, to, T, NH, HS)
    patternForward(a['attn.pattern'], a['attn.scores'], from, to, T, NH)
    macs.weightedValues += weightedValuesForward(a['attn.z'], a['attn.pattern'], v, from, to, T, NH, HS)
    macs.projections += linearForward(a.attn_out, a['attn.z'], w['attn.W_O'], w['attn.b_O'], from, to, NH * HS, C)
    residualForward(a.resid_mid, a.resid_pre, a.attn_out, from, to, C)

    layernormForward(a['ln2.normalized'], a.resid_mid, w['ln2.w'], w['ln2.b'], from, to, C, eps)
    macs.mlp += linearForward(a['mlp.pre'], a['ln2.normalized'], w['mlp.W_in'], w['mlp.b_in'], from, to, C, H)
    geluForward(a['mlp.post'], a['mlp.pre'], activation, from, to, H)
    macs.mlp += linearForward(a.mlp_out, a['mlp.post'], w['mlp.W_out'], w['mlp.b_out'], from, to, H, C)
    residualForward(a.resid_post, a.resid_mid, a.mlp_out, from, to, C)
    stream = a.resid_post
  }
  const x = acts['ln_final.normalized']
  layernormForward(x, stream, weights['ln_final.w'], weights['ln_final.b'], from, to, C, eps)
  const W_U = weights['unembed.W_U']
  macs.unembed += W_U
    ? linearForward(acts.logits, x, W_U, undefined, from, to, C, V)
    : unembedForward(acts.logits, x, weights['embed.W_E'], from, to, C, V)
  probsForward(acts.probs, acts.logits, from, to, V)
  if (cache) cache.length = to
}
