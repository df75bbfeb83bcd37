import type { askMessages } from '../../messages/en/ask'
import type { proseMessages } from '../../messages/en/prose'
import { whyWords } from '../words'
import type { Unasked } from './moment'

/** Why a question cannot be asked of a run, in a sentence. */
export function unaskedWords(
  found: Unasked | { readonly why: 'notNumber' },
  messages: typeof askMessages,
  prose: typeof proseMessages,
): string {
  const why =
    found.why === 'notNumber'
      ? messages.notNumber
      : found.why === 'noCue'
        ? messages.noCue(found.at.kind)
        : whyWords(found, prose)
  return messages.cannot({ why })
}
