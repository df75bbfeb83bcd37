import type { DataTableProps } from '../../anatomy/DataTable'
import type { proseMessages } from '../../messages/en/prose'
import type { togetherMessages } from '../../messages/en/together'
import { cutMiddle, formatExact, visibleToken } from '../../messages/format'
import { join, number, type Sentence } from '../../messages/say'
import { tokenNames } from '../../traces/tokenNames'
import { type Here, isWhy, traceOf } from '../where'
import { numberWords, whyWords } from '../words'
import type { Comparison } from './compare'
import { decimalsFor, type ShownTogether, showTogether } from './digits'

/** What is put into words. */
export interface Shown {
  /** The letters of the lessons. */
  readonly names: readonly string[]
  readonly heres: readonly Here[]
  readonly compared: Comparison
  readonly messages: typeof togetherMessages
  readonly prose: typeof proseMessages
}

/** One line of the picture: a thing, and its number in every run. */
export interface DifferenceRow extends ShownTogether {
  readonly what: string
  readonly isToken: boolean
  readonly numbers: readonly (number | null)[]
  /** Why a number is missing. */
  readonly why: readonly (string | null)[]
  /** Whether it is the token that came. */
  readonly came: readonly boolean[]
  /** Whether the numbers are parts of a whole, 0 to 1, so that bars can show them. */
  readonly isShare: boolean
}

export function rowsOf({ compared: { subject }, heres, prose }: Shown): readonly DifferenceRow[] {
  if (subject.kind === 'nothing') return []
  if (subject.kind === 'next') {
    const decimals = 3
    return subject.candidates.map(({ text, probs, came }) => ({
      what: shortText(text),
      isToken: true,
      numbers: probs,
      why: probs.map((value) => (value === null ? prose.why.noWord(shortText(text)) : null)),
      came,
      isShare: true,
      ...showTogether(probs, decimals),
    }))
  }
  const numbers = subject.found.map((one) => (isWhy(one) ? null : one.value))
  return [
    {
      what: numberName(subject.found, heres, prose),
      isToken: false,
      numbers,
      why: subject.found.map((one) => (isWhy(one) ? whyWords(one, prose) : null)),
      came: numbers.map(() => false),
      isShare: subject.found.some((one) => !isWhy(one) && /attn\.pattern$|^probs$/.test(one.cell.tensor)),
      ...showTogether(numbers, decimalsFor(numbers)),
    },
  ]
}

type Found = Extract<Comparison['subject'], { kind: 'number' }>['found']

/** What the number is, as the first run that has it says it. */
function numberName(found: Found, heres: readonly Here[], prose: typeof proseMessages): string {
  const at = found.findIndex((one) => !isWhy(one))
  const one = found[at]
  if (!one || isWhy(one)) return ''
  return numberWords(heres[at] as Here, one, prose)
}

/** What differs just now, and where the texts part. */
export function captionOf(shown: Shown): Sentence {
  const { compared, heres, names, messages } = shown
  const { parting, shared, subject } = compared
  const texts = parting
    ? messages.parts({
        position: parting.position,
        texts: parting.texts.map((text, i) => ({ name: names[i] ?? '', token: { token: shortText(text) } })),
      })
    : messages.same({ count: shared })
  if (subject.kind === 'nothing') return join([messages.nothing, texts])
  if (subject.kind === 'number') {
    const [row] = rowsOf(shown)
    const values = names.map((name, i) => ({
      name,
      value: number(row?.values[i] ?? row?.why[i] ?? '', formatExact(row?.numbers[i] ?? Number.NaN)),
    }))
    return join([row && messages.number({ what: row.what, values }), texts])
  }
  const nameAt = tokenNames(traceOf((heres[0] as Here).run)?.tokens ?? [])
  const best = names.map((name, i) => {
    const most = subject.candidates.reduce((a, b) => ((b.probs[i] ?? 0) > (a.probs[i] ?? 0) ? b : a))
    const p = most.probs[i] ?? 0
    return {
      name,
      token: { token: shortText(most.text) },
      p: number(showTogether([p], 3).values[0] ?? '', formatExact(p)),
    }
  })
  const say = subject.ofDraw ? messages.nextDrawn : messages.next
  return join([say({ after: nameAt(subject.position), best }), texts])
}

/** All numbers, also the logits. */
export function tableOf(shown: Shown, rows: readonly DifferenceRow[]): DataTableProps {
  const { names, compared, messages } = shown
  const { subject } = compared
  const exact = (value: number | null | undefined, why = '') => (typeof value === 'number' ? formatExact(value) : why)
  const columns = (what: string) => names.map((name) => messages.column({ what, name }))
  const less = names.slice(1).map((name) => messages.less({ name, first: names[0] ?? '' }))
  if (subject.kind !== 'next')
    return {
      caption: messages.tableCaption,
      columns: [messages.what, ...names, ...less],
      rows: () =>
        rows.map(({ what, numbers, why }) => [
          what,
          ...numbers.map((value, i) => exact(value, why[i] ?? '')),
          ...lessOf(numbers),
        ]),
    }
  return {
    caption: messages.tableCaption,
    columns: [
      messages.token,
      ...columns(subject.ofDraw ? messages.drawProbability : messages.probability),
      ...less,
      ...columns(messages.logit),
    ],
    rows: () =>
      subject.candidates.map(({ text, probs, logits }) => [
        shortText(text),
        ...probs.map((value) => exact(value)),
        ...lessOf(probs),
        ...logits.map((value) => exact(value)),
      ]),
  }
}

function lessOf([first = null, ...others]: readonly (number | null)[]): readonly string[] {
  return others.map((value) => (value === null || first === null ? '' : formatExact(value - first)))
}

const shortText = (text: string) => cutMiddle(visibleToken(text), 16)
