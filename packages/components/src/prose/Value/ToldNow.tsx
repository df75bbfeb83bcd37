'use client'
import { type ComponentPropsWithRef, type KeyboardEvent, type MouseEvent, useRef } from 'react'
import { useTyping } from '../../lesson/context'
import type { LessonHandle } from '../../lesson/handle'
import { hover, pin, type Selection } from '../../lesson/selection'
import type { proseMessages } from '../../messages/en/prose'
import { agrees } from '../agrees'
import { type Attributes, propsOf, useFollowed, writeAttributes } from '../follow'
import { type Asked, tell } from '../told'
import { useNode } from '../useNode'
import { hereOf, isWhy } from '../where'
import { valueWords } from '../words'

interface Props {
  readonly lesson: LessonHandle
  readonly asked: Asked & { readonly always?: boolean | undefined }
  /** Whether it is a button that opens the number. */
  readonly opens: boolean
  readonly messages: typeof proseMessages
  /** What the author gave to the element. */
  readonly host: ComponentPropsWithRef<'span'>
}

/** What is told at this moment. React renders it once; then text and attributes are written when they change. */
export function ToldNow({ lesson, asked, opens, messages, host: { ref, className, ...host } }: Props) {
  const { stale } = useTyping()
  const [node, attach] = useNode<HTMLElement>(ref)
  const pointed = useRef(false)
  const now = () => {
    const here = hereOf(lesson, asked.always)
    const told = tell(here, asked)
    const { text, name, title, missing } = valueWords(here, told, messages)
    const found = isWhy(told) ? null : told
    const lit = opens && found?.at ? agrees(here.selection, found.at) : false
    const attributes: Attributes = {
      title: host.title ?? title,
      'aria-label': host['aria-label'] ?? name,
      'aria-disabled': opens && !found?.cell ? 'true' : null,
      'data-kind': found?.kind ?? null,
      'data-missing': missing ? '' : null,
      'data-lit': lit ? '' : null,
    }
    return { text, found, attributes }
  }
  const point = (at: Partial<Selection> | null) => lesson.selection.set(hover(lesson.selection.get(), at))
  useFollowed(lesson, () => {
    const element = node.current
    if (!element) return
    const { text, found, attributes } = now()
    if (element.textContent !== text) element.textContent = text
    writeAttributes(element, attributes)
    // What is pointed at goes on with the clock, and so does what the figures light.
    if (pointed.current && found?.at) point(found.at)
  })
  const pointing = (on: boolean) => () => {
    pointed.current = on
    point(on ? (now().found?.at ?? null) : null)
  }
  const shared = {
    ...host,
    className: className ? `gf-value ${className}` : 'gf-value',
    'data-stale': stale || undefined,
  }
  const { text, attributes } = now()
  if (!opens)
    return (
      <span {...shared} {...propsOf(attributes)} ref={attach}>
        {text}
      </span>
    )
  return (
    <button
      {...(shared as ComponentPropsWithRef<'button'>)}
      {...propsOf(attributes)}
      ref={attach}
      type="button"
      onPointerEnter={pointing(true)}
      onPointerLeave={pointing(false)}
      onFocus={(event) => {
        if (event.currentTarget.matches(':focus-visible')) pointing(true)()
      }}
      onBlur={pointing(false)}
      onKeyDown={(event: KeyboardEvent<HTMLElement>) => {
        host.onKeyDown?.(event)
        if (event.key === 'Escape' && !event.defaultPrevented) lesson.selection.set(pin(lesson.selection.get(), null))
      }}
      onClick={(event: MouseEvent<HTMLElement>) => {
        host.onClick?.(event)
        const { found } = now()
        if (found?.cell && !event.defaultPrevented) lesson.inspect(found.cell, event.currentTarget)
      }}
    >
      {text}
    </button>
  )
}
