const MINUS = '\u2212'

/** A number in at most `digits` significant digits, with a true minus sign and never `-0`. */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return '–'
  if (!Number.isFinite(value)) return value < 0 ? `${MINUS}∞` : '∞'
  const size = Math.abs(value)
  if (size === 0) return '0'
  const text =
    size < 1e-3 || size >= 1e6
      ? powerOfTen(size, digits)
      : size >= 10 ** (digits - 1)
        ? Math.round(size).toString()
        : Number(size.toPrecision(digits)).toString()
  return value < 0 ? MINUS + text : text
}

/**
 * A number of the run, as exactly as it is the same everywhere: four significant digits, since with and without the fast
 * kernels a fifth can differ.
 */
export function formatExact(value: number): string {
  return formatNumber(Number(value.toPrecision(4)), 4)
}

/** 1.2×10⁻⁷ */
function powerOfTen(size: number, digits: number): string {
  const [mantissa = '', exponent = '0'] = size.toExponential(digits - 1).split('e')
  const raised = [...String(Math.abs(Number(exponent)))].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')
  return `${mantissa}×10${Number(exponent) < 0 ? '⁻' : ''}${raised}`
}

/** A number for a small cell: at most `decimals` decimals, `0` for what rounds to it. */
export function formatShort(value: number, decimals = 2): string {
  if (!Number.isFinite(value)) return formatNumber(value)
  const text = Math.abs(value).toFixed(decimals)
  return value < 0 && Number(text) !== 0 ? MINUS + text : text
}

/** A probability: 0.71, or `<0.01` where it would round to nothing. */
export function formatProb(p: number): string {
  if (p > 0 && p < 0.005) return '<0.01'
  // A weight that an intervention set can be below 0.
  if (p < 0) return formatShort(p)
  return p < 1 && p >= 0.995 ? '>0.99' : p.toFixed(2)
}

// `toLocaleString` makes one of these at every call.
const COUNT = new Intl.NumberFormat('en-US')

/** A count with thousands apart: 85,584. */
export function formatCount(count: number): string {
  return COUNT.format(count)
}

const SCALES = [
  [1e15, 'P'],
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const

/** A large count in three digits with an SI prefix: 1.23 M. */
export function formatScaled(count: number): string {
  for (const [size, prefix] of SCALES) if (count >= size) return `${Number((count / size).toPrecision(3))} ${prefix}`
  return Number(count.toPrecision(3)).toString()
}

/** Bytes with binary prefixes: 1.5 KiB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10)) : 0
  return `${Number((bytes / 2 ** (10 * power)).toPrecision(3))} ${units[power] ?? 'B'}`
}

/** A whole number below the line, as the place of a token among those that read alike: `·the₅`. */
export function lowered(count: number): string {
  return [...String(count)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('')
}

/** A token for the eye: spaces as middle dots, line ends as a sign. */
export function visibleToken(text: string): string {
  return text.replaceAll(' ', '·').replaceAll('\n', '↵').replaceAll('\t', '→')
}

/** A long token cut in the middle: `exter…nally`. */
export function cutMiddle(text: string, max: number): string {
  const letters = [...text]
  if (letters.length <= max) return text
  const head = Math.ceil((max - 1) / 2)
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (max - 1 - head)).join('')}`
}
