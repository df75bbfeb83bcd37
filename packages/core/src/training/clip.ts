import { isFloats } from '../tensor/checks'
import { checkOption } from '../tensor/errors'
import type { Floats } from '../tensor/tensor'

/** The largest norm that gradients may keep: 1, unless told otherwise. Throws `bad-option` unless it is above 0. */
export function maxNormOf(maxGradNorm = 1): number {
  const ok = typeof maxGradNorm === 'number' && maxGradNorm > 0
  checkOption('maxGradNorm', maxGradNorm, ok, 'above 0 (Infinity clips nothing)')
  return maxGradNorm
}

/**
 * Scales `grads` in place so that their Euclidean norm is at most `maxNorm`, which may be Infinity.
 * Returns the norm from before. A norm that is not finite leaves them as they are. Throws `bad-option` unless `maxNorm` is above 0.
 */
export function clipGradients(grads: Floats, maxNorm: number): number {
  checkOption('The gradients', grads, isFloats(grads), 'a Float32Array or Float64Array')
  maxNormOf(maxNorm)
  let sum = 0
  for (let i = 0; i < grads.length; i++) sum += grads[i]! ** 2
  const norm = Math.sqrt(sum)
  if (norm > maxNorm && Number.isFinite(norm)) {
    const scale = maxNorm / norm
    for (let i = 0; i < grads.length; i++) grads[i] = grads[i]! * scale
  }
  return norm
}
