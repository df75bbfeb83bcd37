import type { Cell } from './cell'
import type { Source } from './types'
import { by, type Explainer, range, step, term } from './working'

/**
 * K or V as a quantised cache decodes it: code * scale (+ offset). Symmetric: scale = most / 127 (or 7), `most` being the
 * largest absolute value of the head's vector. Otherwise: scale = (most - least) / 255 (or 15), and the offset is `least`.
 */
export const stored: Explainer = (cell) => {
  const [s, g, i] = cell.at
  const cache = cell.trace.kind === 'generation' ? cell.trace.cache : 'none'
  if (typeof cache !== 'object' || cache.policy !== 'quantised') return { operation: 'held', terms: [] }
  const isSymmetric = cache.symmetric === true
  const levels = 2 ** (Number(cache.bits) - (isSymmetric ? 1 : 0)) - 1
  const vector = range(cell.dims.HS).map((j) => cell.computed([s, g, j]))
  const own = vector[i] as Source
  const least = extreme(vector, (value) => (isSymmetric ? 0 : -value))
  const most = extreme(vector, (value) => (isSymmetric ? Math.abs(value) : value))
  const offset = step('offset', isSymmetric ? 0 : Math.fround(least.value))
  const top = step('most', isSymmetric ? Math.abs(most.value) : most.value, most)
  const scale = step('scale', Math.fround((top.value - (isSymmetric ? 0 : least.value)) / levels))
  const level =
    scale.value > 0 ? Math.round((own.value - offset.value) / scale.value) : Number.isNaN(own.value) ? own.value : 0
  const code = step('code', Math.min(levels, Math.max(isSymmetric ? -levels : 0, level)) + 0, own)
  return isSymmetric
    ? { operation: 'quantised', terms: [term(by(code), by(scale))], steps: [top, scale, code] }
    : {
        operation: 'quantised',
        terms: [term(by(code), by(scale)), term(by(offset))],
        steps: [step('least', least.value, least), top, scale, offset, code],
      }
}

/** The first source of which this is the largest; NaN goes before all. */
function extreme(vector: readonly Source[], of: (value: number) => number): Source {
  return vector.reduce((most, source) =>
    of(source.value) > of(most.value) || Number.isNaN(source.value) ? source : most,
  )
}

/** Whether a position was not computed, because a shared cache held it: then its K and V are another request's. */
export function isShared({ trace, subject, at }: Cell): boolean {
  if (trace.kind !== 'generation' || subject.kind !== 'activation') return false
  const isPerQuery = subject.axes[1] === 'query'
  return (isPerQuery ? at[1] : at[0]) < (trace.steps[0]?.from ?? 0)
}
