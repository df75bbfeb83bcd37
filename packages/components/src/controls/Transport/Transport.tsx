'use client'
import { MAX_RATE, MIN_RATE, type PlayerEvent } from '@glassformer/core'
import { type ComponentPropsWithRef, type KeyboardEvent, useId, useRef } from 'react'
import { ErrorText } from '../../anatomy/FigureError'
import * as check from '../../anatomy/propChecks'
import { useWrongProp } from '../../anatomy/useWrongProp'
import { WhileWaiting } from '../../anatomy/WhileWaiting'
import { useTheme } from '../../color/useTheme'
import { useLessonContext } from '../../lesson/context'
import { Gated } from '../../lesson/Gated'
import type { LessonHandle } from '../../lesson/handle'
import { usePlayerValue } from '../../lesson/hooks'
import { type LessonLink, useLink } from '../../lesson/link/context'
import { transportMessages } from '../../messages/en/transport'
import { useMessages } from '../../messages/useMessages'
import { IconButton } from './IconButton'
import { Narration } from './Narration'
import { Scrubber } from './Scrubber'
import { useClearance } from './useClearance'

export interface TransportProps extends ComponentPropsWithRef<'div'> {
  /** The lesson to play. @default the one around it */
  lesson?: LessonHandle
  /** Speeds offered, as multiples of the normal one, within 0.25 and 8. @default 0.25, 0.5, 1, 2, 4 */
  rates?: readonly number[]
}

const RATES = [0.25, 0.5, 1, 2, 4] as const
const KEYS: Readonly<Record<string, PlayerEvent>> = {
  ' ': { type: 'toggle' },
  k: { type: 'toggle' },
  ArrowLeft: { type: 'step', by: -1 },
  ArrowRight: { type: 'step', by: 1 },
  j: { type: 'step', by: -1 },
  l: { type: 'step', by: 1 },
  Home: { type: 'reset' },
}

const ACCEPTS: check.PropChecks = {
  lesson: check.lessonHandle,
  rates: check.listOfNumbers(MIN_RATE, MAX_RATE),
  ...check.HOST,
}

/**
 * Play, pause, step, scrub, speed and reset, for a whole lesson. Keys while focus is inside: Space or K plays and pauses,
 * arrows or J and L step, Home resets. State shows as `data-playing`.
 */
export function Transport(props: TransportProps) {
  const { lesson, rates = RATES, ...rest } = props
  const around = useLessonContext()
  const messages = useMessages('transport', transportMessages)
  const shown = lesson ?? around?.handle
  const link = useLink()
  const wrong = useWrongProp('Transport', ACCEPTS, props) ?? (lesson ? null : around?.refusal)
  if (wrong || !shown)
    return <TransportError problem={messages.problem} error={wrong ?? check.propError(messages.outside)} />
  const waiting = !lesson && around?.waiting === true
  const controls = (
    <Gated lesson={shown}>
      <Controls
        {...rest}
        lesson={shown}
        link={lesson ? null : link}
        rates={rates}
        {...(waiting && { 'data-waiting': '' })}
      />
    </Gated>
  )
  return (
    <WhileWaiting waiting={waiting} as="div" host={rest} instead={controls}>
      {controls}
    </WhileWaiting>
  )
}

function TransportError({ problem, error }: { problem: string; error: Error }) {
  const root = useTheme<HTMLDivElement>(undefined)
  return (
    <div ref={root} className="gf-root gf-transport gf-error">
      <ErrorText name="Transport" problem={problem} error={error} />
    </div>
  )
}

type ControlsProps = ComponentPropsWithRef<'div'> & {
  lesson: LessonHandle
  link: LessonLink | null
  rates: readonly number[]
}

function Controls({ lesson, link, rates, className, ref, ...rest }: ControlsProps) {
  const root = useTheme(ref)
  const messages = useMessages('transport', transportMessages)
  const playing = usePlayerValue(lesson, (player) => player.playing)
  const rate = usePlayerValue(lesson, (player) => player.rate)
  const speedId = useId()
  const slider = useRef<HTMLDivElement>(null)
  useClearance(slider)
  const empty = lesson.sequence.durationMs === 0
  const send = (event: PlayerEvent) => () => lesson.dispatch(event)
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    rest.onKeyDown?.(event)
    const command = KEYS[event.key]
    const target = event.target as HTMLElement
    // A focused button keeps Space, a focused select, a field and the scrubber keep their keys.
    const taken = target.matches('select, input') || (event.key === ' ' && target.matches('button'))
    if (!command || taken || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    lesson.dispatch(command)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row in every browser
    <div
      {...rest}
      ref={root}
      role="group"
      aria-label={messages.label}
      className={className ? `gf-root gf-transport ${className}` : 'gf-root gf-transport'}
      data-playing={playing || undefined}
      onKeyDown={onKeyDown}
    >
      <div className="gf-transport-buttons">
        <IconButton
          label={messages.reset}
          path="M4 3v10M13 3 6 8l7 5z"
          onClick={send({ type: 'reset' })}
          disabled={empty}
        />
        <IconButton
          label={messages.previous}
          path="M11 3 5 8l6 5z"
          onClick={send({ type: 'step', by: -1 })}
          disabled={empty}
        />
        <IconButton
          label={playing ? messages.pause : messages.play}
          path={playing ? 'M4.5 3h2.5v10H4.5zM9 3h2.5v10H9z' : 'M5 2.5 13 8l-8 5.5z'}
          onClick={send({ type: 'toggle' })}
          disabled={empty}
          primary
        />
        <IconButton
          label={messages.next}
          path="M5 3l6 5-6 5z"
          onClick={send({ type: 'step', by: 1 })}
          disabled={empty}
        />
      </div>
      <Scrubber lesson={lesson} slider={slider} />
      <label className="gf-transport-speed" htmlFor={speedId}>
        <span className="gf-visually-hidden">{messages.speed}</span>
        <select
          id={speedId}
          value={rate}
          onChange={(event) => lesson.dispatch({ type: 'rate', rate: Number(event.target.value) })}
        >
          {rates.map((value) => (
            <option key={value} value={value}>
              {messages.rate(value)}
            </option>
          ))}
        </select>
      </label>
      {link && <link.Copy link={link} />}
      <Narration lesson={lesson} playing={playing} slider={slider} />
    </div>
  )
}
