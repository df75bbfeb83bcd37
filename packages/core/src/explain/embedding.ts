import type { Cell } from './cell'
import { by, type Explainer, step, term } from './working'

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

export function tokenAt({ trace }: Cell, t: number): number {
  return trace.tokens[t]?.id ?? Number.NaN
}
