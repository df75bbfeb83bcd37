import { escaped } from './text'

/** The part of an address after # as its parts: the site's own (a heading's id, say), and one for each lesson that writes there. */
function partsOf(hash: string): readonly string[] {
  return hash.replace(/^#/, '').split('&').filter(Boolean)
}

const isOurs = (part: string) => /^gf(\.[^=]*)?=/.test(part)

/** What a lesson's part is called: `gf`, or `gf.` and the id of its element. */
export function linkKey(id: string | undefined): string {
  return id ? `gf.${escaped(id)}` : 'gf'
}

/** What the hash says of a lesson; `null` where it says nothing. */
export function linkIn(hash: string, key: string): string | null {
  const part = partsOf(hash).find((one) => one.startsWith(`${key}=`))
  return part === undefined ? null : part.slice(key.length + 1)
}

/** The hash with a lesson's link in it, all else as it was; `''` takes it out. */
export function withLink(hash: string, key: string, link: string): string {
  const parts = partsOf(hash)
  const at = parts.findIndex((one) => one.startsWith(`${key}=`))
  const ours = link ? [`${key}=${link}`] : []
  const next = at < 0 ? [...parts, ...ours] : [...parts.slice(0, at), ...ours, ...parts.slice(at + 1)]
  return next.length > 0 ? `#${next.join('&')}` : ''
}

/** The site's own place in the page, without what lessons say beside it. */
export function anchorIn(hash: string): string {
  const anchor = partsOf(hash)
    .filter((part) => !isOurs(part))
    .join('&')
  try {
    return decodeURIComponent(anchor)
  } catch {
    return anchor
  }
}

/** Whether the site's own router lives after the #: then nothing else is written there. */
export function isRouted(hash: string): boolean {
  return /^#[/!]/.test(hash)
}
