import { isRouted, linkIn, withLink } from './hash'

/** Where a link is kept: the part of the address after #, or what the site's router is told. */
export interface LinkPlace {
  readonly read: () => string | null
  /** `''` takes it away. What was last written or read is not written again. */
  readonly write: (link: string, last?: string) => void
  /** The address that opens this link. */
  readonly addressOf: (link: string) => string
}

/** After the #, under a lesson's own name, beside those of others and the site's own. */
export function hashPlace(key: string): LinkPlace {
  const addressOf = (link: string) => {
    const { href, hash } = location
    return `${href.slice(0, href.length - hash.length).replace(/#$/, '')}${withLink(hash, key, link)}`
  }
  return {
    read: () => linkIn(location.hash, key),
    write(link) {
      if (isRouted(location.hash) || (linkIn(location.hash, key) ?? '') === link) return
      try {
        history.replaceState(history.state, '', addressOf(link))
      } catch {
        // A browser that has seen too many, or a frame that may not: the next rest tries again.
      }
    },
    addressOf,
  }
}

/** The names that lessons of this page write under: each is one lesson's. */
const taken = new Set<string>()

/** Takes a name; `null` where another lesson has it, or else the way to give it back. */
export function takeKey(key: string): (() => void) | null {
  if (taken.has(key)) return null
  taken.add(key)
  return () => taken.delete(key)
}
