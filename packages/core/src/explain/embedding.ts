import type { Cell } from './cell'
import { weightBackward } from './linear'
import { by, type Explainer, range, step, term } from './working'

/** embed[t, c] = W_E[token t, c]. */
export const embed: Explainer = (cell) => {
  const [t, c] = cell.at
  return { operation: 'lookup', terms: [term(cell.parameter('embed.W_E', [tokenAt(cell, t), c]))] }
}

/** pos_embed[t, c] = W_pos[p, c], or the sine (for an odd c the cosine) of p / 10000^(2i / C), c being 2i or 2i + 1. */
export const positionEmbed: Explainer = (cell) => {
  const [t, c] = cell.at
  const position = toldAt(cell, t)
  const told = step('position', position)
  if (cell.trace.config.positions === 'learned')
    return { operation: 'lookup', terms: [term(cell.parameter('pos_embed.W_pos', [position, c]))], steps: [told] }
  const angle = position / 10000 ** ((c - (c % 2)) / cell.dims.C)
  const wave = c % 2 ? step('cosine', Math.cos(angle)) : step('sine', Math.sin(angle))
  return { operation: 'sinusoid', terms: [term(by(wave))], steps: [told, step('angle', angle), wave] }
}

/** The position that a row is told it has: its own, but for a fault. */
export function toldAt({ trace }: Cell, t: number): number {
  return trace.kind === 'generation' && trace.fault === 'stale-position' ? Math.min(t, trace.promptLength - 1) : t
}

function tokenAt({ trace }: Cell, t: number): number {
  return trace.tokens[t]?.id ?? Number.NaN
}

/** Forward: out[t] = W_E[token t]. So dW_E[v] = sum of dout[t] over its places; before these, where it unembeds as well, what that sends. */
export const embedWeightBackward: Explainer = (cell) => {
  const [v, c] = cell.at
  const { terms } = weightBackward(cell)
  const read = range(cell.positions).filter((t) => tokenAt(cell, t) === v)
  return {
    operation: terms.length ? 'weightBackward' : 'lookupBackward',
    terms: [...terms, ...read.map((t) => term(cell.gradient('embed', [t, c])))],
  }
}

/** Forward: out[t] = W_pos[t]. So dW_pos[t] = dout[t]. */
export const positionWeightBackward: Explainer = (cell) => {
  const [p] = cell.at
  return {
    operation: 'lookupBackward',
    terms: p < cell.positions ? [term(cell.gradient('pos_embed', cell.index))] : [],
  }
}
