'use client'
import type { ComponentPropsWithRef } from 'react'
import { cutMiddle, visibleToken } from '../messages/format'

export interface TokenChipProps extends Omit<ComponentPropsWithRef<'span'>, 'children'> {
  /** The token's text, spaces included. */
  text: string
  /** Letters that are shown before the middle is cut out. The whole token is then in the title. @default 12 */
  maxLetters?: number
  /** Its place in the text, shown where the text has the token more than once. */
  position?: number | undefined
  /** State, shown as a ring. */
  selected?: boolean
}

/** A token as a chip: its spaces as middle dots, cut in the middle when long. */
export function TokenChip({ text, maxLetters = 12, position, selected, className, ...rest }: TokenChipProps) {
  const whole = visibleToken(text)
  const shown = cutMiddle(whole, maxLetters)
  const lead = shown.startsWith('·') ? '·' : ''
  return (
    <span
      // A title that repeats the letters would be heard beside them.
      title={shown === whole ? undefined : whole}
      // Read as its own letters run, whatever the page's do.
      dir="auto"
      {...rest}
      className={className ? `gf-chip ${className}` : 'gf-chip'}
      data-selected={selected || undefined}
    >
      {lead && <span className="gf-space">{lead}</span>}
      {shown.slice(lead.length)}
      {position !== undefined && <sub>{position}</sub>}
    </span>
  )
}
