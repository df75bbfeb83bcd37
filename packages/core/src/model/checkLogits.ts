import { GlassformerError } from '../tensor/errors'
import { checkParameters, type Place, placeOf, shown } from '../tensor/finite'
import { firstNotFinite } from '../tensor/floats'
import type { LayoutEntry } from '../tensor/layout'
import { say } from '../tensor/say'
import { sizeOf } from '../tensor/tensor'
import type { Run } from './run'

/**
 * Throws `not-finite`, and says where it began, if what rows `lo` to `hi - 1` came to is not finite. In a run that is well
 * little is read: one probability of each row, which is NaN if a logit is NaN or Infinity, and the last row's logits.
 */
export function checkLogits(run: Run, lo: number, hi: number): void {
  if (isSound(run, lo, hi)) return
  const { layout, model } = run
  checkParameters(model.layout, model.params)
  for (const entry of layout.entries) {
    const place = firstIn(entry, run, lo, hi)
    if (place)
      throw new GlassformerError(
        'not-finite',
        say`${shown(place)}, the first of this run that is not finite, though all parameters are: numbers became too large there. Make the weights, or what was put in there, smaller.`,
      )
  }
}

function isSound({ acts, model }: Run, lo: number, hi: number): boolean {
  const { dVocab: V, dMlp: H, activation } = model.config
  for (let t = lo; t < hi; t++) if (Number.isNaN(acts.probs[t * V])) return false
  // ReLU makes 0 of -Infinity.
  const hidden = activation === 'relu' ? acts.blocks.map((block) => block['mlp.pre']) : []
  return (
    firstNotFinite(acts.logits, (hi - 1) * V, hi * V) < 0 &&
    hidden.every((pre) => firstNotFinite(pre, (hi - 1) * H, hi * H) < 0)
  )
}

/** The first such value in the rows of one activation, but for the scores that a mask leaves out. */
function firstIn(entry: LayoutEntry, { buffer, base }: Run, lo: number, hi: number): Place | undefined {
  const { name, axes, shape, offset, size } = entry
  const axis = axes.findIndex((axis) => axis === 'position' || axis === 'query')
  const width = sizeOf(shape.slice(axis + 1))
  const isScores = name.endsWith('.scores')
  for (let i = 0; i < size; i++) {
    const row = Math.floor(i / width) % shape[axis]!
    const value = buffer[offset + i]!
    if (row >= lo && row < hi && !Number.isFinite(value) && !(isScores && value === -Infinity))
      return placeOf(entry, buffer, i, base)
  }
  return undefined
}
