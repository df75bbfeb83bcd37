'use client'
import type { CueKind } from '@glassformer/core'
import { type ComponentPropsWithRef, useMemo } from 'react'
import * as check from '../../anatomy/propChecks'
import { type LessonContextValue, useTyping } from '../../lesson/context'
import type { CueName } from '../../lesson/cues'
import { cue, cues, position as isPosition, whole } from '../checks'
import { useFollowed, writeAttributes } from '../follow'
import { InlineError } from '../InlineError'
import { holds, rangesOf, type Span, spansOf } from '../spans'
import { useNode } from '../useNode'
import { useProse } from '../useProse'
import { hereOf, isWhy, type PositionPlace, positionOf } from '../where'

export interface DuringProps extends ComponentPropsWithRef<'span'> {
  /** What the machine does meanwhile: the kind of a step of the clock, or several. */
  kind: CueKind | readonly CueKind[]
  /** The layer at work, from 0, or from the last if negative. @default any */
  layer?: number
  /** The pass: 0 reads the prompt, 1 is of the first new token. @default any */
  step?: number
  /** The token that is worked on: see `Value`. @default any */
  position?: PositionPlace
  /** It lasts until the end of the next step of this kind. @default the end of each step of its own */
  until?: CueKind
  /** The element. @default 'span' */
  as?: 'span' | 'div'
}

const ACCEPTS: check.PropChecks = {
  kind: cues,
  layer: whole,
  step: check.wholeFrom(0),
  position: isPosition,
  until: cue,
  as: check.oneOf('span', 'div'),
}

/**
 * Prose that belongs to steps of the clock: lit while they last, and quiet otherwise. Renders a `<span>` or a `<div>`; the rest
 * of the props go to it. Shows `data-lit` and `data-stale`. It says nothing of itself to a screen reader: the transport does.
 */
export function During(props: DuringProps) {
  const { kind, layer, step, position, until, as, ...rest } = props
  const prose = useProse('During', ACCEPTS, { ...props, kind: kind ?? null })
  if (prose.refusal)
    return (
      <>
        <InlineError name="During" error={prose.refusal} /> {rest.children}
      </>
    )
  const when = { layer, step, position, until }
  return <Lit {...rest} lesson={prose.lesson} kinds={kind} when={when} as={as ?? 'span'} />
}

interface LitProps extends ComponentPropsWithRef<'span'> {
  readonly lesson: LessonContextValue
  readonly kinds: DuringProps['kind']
  readonly when: Omit<CueName, 'kind' | 'position'> & {
    readonly position: PositionPlace | undefined
    readonly until: CueKind | undefined
  }
  readonly as: 'span' | 'div'
}

function Lit({ lesson: { handle: lesson, waiting }, kinds, when, as, ref, className, ...rest }: LitProps) {
  const Tag = as as 'span'
  const { stale } = useTyping()
  const [node, attach] = useNode(ref)
  const { layer, step, position, until } = when
  const key = [kinds].flat().join(' ')
  const spans = useMemo<readonly Span[]>(() => {
    const at = position === undefined ? undefined : positionOf(hereOf(lesson, true), position)
    if (typeof at === 'object' && isWhy(at)) return []
    return key.split(' ').flatMap((kind) => {
      const from = { kind: kind as CueKind, layer, step, position: at }
      return until ? rangesOf(lesson.sequence, from, { kind: until }) : spansOf(lesson.sequence, from)
    })
  }, [lesson, key, layer, step, position, until])
  const lit = () => (holds(spans, lesson.time.get()) ? '' : null)
  useFollowed(lesson, () => {
    if (node.current && !waiting) writeAttributes(node.current, { 'data-lit': lit() })
  })
  return (
    <Tag
      {...rest}
      ref={attach}
      className={className ? `gf-during ${className}` : 'gf-during'}
      data-lit={lit() ?? undefined}
      data-stale={stale || undefined}
      // The server knows the moment, and the page does not before its model is there.
      suppressHydrationWarning
    />
  )
}
