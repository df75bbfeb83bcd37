'use client'
import { Component, type ReactNode } from 'react'
import { useTheme } from '../color/useTheme'
import { figureMessages } from '../messages/en/figure'
import { useErrorText } from '../messages/useErrorText'
import { useMessages } from '../messages/useMessages'

/** The message of a figure that cannot be drawn, in the figure's place. */
export function FigureError({ name, error }: { name: string; error: Error }) {
  const messages = useMessages('figure', figureMessages)
  const root = useTheme<HTMLDivElement>(undefined)
  return (
    <div ref={root} className="gf-root gf-figure gf-error" role="alert" data-figure={name}>
      <strong>
        {name}: {messages.problem}
      </strong>
      <p>{useErrorText()(error)}</p>
    </div>
  )
}

interface BoundaryProps {
  readonly name: string
  /** A change of this gives the figure another try. */
  readonly retryOn: unknown
  readonly children: ReactNode
}

/** Keeps a figure that throws from taking the page with it. */
export class FigureBoundary extends Component<BoundaryProps, { error: Error | null; retryOn: unknown }> {
  override state = { error: null as Error | null, retryOn: this.props.retryOn }

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  static getDerivedStateFromProps(props: BoundaryProps, state: { error: Error | null; retryOn: unknown }) {
    return props.retryOn === state.retryOn ? null : { error: null, retryOn: props.retryOn }
  }

  override render() {
    return this.state.error ? <FigureError name={this.props.name} error={this.state.error} /> : this.props.children
  }
}
