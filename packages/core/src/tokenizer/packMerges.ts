import { checkText } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { checkOption, GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'

/** Ids of two tokens that become one. */
export type MergePair = readonly [left: number, right: number]

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const LARGEST = 64 ** 5 - 1

/**
 * Merges as one short string, to ship with a checkpoint: a digit that tells how many digits an id has, then the ids, two
 * for each merge, in base 64. 500 merges take 2,001 characters.
 */
export function packMerges(merges: readonly MergePair[]): string {
  const arePairs = Array.isArray(merges) && merges.every((pair) => Array.isArray(pair) && pair.length === 2)
  checkOption('The merges', merges, arePairs, 'an array of pairs of ids')
  let largest = 0
  for (const id of merges.flat()) {
    if (!Number.isInteger(id) || id < 0 || id > LARGEST)
      throw new GlassformerError(
        'bad-option',
        say`Merges join ids, which are whole numbers from 0 to ${LARGEST}; got ${describe(id)}.`,
      )
    largest = Math.max(largest, id)
  }
  let width = 1
  while (64 ** width <= largest) width++
  let packed = String(width)
  for (const id of merges.flat()) {
    for (let place = width - 1; place >= 0; place--) packed += DIGITS[Math.floor(id / 64 ** place) % 64]
  }
  return packed
}

/** The merges in a string that `packMerges` wrote. Throws `bad-option` for any other. */
export function unpackMerges(packed: string): MergePair[] {
  checkText('Packed merges', packed)
  const width = Number(packed[0])
  const digits = packed.length - 1
  if (!/^[1-5][\w-]*$/.test(packed) || digits % (2 * width) !== 0)
    throw new GlassformerError(
      'bad-option',
      say`Packed merges are a digit and then two ids for each merge, as packMerges writes them; got ${packed.length} characters that begin with ${describe(packed.slice(0, 12))}.`,
    )
  const idAt = (start: number) => {
    let id = 0
    for (let i = start; i < start + width; i++) id = id * 64 + DIGITS.indexOf(packed[i] as string)
    return id
  }
  return Array.from({ length: digits / (2 * width) }, (_, i) => {
    const start = 1 + 2 * width * i
    return [idAt(start), idAt(start + width)] as const
  })
}
