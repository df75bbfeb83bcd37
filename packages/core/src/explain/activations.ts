import type { ActivationName } from '../model/activations'
import { activation } from './activation'
import { scores, weightedValues } from './attention'
import { embed, positionEmbed } from './embedding'
import { linear } from './linear'
import { norm } from './norm'
import { residMid, residPost, residPre } from './residual'
import { rotary } from './rotary'
import { pattern, probs } from './softmax'
import type { Explainer } from './working'

/** How each activation is made: what does not compile when the table of activations has one more. */
export const ACTIVATIONS: Readonly<Record<ActivationName, Explainer>> = {
  embed,
  pos_embed: positionEmbed,
  'blocks.l.resid_pre': residPre,
  'blocks.l.ln1.normalized': norm,
  'blocks.l.attn.q': linear,
  'blocks.l.attn.k': linear,
  'blocks.l.attn.v': linear,
  'blocks.l.attn.rot_q': rotary,
  'blocks.l.attn.rot_k': rotary,
  'blocks.l.attn.scores': scores,
  'blocks.l.attn.pattern': pattern,
  'blocks.l.attn.z': weightedValues,
  'blocks.l.attn_out': linear,
  'blocks.l.resid_mid': residMid,
  'blocks.l.ln2.normalized': norm,
  'blocks.l.mlp.pre': linear,
  'blocks.l.mlp.pre_linear': linear,
  'blocks.l.mlp.post': activation,
  'blocks.l.mlp_out': linear,
  'blocks.l.resid_post': residPost,
  'ln_final.normalized': norm,
  logits: linear,
  probs,
}
