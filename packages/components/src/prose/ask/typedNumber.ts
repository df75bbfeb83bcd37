/**
 * A number as people type it: `1,536`, `1 536`, `1.5e3`, `0,25`, `−3`, `40%`. `null` for what is none. A comma parts thousands
 * where three digits follow it and stands for a point where not.
 */
export function typedNumber(text: string): number | null {
  const plain = text
    .trim()
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/(?<=\d)[\s\u00a0\u202f_'](?=\d)/g, '')
  const [, digits = '', percent] = /^(.*?)\s*(%)?$/.exec(plain) ?? []
  const pointed = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?(e[+-]?\d+)?$/i.test(digits)
    ? digits.replaceAll(',', '')
    : digits.replace(/^([+-]?\d*),(\d+)$/, '$1.$2')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(pointed)) return null
  const value = Number(pointed)
  if (!Number.isFinite(value)) return null
  return percent ? value / 100 : value
}

/** Whether a number is another, within a fraction of it. No fraction: a count exactly, and what is computed to six digits. */
export function isClose(given: number, value: number, tolerance: number): boolean {
  const least = Number.isInteger(value) ? 0 : 1e-6
  return Math.abs(given - value) <= Math.max(tolerance, least) * Math.abs(value)
}
