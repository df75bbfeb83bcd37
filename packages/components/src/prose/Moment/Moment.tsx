'use client'
import type { CueKind } from '@glassformer/core'
import type { ComponentPropsWithRef } from 'react'
import * as check from '../../anatomy/propChecks'
import { type LessonContextValue, useTyping } from '../../lesson/context'
import type { CueName } from '../../lesson/cues'
import type { proseMessages } from '../../messages/en/prose'
import { cue, position as isPosition, whole } from '../checks'
import { type Attributes, propsOf, useFollowed, writeAttributes } from '../follow'
import { InlineError } from '../InlineError'
import { PressedWords } from '../PressedWords'
import { holds, momentOf } from '../spans'
import { useNode } from '../useNode'
import { useProse } from '../useProse'
import { hereOf, isWhy, type PositionPlace, positionOf } from '../where'

export interface MomentProps extends ComponentPropsWithRef<'span'> {
  /** What the machine does then: the kind of a step of the clock. */
  kind: CueKind
  /** The layer at work, from 0, or from the last if negative. @default the first that does it */
  layer?: number
  /** The pass: 0 reads the prompt, 1 is of the first new token. @default the first */
  step?: number
  /** The token that is worked on, also one that is still to come: see `Value`. @default any */
  position?: PositionPlace
  /** Whether the clock jumps there or plays up to it. @default 'jump' */
  by?: 'jump' | 'play'
}

const ACCEPTS: check.PropChecks = {
  kind: cue,
  layer: whole,
  step: check.wholeFrom(0),
  position: isPosition,
  by: check.oneOf('jump', 'play'),
}

/**
 * Words that take the clock to a moment: the end of a step, when what it does is done. Renders a `<span role="button">`; the
 * rest of the props go to it. Shows `data-by`, `data-current` while the clock is in that step, `data-missing` where the run has none, and `data-stale`.
 */
export function Moment(props: MomentProps) {
  const { kind, layer, step, position, by, ...rest } = props
  const prose = useProse('Moment', ACCEPTS, { ...props, kind: kind ?? null })
  if (prose.refusal)
    return (
      <>
        <InlineError name="Moment" error={prose.refusal} /> {rest.children}
      </>
    )
  const { lesson, messages } = prose
  return (
    <There
      {...rest}
      lesson={lesson}
      messages={messages}
      name={{ kind, layer, step }}
      position={position}
      plays={by === 'play'}
    />
  )
}

interface ThereProps extends ComponentPropsWithRef<'span'> {
  readonly lesson: LessonContextValue
  readonly messages: typeof proseMessages
  readonly name: CueName
  readonly position: PositionPlace | undefined
  readonly plays: boolean
}

function There({ lesson: { handle: lesson, waiting }, messages, name, position, plays, ref, ...rest }: ThereProps) {
  const { stale } = useTyping()
  const [node, attach] = useNode(ref)
  const now = () => {
    const at = position === undefined ? undefined : positionOf(hereOf(lesson, true), position)
    const missing = typeof at === 'object' && isWhy(at)
    const span = missing ? undefined : momentOf(lesson.sequence, { ...name, position: at })
    const current = span !== undefined && holds([span], lesson.time.get())
    const attributes: Attributes = {
      title: rest.title ?? (span ? null : messages.noMoment),
      'aria-current': current ? 'step' : null,
      'aria-disabled': span ? null : 'true',
      'data-current': current ? '' : null,
      'data-missing': span ? null : '',
    }
    return { span, attributes }
  }
  useFollowed(lesson, () => {
    if (node.current && !waiting) writeAttributes(node.current, now().attributes)
  })
  return (
    <PressedWords
      {...rest}
      {...propsOf(now().attributes)}
      ref={attach}
      part="gf-moment"
      data-stale={stale || undefined}
      data-by={plays ? 'play' : 'jump'}
      onPress={() => {
        const { span } = now()
        if (!span) return
        if (plays) lesson.playTo(span.endMs)
        else {
          lesson.dispatch({ type: 'pause' })
          lesson.dispatch({ type: 'seek', timeMs: span.endMs })
        }
      }}
    />
  )
}
