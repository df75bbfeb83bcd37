import { describe } from '../tensor/describe'
import { GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const DIGIT_BITS = 6

/** Whole numbers of any few bits each, one after the other, as digits of base 64; the last digit is filled with zeros. */
export function createBitWriter() {
  let text = ''
  let pending = 0
  let held = 0
  return {
    /** Writes the lower `bits` bits of a number from 0 on, at most 18. */
    write: (value: number, bits: number) => {
      pending = (pending << bits) | value
      held += bits
      while (held >= DIGIT_BITS) {
        held -= DIGIT_BITS
        text += DIGITS[(pending >> held) & 63]
      }
      pending &= (1 << held) - 1
    },
    /** All that was written. */
    text: () => (held > 0 ? text + DIGITS[(pending << (DIGIT_BITS - held)) & 63] : text),
  }
}

/** Reads what a bit writer wrote, in the same order. Throws `bad-checkpoint` at a character that is no digit. */
export function createBitReader(text: string) {
  const digitOf = new Int8Array(128).fill(-1)
  for (let i = 0; i < DIGITS.length; i++) digitOf[DIGITS.charCodeAt(i)] = i
  let at = 0
  let pending = 0
  let held = 0
  return {
    read: (bits: number): number => {
      while (held < bits) {
        const digit = digitOf[text.charCodeAt(at)] ?? -1
        if (digit < 0)
          throw new GlassformerError(
            'bad-checkpoint',
            say`Quantised weights are digits of base 64; got ${describe(text[at])} at ${at}. The file is damaged.`,
          )
        pending = (pending << DIGIT_BITS) | digit
        held += DIGIT_BITS
        at++
      }
      held -= bits
      const value = pending >> held
      pending &= (1 << held) - 1
      return value
    },
  }
}

/** How many digits so many bits take. */
export function digitsFor(bits: number): number {
  return Math.ceil(bits / DIGIT_BITS)
}
