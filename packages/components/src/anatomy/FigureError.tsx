'use client'
import { Component, type ReactNode } from 'react'
import { useTheme } from '../color/useTheme'
import { asError } from '../lesson/asError'
import { figureMessages } from '../messages/en/figure'
import { useErrorText } from '../messages/useErrorText'
import { useMessages } from '../messages/useMessages'

/** The message of a figure that cannot be drawn, in the figure's place. A `<figure>` too, so that HTML keeps its shape. */
export function FigureError({ name, error }: { name: string; error: Error }) {
  const root = useTheme<HTMLElement>(undefined)
  return (
    <figure ref={root} className="gf-root gf-figure gf-error" data-figure={name}>
      <ErrorText name={name} error={error} />
    </figure>
  )
}

interface ErrorTextProps {
  readonly name: string
  readonly error: Error
  /** What does not work, in a few words. @default that the figure cannot be drawn */
  readonly problem?: string
}

export function ErrorText({ name, error, problem }: ErrorTextProps) {
  const messages = useMessages('figure', figureMessages)
  return (
    <div role="alert">
      <strong>
        {name}: {problem ?? messages.problem}
      </strong>
      <p>{useErrorText()(error)}</p>
    </div>
  )
}

interface BoundaryProps {
  readonly name: string
  /** A change of any of these gives the figure another try. */
  readonly retryOn: readonly unknown[]
  readonly children: ReactNode
}

interface BoundaryState {
  readonly error: Error | null
  readonly retryOn: readonly unknown[]
}

/** Keeps a figure that throws from taking the page with it. */
export class FigureBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: null, retryOn: this.props.retryOn }

  static getDerivedStateFromError(error: unknown) {
    return { error: asError(error) }
  }

  static getDerivedStateFromProps({ retryOn }: BoundaryProps, state: BoundaryState): BoundaryState | null {
    const { length } = retryOn
    const same = length === state.retryOn.length && retryOn.every((value, i) => Object.is(value, state.retryOn[i]))
    return same ? null : { error: null, retryOn }
  }

  override render() {
    return this.state.error ? <FigureError name={this.props.name} error={this.state.error} /> : this.props.children
  }
}
