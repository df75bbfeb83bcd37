'use client'
import { type RefObject, useRef, useState } from 'react'
import { observeInView } from '../../browser/observe'
import type { Wait } from '../../lesson/asks'
import { type Place, placeOf, timeOf } from '../../lesson/carryOver'
import type { LessonHandle } from '../../lesson/handle'
import { useMarkupValue } from '../../lesson/hooks'
import { useLiveEffect } from '../../lesson/useLiveEffect'
import { type AnswerMoment, goBefore } from './moment'
import { textKeyOf } from './runId'

/** Where the clock stands to the step that shows an answer: before it, where it begins, or where figures show some of it. */
export type Standing = 'before' | 'at' | 'past'

export interface Hold {
  /** The words of the question: seen, they let the hold begin. */
  readonly words: RefObject<HTMLDivElement | null>
  readonly standing: Standing
  /** Whether the clock may not go past. */
  readonly keeps: boolean
  /** Lets go of the clock, also in later runs of the same text. */
  readonly letGo: () => void
  /** Lets go of it and takes it to where the hold found it. */
  readonly goOn: () => void
}

/**
 * Where the clock stands, and, with `holds`, that it goes no further: from when the reader first sees the question, and until it
 * is answered or let go. Until then nothing is moved. Another text is held anew.
 */
export function useHold(lesson: LessonHandle, moment: AnswerMoment | null, holds: boolean): Hold {
  const words = useRef<HTMLDivElement>(null)
  const text = textKeyOf(lesson.run)
  const [seen, setSeen] = useState<string | null>(null)
  const [free, setFree] = useState<string | null>(null)
  /** The same at once: who listens to the clock is told before the next render. */
  const freed = useRef(free)
  /** Where the hold found the clock, of the text that it holds. */
  const found = useRef<{ readonly text: string; readonly from: Place | null } | null>(null)

  const toSee = holds && moment !== null && free !== text && seen !== text
  useLiveEffect(() => {
    if (toSee && words.current) return observeInView(words.current, (inView) => inView && setSeen(text))
  }, [toSee, text])

  const keeps = holds && moment !== null && free !== text && seen === text
  useLiveEffect(() => {
    if (!keeps || !moment) return
    const keep = () => {
      if (freed.current === text) return
      const isPast = lesson.time.get() > moment.beforeMs
      if (found.current?.text !== text) found.current = { text, from: isPast ? placeBefore(lesson) : null }
      if (isPast) goBefore(lesson, moment)
    }
    keep()
    return lesson.time.subscribe(keep)
  }, [lesson, moment, keeps, text])

  // A link that opens a moment past the question means that moment.
  useLiveEffect(() => {
    const { linked } = lesson.asks
    return linked.subscribe(() => {
      const place = linked.get()
      const timeMs = place ? timeOf(lesson.sequence, place) : undefined
      if (moment && timeMs !== undefined && timeMs > moment.beforeMs) letGo()
    })
  })

  const standing = useMarkupValue(lesson, (): Standing => {
    const toIt = lesson.time.get() - (moment?.beforeMs ?? Number.POSITIVE_INFINITY)
    return toIt > 0 ? 'past' : toIt === 0 ? 'at' : 'before'
  })
  const waits = keeps && standing !== 'before'
  useLiveEffect(() => {
    if (!waits) return
    const all = lesson.asks.waits
    const wait: Wait = { goTo: () => goTo(words.current), from: found.current?.from ?? null }
    all.set([...all.get(), wait])
    return () => all.set(all.get().filter((one) => one !== wait))
  }, [lesson, waits, text])

  const letGo = () => {
    freed.current = text
    setFree(text)
  }
  const goOn = () => {
    letGo()
    const from = found.current?.from
    const timeMs = from ? timeOf(lesson.sequence, from) : undefined
    if (timeMs !== undefined) lesson.dispatch({ type: 'seek', timeMs })
  }
  return { words, standing, keeps, letGo, goOn }
}

/** Where the clock is, or, where another question took it there, was. */
function placeBefore(lesson: LessonHandle): Place | null {
  return lesson.asks.waits.get()[0]?.from ?? placeOf(lesson) ?? null
}

/** Brings the words into view, and the focus to the answer. */
function goTo(words: HTMLElement | null): void {
  words?.scrollIntoView({ block: 'center' })
  words?.parentElement?.querySelector<HTMLElement>('input')?.focus({ preventScroll: true })
}
