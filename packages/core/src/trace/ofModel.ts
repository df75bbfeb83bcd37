import type { Model } from '../model/model'
import { tokenText } from '../tokenizer/tokenText'
import type { Provenance, TraceToken } from './types'

/** A token as a trace holds it. */
export function traceToken(model: Model, id: number): TraceToken {
  return { id, text: tokenText(model, id) }
}

/** Where the numbers of a run of this model come from. */
export function provenanceOf({ name }: Model): Provenance {
  return { kind: 'computed', ...(name !== undefined && { model: name }) }
}
