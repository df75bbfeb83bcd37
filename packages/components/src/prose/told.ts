import {
  cutMiddle,
  formatBytes,
  formatCount,
  formatExact,
  formatNumber,
  formatProb,
  formatScaled,
  formatShort,
  visibleToken,
} from '../messages/format'
import { type CellPlace, findCell } from './cell'
import { type Found, QUANTITIES, type QuantityName, type QuantityPlace } from './quantities'
import { type Here, isWhy, type Why } from './where'

export const NUMBER_FORMATS = [
  'number',
  'short',
  'probability',
  'percent',
  'count',
  'scaled',
  'bytes',
  'exact',
  'token',
] as const
/**
 * How a number is written: `number` in so many significant digits, `short` with so many decimals, `probability` 0.71, `percent`
 * 71%, `count` 1,234, `scaled` 1.23 M, `bytes` 1.5 KiB, `exact` in all digits that hold everywhere; `token`: a token without its
 * place, which is said where the text has it more than once.
 */
export type NumberFormat = (typeof NUMBER_FORMATS)[number]

/** What is asked of a run: a quantity by its name, or a number of a tensor. */
export type Asked = QuantityPlace & {
  readonly of?: QuantityName | undefined
  readonly format?: NumberFormat | undefined
  readonly digits?: number | undefined
}

/** What is told: in the digits that are shown, and as it is. */
export type Told = Found & { readonly shown: string; readonly exact: string; readonly format: NumberFormat | undefined }

/** What prose tells of a run at one moment, or why it tells nothing: the one way to a number, for every part of prose. */
export function tell(here: Here, asked: Asked): Told | Why {
  const found = findAsked(here, asked)
  if (isWhy(found)) return found
  if ('text' in found) {
    const text = visibleToken(found.text)
    return { ...found, shown: cutMiddle(text, 16), exact: text, format: asked.format }
  }
  const own = asked.of
    ? QUANTITIES[asked.of].format
    : /attn\.pattern$|^probs$/.test(asked.tensor ?? '')
      ? 'probability'
      : 'number'
  return {
    ...found,
    shown: formatAs(found.value, asked.format ?? own, asked.digits),
    exact: exactly(found, own),
    format: asked.format,
  }
}

function findAsked(here: Here, asked: Asked): Found | Why {
  if (asked.of) return QUANTITIES[asked.of].find(here, asked)
  return asked.tensor === undefined ? { why: 'noTensor', tensor: '' } : findCell(here, asked as CellPlace)
}

/** A count is its own last digit. */
function exactly({ value }: { readonly value: number }, own: NumberFormat): string {
  return Number.isInteger(value) && own !== 'number' ? formatCount(value) : formatExact(value)
}

export function formatAs(value: number, format: NumberFormat, digits?: number): string {
  switch (format) {
    case 'short':
      return formatShort(value, digits)
    case 'probability':
      return digits === undefined ? formatProb(value) : formatShort(value, digits)
    case 'percent':
      return `${formatShort(100 * value, digits ?? 0)}%`
    case 'count':
      return formatCount(value)
    case 'scaled':
      return formatScaled(value)
    case 'bytes':
      return formatBytes(value)
    case 'exact':
      return formatExact(value)
    default:
      return formatNumber(value, digits === undefined ? undefined : Math.max(1, digits))
  }
}
