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
