/**
 * Text as it stands in a link: letters and digits as they are, a space as +, all else escaped, also what a chat or a mail
 * would take for the end of an address. Halves of letters that are none become U+FFFD, as everywhere on the web.
 */
export function escaped(text: string): string {
  return encodeURIComponent(wellFormed(text))
    .replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replace(/[._-]$/, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** The text again; `undefined` for what is none. */
export function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

export function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, (found) =>
    found.length === 2 ? found : '\uFFFD',
  )
}

export function numbered(value: number): string {
  return String(value).replace('+', '')
}

/** A number as `numbered` writes it; `undefined` for anything else. */
export function toNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d+(\.\d+)?(e-?\d+)?$/.test(text) ? Number(text) : undefined
}

/** A whole number, 0 or more. */
export function toIndex(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
