import type { ActivationName } from '../model/activations'
import type { ParameterName } from '../model/parameters'
import { activationBackward, gatedBackward } from './activation'
import { keyBackward, patternBackward, queryBackward, valueBackward } from './attention'
import { embedWeightBackward, positionWeightBackward } from './embedding'
import { biasBackward, linearBackward, weightBackward } from './linear'
import { logitsBackward, probsBackward } from './loss'
import { normWeightBackward } from './norm'
import {
  attnOutBackward,
  embedBackward,
  mlpOutBackward,
  residMidBackward,
  residPostBackward,
  residPreBackward,
} from './residual'
import { rotaryBackward } from './rotary'
import { scoresBackward } from './softmax'
import type { Explainer } from './working'

/** What is turned is read by the turn alone, and the scores read what comes of it. */
const unless =
  (read: Explainer): Explainer =>
  (cell) =>
    (cell.trace.config.positions === 'rotary' ? rotaryBackward : read)(cell)

/** How the gradient at each activation is made: by what reads it. */
export const GRADIENTS: Readonly<Record<ActivationName, Explainer>> = {
  embed: embedBackward,
  pos_embed: embedBackward,
  'blocks.l.resid_pre': residPreBackward,
  'blocks.l.ln1.normalized': linearBackward,
  'blocks.l.attn.q': unless(queryBackward),
  'blocks.l.attn.k': unless(keyBackward),
  'blocks.l.attn.v': valueBackward,
  'blocks.l.attn.rot_q': queryBackward,
  'blocks.l.attn.rot_k': keyBackward,
  'blocks.l.attn.scores': scoresBackward,
  'blocks.l.attn.pattern': patternBackward,
  'blocks.l.attn.z': linearBackward,
  'blocks.l.attn_out': attnOutBackward,
  'blocks.l.resid_mid': residMidBackward,
  'blocks.l.ln2.normalized': linearBackward,
  'blocks.l.mlp.pre': activationBackward,
  'blocks.l.mlp.pre_linear': gatedBackward,
  'blocks.l.mlp.post': linearBackward,
  'blocks.l.mlp_out': mlpOutBackward,
  'blocks.l.resid_post': residPostBackward,
  'ln_final.normalized': linearBackward,
  logits: logitsBackward,
  probs: probsBackward,
}

/** How the gradient of each parameter is made: by its use at all positions. */
export const PARAMETER_GRADIENTS: Readonly<Record<ParameterName, Explainer>> = {
  'embed.W_E': embedWeightBackward,
  'pos_embed.W_pos': positionWeightBackward,
  'blocks.l.ln1.w': normWeightBackward,
  'blocks.l.ln1.b': biasBackward,
  'blocks.l.attn.W_Q': weightBackward,
  'blocks.l.attn.b_Q': biasBackward,
  'blocks.l.attn.W_K': weightBackward,
  'blocks.l.attn.b_K': biasBackward,
  'blocks.l.attn.W_V': weightBackward,
  'blocks.l.attn.b_V': biasBackward,
  'blocks.l.attn.W_O': weightBackward,
  'blocks.l.attn.b_O': biasBackward,
  'blocks.l.ln2.w': normWeightBackward,
  'blocks.l.ln2.b': biasBackward,
  'blocks.l.mlp.W_gate': weightBackward,
  'blocks.l.mlp.b_gate': biasBackward,
  'blocks.l.mlp.W_in': weightBackward,
  'blocks.l.mlp.b_in': biasBackward,
  'blocks.l.mlp.W_out': weightBackward,
  'blocks.l.mlp.b_out': biasBackward,
  'ln_final.w': normWeightBackward,
  'ln_final.b': biasBackward,
  'unembed.W_U': weightBackward,
}
