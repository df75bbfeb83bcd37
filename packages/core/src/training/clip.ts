import type { Floats } from '../tensor/tensor'

/**
 * Scales `grads` in place so that their Euclidean norm is at most `maxNorm`.
 * Returns the norm from before. A norm that is not finite leaves them as they are.
 */
export function clipGradients(grads: Floats, maxNorm: number): number {
  let sum = 0
  for (let i = 0; i < grads.length; i++) sum += (grads[i] as number) ** 2
  const norm = Math.sqrt(sum)
  if (norm > maxNorm && Number.isFinite(norm)) {
    const scale = maxNorm / norm
    for (let i = 0; i < grads.length; i++) grads[i] = (grads[i] as number) * scale
  }
  return norm
}
