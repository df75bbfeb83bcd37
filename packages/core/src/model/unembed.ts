import type { Dims } from '../ops/dims'
import { linearForward } from '../ops/linear'
import { normForward } from '../ops/norm'
import { unembedForward } from '../ops/unembed'
import type { Floats } from '../tensor/tensor'
import type { ModelConfig } from './config'
import type { ParameterViews } from './parameters'

/** x[T,C] = the final norm of stream[T,C]. */
export function finalNormForward(
  { norm, normEps }: ModelConfig,
  weights: ParameterViews,
  x: Floats,
  stream: Floats,
  from: number,
  to: number,
  C: number,
): void {
  normForward(norm, x, stream, weights['ln_final.w'], weights['ln_final.b'], from, to, C, normEps)
}

/** logits[T,V] = x[T,C] by the unembedding, the model's own or its embedding turned. Returns its multiply-adds. */
export function logitsForward(
  weights: ParameterViews,
  logits: Floats,
  x: Floats,
  from: number,
  to: number,
  { C, V }: Dims,
): number {
  const W_U = weights['unembed.W_U']
  return W_U
    ? linearForward(logits, x, W_U, undefined, from, to, C, V)
    : unembedForward(logits, x, weights['embed.W_E'], from, to, C, V)
}
