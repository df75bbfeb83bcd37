'use client'
import type { ComponentPropsWithRef, ReactNode } from 'react'
import { useTheme } from '../color/useTheme'
import { figureMessages } from '../messages/en/figure'
import { useMessages } from '../messages/useMessages'

interface Props extends ComponentPropsWithRef<'figure'> {
  readonly name: string
  readonly heading: string
  readonly children?: ReactNode
}

/** The place of a figure whose run is still to come: its name, and about the room that it will take. */
export function Placeholder({ name, heading, className, children, ref, ...rest }: Props) {
  const messages = useMessages('figure', figureMessages)
  const root = useTheme(ref)
  return (
    <figure
      {...rest}
      ref={root}
      className={className ? `gf-root gf-figure gf-waiting ${className}` : 'gf-root gf-figure gf-waiting'}
      data-figure={name}
      aria-busy="true"
    >
      <figcaption className="gf-caption">
        <span className="gf-heading">{heading}</span>
        <span className="gf-now">{messages.loading}</span>
      </figcaption>
      {children}
    </figure>
  )
}
