import type { TraceToken } from '@glassformer/core'
import type { proseMessages } from '../messages/en/prose'
import { cutMiddle, lowered, visibleToken } from '../messages/format'
import { plain, type SaidToken } from '../messages/say'
import { tokenNames } from '../traces/tokenNames'
import { textOf } from './prediction'
import type { Told } from './told'
import { type Here, isWhy, traceOf, type Why } from './where'

type Messages = typeof proseMessages

/** How the tokens of a text are named: found once. */
const names = new WeakMap<readonly TraceToken[], (position: number) => SaidToken>()

function nameOf({ run }: Here, position: number): SaidToken {
  const tokens = traceOf(run)?.tokens ?? []
  const known = names.get(tokens) ?? tokenNames(tokens)
  names.set(tokens, known)
  return known(position)
}

/** Why there is no number, in words that can stand in its place. */
export function whyWords(found: Why, { why }: Messages): string {
  switch (found.why) {
    case 'noRun':
      return why.noRun(found.kind)
    case 'noToken':
      return why.noToken(found.text)
    case 'noWord':
      return why.noWord(found.text)
    case 'noTensor':
      return why.noTensor(found.tensor)
    case 'outside':
      return why.outside(found.axis, found.got, found.count)
    case 'needsIndex':
      return why.needsIndex(found.tensor, found.axes)
    default:
      return why[found.why]
  }
}

/** What a number of a tensor is, in words. */
export function numberWords(here: Here, { cell, at }: Pick<Told, 'cell' | 'at'>, messages: Messages): string {
  if (!cell) return ''
  const gradient = cell.tensor.startsWith('grad.')
  const [, , layer, tensor = ''] = /^(grad\.)?(?:blocks\.(\d+)\.)?(.*)$/.exec(cell.tensor) ?? []
  const ofVocabulary = /^(logits|probs)$/.test(tensor)
  // A stored key or value is that of its own token.
  const token = at?.position ?? (/attn\.(rot_)?[kv]$/.test(tensor) ? at?.key : null) ?? null
  const named = [at?.position, at?.key, at?.head].filter((one) => one !== null && one !== undefined).length
  return plain(
    messages.number({
      tensor,
      gradient,
      layer: layer === undefined ? null : Number(layer),
      head: at?.head ?? null,
      token: token === null ? null : nameOf(here, token),
      key: at?.position !== null && typeof at?.key === 'number' ? nameOf(here, at.key) : null,
      word: ofVocabulary ? { token: shortText(textOf(here, cell.index[1] ?? 0)) } : null,
      index: ofVocabulary ? [] : cell.index.slice(named),
    }),
  )
}

const shortText = (text: string) => cutMiddle(visibleToken(text), 16)

/** What a `Value` shows and says at one moment. */
export interface ValueWords {
  readonly text: string
  /** On hover. */
  readonly title: string | null
  /** The accessible name, where the text alone does not say what it is. */
  readonly name: string | null
  readonly missing: boolean
}

export function valueWords(here: Here, told: Told | Why, messages: Messages): ValueWords {
  if (isWhy(told)) return { text: whyWords(told, messages), title: null, name: null, missing: true }
  const what = numberWords(here, told, messages)
  // Which of several tokens that read alike.
  const place = told.kind === 'token' && typeof told.at?.position === 'number' ? nameOf(here, told.at.position) : null
  const exact = place ? plain([place]) : told.exact
  const opens = what ? messages.opens({ shown: told.shown, exact: told.exact, what }) : null
  return {
    text: place?.position === undefined || told.format === 'token' ? told.shown : told.shown + lowered(place.position),
    // The same in both: a screen reader says what a title adds to the name.
    title: opens ?? (exact === told.shown ? null : exact),
    name: opens,
    missing: false,
  }
}
