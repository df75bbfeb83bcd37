import type { Cell } from './cell'
import { heldBy, keysOf, maskOf, readersOf } from './keys'
import { by, type Explainer, range, step, sumOf, term } from './working'

/** scores[h, t, s] = sum over i of q[t, h, i] k[s, g, i] * scale, g being the key head that serves h. */
export const scores: Explainer = (cell) => {
  const [h, t, s] = cell.at
  const mask = maskOf(cell, t, s)
  if (mask) return { operation: mask, terms: [], value: -Infinity }
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
function queryName({ trace }: Cell) {
  return trace.config.positions === 'rotary' ? 'blocks.l.attn.rot_q' : 'blocks.l.attn.q'
}

function scaleOf({ trace, dims }: Cell) {
  return step('scale', trace.fault === 'unscaled-scores' ? 1 : 1 / Math.sqrt(dims.HS))
}

/** Forward: scores = scale * q . k. So dq = sum over the keys of dscores * scale * k. */
export const queryBackward: Explainer = (cell) => {
  const [t, h, i] = cell.at
  const scale = scaleOf(cell)
  return {
    operation: 'scoresBackward',
    terms: keysOf(cell, t).map((s) =>
      term(cell.gradient('blocks.l.attn.scores', [h, t, s]), by(scale), heldBy(cell, 'k', t, s, h, i)),
    ),
    steps: [scale],
  }
}

/** Forward: scores = scale * q . k. So dk = sum over the query heads that it serves, and the queries, of dscores * scale * q. */
export const keyBackward: Explainer = (cell) => {
  const [s, g, i] = cell.at
  const scale = scaleOf(cell)
  const q = queryName(cell)
  return {
    operation: 'scoresBackward',
    terms: readersOf(cell, s, g).map(([h, t]) =>
      term(cell.gradient('blocks.l.attn.scores', [h, t, s]), by(scale), cell.activation(q, [t, h, i])),
    ),
    steps: [scale],
  }
}

/** Forward: z = sum of pattern * v. So dpattern = dz . v, over the head's width. */
export const patternBackward: Explainer = (cell) => {
  const [h, t, s] = cell.at
  const width = maskOf(cell, t, s) ? 0 : cell.dims.HS
  return {
    operation: 'weightedValuesBackward',
    terms: range(width).map((i) => term(cell.gradient('blocks.l.attn.z', [t, h, i]), heldBy(cell, 'v', t, s, h, i))),
  }
}

/** Forward: z = sum of pattern * v. So dv = sum over the query heads that it serves, and the queries, of pattern * dz. */
export const valueBackward: Explainer = (cell) => {
  const [s, g, i] = cell.at
  return {
    operation: 'weightedValuesBackward',
    terms: readersOf(cell, s, g).map(([h, t]) =>
      term(cell.activation('blocks.l.attn.pattern', [h, t, s]), cell.gradient('blocks.l.attn.z', [t, h, i])),
    ),
  }
}
