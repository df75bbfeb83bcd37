'use client'
import type { Trace } from '@glassformer/core'
import { type ComponentPropsWithRef, type ReactNode, useId } from 'react'
import { Transport } from '../controls/Transport/Transport'
import { useLesson } from '../lesson/context'
import { figureMessages } from '../messages/en/figure'
import { useMessages } from '../messages/useMessages'
import { DataTable, type DataTableProps } from './DataTable'
import { RunNotes } from './RunNotes'

export interface FigureProps extends Omit<ComponentPropsWithRef<'figure'>, 'title' | 'about' | 'children'> {
  /** The figure's short name, for instance "Attention". */
  heading: string
  /** One sentence that says what is happening now, with its numbers. */
  caption: ReactNode
  /** The picture itself. */
  children: ReactNode
  /** One line: what the colours and marks stand for. */
  legend?: ReactNode
  /** What can be switched in this figure. */
  controls?: ReactNode
  /** The value pointed at, exactly. Says what to do while nothing is pointed at. */
  readout?: ReactNode
  table?: DataTableProps
  /** What the figure shows and how to read it. */
  about?: ReactNode
  /** The run that is shown: if it was not computed here, or not left to itself, the caption says so. */
  trace?: Trace | undefined
  /** The figure itself says why a text cannot be run, where it is typed. @default false */
  ownProblem?: boolean
}

/**
 * The anatomy of every figure, always in this order: caption, picture, value pointed at, legend, controls, table, about.
 * A figure outside a lesson carries its own transport.
 */
export function Figure(props: FigureProps) {
  const { heading, caption, children, legend, controls, readout, table, about, trace, ownProblem, className, ...rest } =
    props
  const messages = useMessages('figure', figureMessages)
  const { handle, standalone, problem } = useLesson()
  const id = useId()
  return (
    <figure {...rest} aria-labelledby={`${id}-name`} className={className ? `gf-figure ${className}` : 'gf-figure'}>
      <figcaption className="gf-caption">
        <span className="gf-heading" id={`${id}-name`}>
          {heading}
        </span>
        <span className="gf-now">{caption}</span>
        {trace && <RunNotes trace={trace} />}
      </figcaption>
      {standalone && problem && !ownProblem && (
        <p className="gf-problem" role="alert">
          {problem.message}
        </p>
      )}
      <div className="gf-picture">{children}</div>
      {readout !== undefined && (
        <output className="gf-readout" aria-live="polite">
          {readout ?? messages.noSelection}
        </output>
      )}
      {legend && <div className="gf-legend">{legend}</div>}
      {controls && <div className="gf-controls">{controls}</div>}
      {standalone && <Transport lesson={handle} />}
      {(table || about) && (
        <div className="gf-behind">
          {table && <DataTable label={messages.table} {...table} />}
          {about && (
            <details className="gf-disclosure">
              <summary>{messages.about}</summary>
              <div className="gf-about">{about}</div>
            </details>
          )}
        </div>
      )}
    </figure>
  )
}
