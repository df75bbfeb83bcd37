import type { askMessages } from '../../messages/en/ask'
import { number, type SaidNumber, type SaidToken, type Sentence } from '../../messages/say'
import type { Told } from '../told'
import { type Evidence, relationOf } from './judge'

/** What the run says of a choice. */
export function evidenceWords(evidence: Evidence, messages: typeof askMessages): Sentence {
  const { told, against } = evidence
  return messages.evidence({
    told: saidOf(told),
    relation: relationOf(evidence),
    against: against && saidOf(against),
  })
}

function saidOf(told: Told): SaidNumber | SaidToken {
  return 'text' in told ? { token: told.shown } : number(told.shown, told.exact)
}
