import { heldBy, keysOf, maskOf } from './keys'
import { by, type Explainer, range, step, sumOf, term } from './working'

/** scores[h, t, s] = sum over i of q[t, h, i] k[s, g, i] * scale, g being the key head that serves h. */
export const scores: Explainer = (cell) => {
  const [h, t, s] = cell.at
  const mask = maskOf(cell, t, s)
  if (mask) return { operation: mask, terms: [] }
  const scale = scaleOf(cell)
  const q = queryName(cell)
  const pairs = range(cell.dims.HS).map((i) => [cell.activation(q, [t, h, i]), heldBy(cell, 'k', t, s, h, i)] as const)
  const dot = sumOf(pairs.map(([a, b]) => a.value * b.value))
  return {
    operation: 'scores',
    terms: pairs.map(([a, b]) => term(a, b, by(scale))),
    steps: [step('dot', dot), scale],
  }
}

/** z[t, h, i] = sum over the keys s of pattern[h, t, s] v[s, g, i]. */
export const weightedValues: Explainer = (cell) => {
  const [t, h, i] = cell.at
  return {
    operation: 'weightedValues',
    terms: keysOf(cell, t).map((s) =>
      term(cell.activation('blocks.l.attn.pattern', [h, t, s]), heldBy(cell, 'v', t, s, h, i)),
    ),
  }
}

/** What attention reads: turned, where positions are. */
export function queryName({ trace }: Parameters<Explainer>[0]) {
  return trace.config.positions === 'rotary' ? 'blocks.l.attn.rot_q' : 'blocks.l.attn.q'
}

export function scaleOf({ trace, dims }: Parameters<Explainer>[0]) {
  return step('scale', trace.fault === 'unscaled-scores' ? 1 : 1 / Math.sqrt(dims.HS))
}
