import type { Cell } from './cell'
import { normBackward } from './norm'
import type { Source } from './types'
import { type Explainer, term, type Working } from './working'

/** The stream into a block: what the block before left, or what the embeddings add up to. */
export const residPre: Explainer = (cell) => {
  const { index, subject, trace } = cell
  if (subject.layer > 0) return sum(cell.activation('blocks.l.resid_post', index, subject.layer - 1))
  const { positions } = trace.config
  const places = positions === 'learned' || positions === 'sinusoidal' ? [cell.activation('pos_embed', index)] : []
  return sum(cell.activation('embed', index), ...places)
}

export const residMid: Explainer = (cell) =>
  sum(cell.activation('blocks.l.resid_pre', cell.index), cell.activation('blocks.l.attn_out', cell.index))

export const residPost: Explainer = (cell) =>
  sum(cell.activation('blocks.l.resid_mid', cell.index), cell.activation('blocks.l.mlp_out', cell.index))

function sum(...sources: readonly Source[]): Working {
  return { operation: sources.length > 1 ? 'add' : 'copy', terms: sources.map((source) => term(source)) }
}

/** Forward: out = a + b, or out = x. So the gradient at out goes on to each as it is. */
export const embedBackward: Explainer = (cell) => passedOn(cell.gradient('blocks.l.resid_pre', cell.index, 0))
export const attnOutBackward: Explainer = (cell) => passedOn(cell.gradient('blocks.l.resid_mid', cell.index))
export const mlpOutBackward: Explainer = (cell) => passedOn(cell.gradient('blocks.l.resid_post', cell.index))

/** What reads the stream beside the norm: the sum after it. */
export const residPreBackward: Explainer = (cell) => readTwice(cell, cell.gradient('blocks.l.resid_mid', cell.index))
export const residMidBackward: Explainer = (cell) => readTwice(cell, cell.gradient('blocks.l.resid_post', cell.index))

/** The next block reads the stream as it is; behind the last one there is the final norm alone. */
export const residPostBackward: Explainer = (cell) => {
  const { layer } = cell.subject
  if (layer < cell.dims.L - 1) return passedOn(cell.gradient('blocks.l.resid_pre', cell.index, layer + 1))
  return normBackward(cell)
}

function passedOn(source: Source): Working {
  return { operation: 'copyBackward', terms: [term(source)] }
}

function readTwice(cell: Cell, source: Source): Working {
  const { size = 0, ...normed } = normBackward(cell)
  return { ...normed, terms: [term(source), ...normed.terms], size: size + Math.abs(source.value) }
}
