'use client'
import type { Trace } from '@glassformer/core'
import { type ComponentPropsWithRef, type ReactNode, useEffect, useId, useRef } from 'react'
import { observeInView } from '../browser/observe'
import { useHealedStyles } from '../browser/useHealedStyles'
import { useTheme } from '../color/useTheme'
import { Transport } from '../controls/Transport/Transport'
import { InspectorHost } from '../inspector/InspectorHost'
import { useGate, useLesson, useTyping } from '../lesson/context'
import type { RunKind } from '../lesson/handle'
import { useFrameValue, useSelection } from '../lesson/hooks'
import { useView } from '../lesson/useInTurn'
import { figureMessages } from '../messages/en/figure'
import { useErrorText } from '../messages/useErrorText'
import { useMessages } from '../messages/useMessages'
import { DataTable, type DataTableProps } from './DataTable'
import { RunNotes } from './RunNotes'

/** A word of the field and what it means, in a phrase. */
export interface Term {
  readonly term: string
  readonly means: string
}

export interface FigureProps extends Omit<ComponentPropsWithRef<'figure'>, 'title' | 'about' | 'children'> {
  /** The figure's short name, for instance "Attention". */
  heading: string
  /** One sentence that says what is happening now, with its numbers. */
  caption: ReactNode
  /** The picture itself. */
  children: ReactNode
  /** One line: what the colours and marks stand for. */
  legend?: ReactNode
  /** The field's words that this figure uses, each in plain words: always to be seen. */
  terms?: readonly Term[] | undefined
  /** What can be switched in this figure. */
  controls?: ReactNode
  /** The value pointed at, exactly; `null` while nothing is. */
  readout?: ReactNode
  /** What is said there meanwhile. @default that something can be pointed at */
  hint?: string | undefined
  /** The numbers behind the picture, made when they are asked for. */
  table?: DataTableProps
  /** What the figure shows and how to read it. */
  about?: ReactNode
  /** The run that is shown: if it was not computed here, or not left to itself, the caption says so. */
  trace?: Trace | undefined
  /** The kind of run that is shown: while the clock has not come to it, the figure says so. @default 'forward' */
  shows?: RunKind | undefined
  /** Forgets what the figure alone keeps; the selection of the lesson is cleared besides. Called on Escape anywhere in the figure. */
  onClear?: (() => void) | undefined
  /** The figure itself says why a text cannot be run, where it is typed. @default false */
  ownProblem?: boolean
}

/**
 * The anatomy of every figure, always in this order: caption, picture, value pointed at, legend, terms, controls, table, about.
 * A figure outside a lesson carries its own transport. Shows `data-elsewhere` while its picture is of another moment.
 */
export function Figure(props: FigureProps) {
  const { heading, caption, children, legend, terms, controls, readout, hint, table, about, trace, shows, ...others } =
    props
  const { onClear, ownProblem, className, ref, ...rest } = others
  const root = useTheme(ref)
  const messages = useMessages('figure', figureMessages)
  const { handle, standalone, apart } = useLesson()
  const { problem, stale, textIsOld } = useTyping()
  const errorText = useErrorText()
  const kind = shows ?? 'forward'
  const elsewhere = useFrameValue(handle, kind, () => handle.isElsewhere(kind))
  const id = useId()
  const captionNode = useRef<HTMLElement>(null)
  useHealedStyles(captionNode, '.gf-figure')
  const [, { hover, pin }] = useSelection(handle)
  const gate = useGate(handle)
  const view = useView()
  useEffect(() => {
    const node = captionNode.current?.parentElement
    if (!node || !gate) return
    return observeInView(node, (inView) => {
      gate.setInView(inView)
      if (view) view.inView = inView
    })
  }, [gate, view])
  return (
    <figure
      {...rest}
      ref={root}
      onKeyDown={(event) => {
        rest.onKeyDown?.(event)
        if (event.key !== 'Escape' || event.defaultPrevented) return
        pin(null)
        hover(null)
        onClear?.()
      }}
      onPointerLeave={(event) => {
        rest.onPointerLeave?.(event)
        hover(null)
      }}
      aria-labelledby={`${id}-name`}
      className={className ? `gf-root gf-figure ${className}` : 'gf-root gf-figure'}
      data-elsewhere={elsewhere || undefined}
      data-stale={stale || undefined}
    >
      <figcaption ref={captionNode} className="gf-caption">
        <span className="gf-heading" id={`${id}-name`}>
          {heading}
        </span>
        <span className="gf-now" dir="auto">
          {caption}
        </span>
        {apart && (
          <span className="gf-origin" data-note="apart">
            {messages.apart}
          </span>
        )}
        {stale && <span className="gf-stale">{textIsOld ? messages.stale : messages.staleSettings}</span>}
        {trace && <RunNotes trace={trace} />}
        {elsewhere && (
          <span className="gf-elsewhere">
            {messages.elsewhere[kind]}{' '}
            <button type="button" onClick={() => handle.goTo(kind)}>
              {messages.goThere}
            </button>
          </span>
        )}
      </figcaption>
      {standalone && problem && !ownProblem && (
        <p className="gf-problem" role="alert">
          {errorText(problem)}
        </p>
      )}
      <div className="gf-picture">{children}</div>
      {readout !== undefined && (
        <div className="gf-readout" dir="auto" data-empty={readout === null || undefined}>
          {readout ?? hint ?? messages.noSelection}
        </div>
      )}
      {legend && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form
        <div className="gf-legend" role="group" aria-label={messages.legend}>
          {legend}
        </div>
      )}
      {terms && <Terms terms={terms} />}
      {controls && <div className="gf-controls">{controls}</div>}
      {standalone && <Transport lesson={handle} />}
      {standalone && <InspectorHost lesson={handle} />}
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

/** What the figure's words mean, where a reader meets them first. */
function Terms({ terms }: { terms: readonly Term[] }) {
  return (
    <dl className="gf-terms">
      {terms.map(({ term, means }) => (
        <div key={term} dir="auto">
          <dt>{term}</dt>
          <dd>{means}</dd>
        </div>
      ))}
    </dl>
  )
}
