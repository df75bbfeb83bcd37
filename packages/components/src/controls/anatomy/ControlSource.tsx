'use client'
import type { ComponentPropsWithRef, ReactNode } from 'react'
import { ErrorText } from '../../anatomy/FigureError'
import { HOST, type PropChecks, propError } from '../../anatomy/propChecks'
import { useWrongProp } from '../../anatomy/useWrongProp'
import { WhileWaiting } from '../../anatomy/WhileWaiting'
import { useTheme } from '../../color/useTheme'
import { useLessonContext, useSettings } from '../../lesson/context'
import { controlsMessages } from '../../messages/en/controls'
import { useMessages } from '../../messages/useMessages'

interface Props {
  /** The control's public name, for messages. */
  readonly name: string
  readonly accepts: PropChecks
  /** All that the author gave to it. */
  readonly given: object
  /** What of it goes to the element. */
  readonly host: ComponentPropsWithRef<'div'>
  readonly children: ReactNode
}

/** Puts a control into the lesson around it, or says in its place why there is nothing to set. */
export function ControlSource({ name, accepts, given, host, children }: Props) {
  const around = useLessonContext()
  const settings = useSettings()
  const messages = useMessages('controls', controlsMessages)
  const wrong = useWrongProp(name, { ...accepts, ...HOST }, given) ?? around?.refusal
  if (wrong) return <ControlError name={name} error={wrong} />
  if (!around || !settings) return <ControlError name={name} error={propError(messages.outside(name))} />
  return (
    <WhileWaiting waiting={around.waiting} as="div" host={host} instead={children}>
      {children}
    </WhileWaiting>
  )
}

function ControlError({ name, error }: { name: string; error: Error }) {
  const root = useTheme<HTMLDivElement>(undefined)
  const { problem } = useMessages('controls', controlsMessages)
  return (
    <div ref={root} className="gf-root gf-control gf-error">
      <ErrorText name={name} problem={problem} error={error} />
    </div>
  )
}
