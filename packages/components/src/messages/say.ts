import type { CellAddress } from '../lesson/selection'

/** A token in a sentence. Its place is said where the text has the token more than once. */
export interface SaidToken {
  /** As it is shown: `visibleToken`, cut in the middle where it is long. */
  readonly token: string
  readonly position?: number | undefined
}

/** A number in a sentence, as it is shown, and exactly (on hover). */
export interface SaidNumber {
  readonly number: string
  readonly exact?: string | undefined
  /** The number of the run that it is: a press opens it. */
  readonly cell?: CellAddress | undefined
}

/** A part of a sentence: words, a token or a number. */
export type SaidPart = string | SaidToken | SaidNumber

/** A sentence: words, tokens and numbers in the order of its language. */
export type Sentence = string | readonly SaidPart[]

/** What a sentence can be made of. `false`, `null` and `''` say nothing, so that a clause can be left out. */
export type Sayable = SaidPart | Sentence | number | false | null | undefined

/**
 * The one form of a sentence with tokens and numbers in it:
 *
 *     say`${query} reads mostly ${key} (${number(weight)}) in layer ${layer}.`
 *
 * A message gets its tokens and values by name and puts them where its language wants them. A bare number is words.
 */
export function say(words: TemplateStringsArray, ...values: readonly Sayable[]): readonly SaidPart[] {
  return words.flatMap((text, i) => [text, ...partsOf(values[i])]).filter((part) => part !== '')
}

function partsOf(value: Sayable): readonly SaidPart[] {
  if (value === undefined || value === null || value === false || value === '') return []
  if (typeof value === 'number') return [String(value)]
  return Array.isArray(value) ? value : [value as SaidPart]
}

/** Sentences one after another, with a separator between those that say something. */
export function join(
  sentences: readonly (Sentence | false | null | undefined)[],
  separator = ' ',
): readonly SaidPart[] {
  const said = sentences.map(partsOf).filter((parts) => parts.length > 0)
  return said.flatMap((parts, i) => (i > 0 ? [separator, ...parts] : parts))
}

/** A number as shown, for `say`; with `cell`, one that opens to its terms. */
export function number(shown: string, exact?: string, cell?: CellAddress | null): SaidNumber {
  return cell ? { number: shown, exact, cell } : { number: shown, exact }
}

/** A sentence as plain text: for names, titles, tables and what is spoken. */
export function plain(sentence: Sentence): string {
  return typeof sentence === 'string' ? sentence : sentence.map(plainPart).join('')
}

function plainPart(part: SaidPart): string {
  if (typeof part === 'string') return part
  if ('number' in part) return part.number
  return part.position === undefined ? part.token : `${part.token} (${part.position})`
}
