'use client'
import type { CueKind } from '@glassformer/core'
import { type ComponentPropsWithRef, useMemo, useRef } from 'react'
import * as check from '../../anatomy/propChecks'
import { type LessonContextValue, useTyping } from '../../lesson/context'
import { hover, pin } from '../../lesson/selection'
import type { proseMessages } from '../../messages/en/prose'
import { agrees } from '../agrees'
import { CELL, cue } from '../checks'
import { type Attributes, propsOf, useFollowed, writeAttributes } from '../follow'
import { InlineError } from '../InlineError'
import { PressedWords } from '../PressedWords'
import { holds, spansOf } from '../spans'
import { kindOf } from '../stages'
import { useNode } from '../useNode'
import { useProse } from '../useProse'
import { hereOf, type IndexPlace, isWhy, type PositionPlace } from '../where'
import { whyWords } from '../words'
import { type Bound, boundAt } from './at'

export interface PartProps extends ComponentPropsWithRef<'span'> {
  /** The token: see `Value`. */
  position?: PositionPlace
  /** The token that is read: as `position`, or `most`. */
  keyAt?: PositionPlace
  /** The layer, from 0, or from the last if negative; `now`, or `selected`. */
  layer?: IndexPlace
  /** The head, from 0, or from the last if negative; `selected`. */
  head?: IndexPlace
  /** One number of a tensor: see `Value`. */
  tensor?: string
  /** Places on the other axes of the tensor. */
  index?: number | readonly number[]
  /** A step of the clock: the words are lit while it lasts. With `layer`, that of the layer. */
  stage?: CueKind
}

const ACCEPTS: check.PropChecks = { ...CELL, stage: cue }

/**
 * Words that are bound to a part of the figures. Pointing at them lights it there, pointing at it there lights the words, and
 * pressing them keeps it. Renders a `<span role="button">`; the rest of the props go to it. Shows `data-kind`, `data-lit`,
 * `data-missing` and `data-stale`.
 */
export function Part(props: PartProps) {
  const { position, keyAt, layer, head, tensor, index, stage, ...rest } = props
  const prose = useProse('Part', ACCEPTS, props)
  const bound = { position, keyAt, layer, head, tensor, index }
  const unbound = [position, keyAt, layer, head, tensor, stage].every((one) => one === undefined)
  const wrong = !prose.refusal && unbound ? check.propError(prose.messages.nothingBound('Part')) : prose.refusal
  if (wrong || prose.refusal)
    return (
      <>
        <InlineError name="Part" error={wrong as Error} /> {rest.children}
      </>
    )
  const { lesson, messages } = prose
  return <Linked {...rest} lesson={lesson} messages={messages} bound={bound} stage={stage} />
}

interface LinkedProps extends ComponentPropsWithRef<'span'> {
  readonly lesson: LessonContextValue
  readonly messages: typeof proseMessages
  readonly bound: Bound
  readonly stage: CueKind | undefined
}

function Linked({ lesson: { handle: lesson, waiting }, messages, bound, stage, ref, ...rest }: LinkedProps) {
  const { stale } = useTyping()
  const [node, attach] = useNode(ref)
  const pointed = useRef(false)
  const { layer } = bound
  const spans = useMemo(() => {
    const named = typeof layer === 'number' ? layer : undefined
    return stage ? spansOf(lesson.sequence, { kind: stage, layer: named }) : null
  }, [lesson, stage, layer])
  const now = () => {
    const here = hereOf(lesson)
    const at = boundAt(here, bound)
    const missing = isWhy(at)
    const lit = spans ? holds(spans, lesson.time.get()) : !missing && agrees(here.selection, at)
    const pinned = !missing && agrees(lesson.selection.get().pinned, at)
    const attributes: Attributes = {
      title: rest.title ?? (missing ? whyWords(at, messages) : null),
      'aria-pressed': String(pinned),
      'aria-disabled': missing ? 'true' : null,
      'data-lit': lit ? '' : null,
      'data-missing': missing ? '' : null,
    }
    return { at: missing ? null : at, attributes }
  }
  const point = (on: boolean) => {
    pointed.current = on
    lesson.selection.set(hover(lesson.selection.get(), on ? now().at : null))
  }
  useFollowed(lesson, () => {
    if (!node.current || waiting) return
    writeAttributes(node.current, now().attributes)
    if (pointed.current) point(true)
  })
  return (
    <PressedWords
      {...rest}
      {...propsOf(now().attributes)}
      ref={attach}
      part="gf-part"
      data-kind={kindOfBound(bound)}
      data-stale={stale || undefined}
      onPoint={point}
      onPress={() => {
        const { at } = now()
        if (at) lesson.selection.set(pin(lesson.selection.get(), at))
      }}
      onEscape={() => lesson.selection.set(pin(hover(lesson.selection.get(), null), null))}
    />
  )
}

/** The colour that figures give to what words are bound to. */
function kindOfBound({ tensor, keyAt, position, head }: Bound) {
  if (tensor !== undefined) return kindOf(tensor.replace(/^(grad\.)?blocks\.[^.]+\./, '$1'))
  if (keyAt !== undefined) return position === undefined ? 'key' : 'attention'
  return head === undefined ? 'activation' : 'attention'
}
