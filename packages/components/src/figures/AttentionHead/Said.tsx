import { Fragment } from 'react'
import type { Rich } from '../../messages/en/attentionHead'

/** A sentence in parts, every second one a token or a number. */
export function Said({ parts, strong }: { parts: Rich; strong?: boolean }) {
  const Mark = strong ? 'b' : 'em'
  return parts.map((part, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
    i % 2 === 1 ? <Mark key={i}>{part}</Mark> : <Fragment key={i}>{part}</Fragment>,
  )
}
