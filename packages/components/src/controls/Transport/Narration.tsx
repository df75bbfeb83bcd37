'use client'
import { type RefObject, useEffect, useRef, useSyncExternalStore } from 'react'
import type { LessonHandle } from '../../lesson/handle'
import { transportMessages } from '../../messages/en/transport'
import { useMessages } from '../../messages/useMessages'
import { usePlace } from './place'

interface NarrationProps {
  readonly lesson: LessonHandle
  readonly playing: boolean
  /** What says the moment by itself while it has the focus: the scrubber. */
  readonly slider: RefObject<HTMLElement | null>
}

/**
 * What the machine is doing, in words: seen all the time, and spoken once whenever the clock comes to rest: after a step, at
 * a pause, at the end. While it runs, and for what the focused scrubber says itself, it is silent. Where it was to play no
 * further, it is not called paused.
 */
export function Narration({ lesson, playing, slider }: NarrationProps) {
  const messages = useMessages('transport', transportMessages)
  const place = usePlace(lesson)
  const spoken = useRef<HTMLParagraphElement>(null)
  const words = place && messages.moment(place.step, place.steps, messages.cue(place.cue, place.learning))
  const ended = place?.ended ?? false
  const { waits } = lesson.asks
  const asked = useSyncExternalStore(waits.subscribe, waits.get, waits.get)[0] ?? null
  const waiting = asked !== null
  const before = useRef({ lesson, playing, words, waiting })
  /** Where the clock is to stop while it plays. */
  const until = useRef<number | null>(null)
  useEffect(() => {
    const was = before.current
    before.current = { lesson, playing, words, waiting }
    if (!spoken.current || was.lesson !== lesson) return
    if (playing) {
      spoken.current.textContent = ''
      until.current = lesson.until()
    } else if (waiting && !was.waiting) {
      spoken.current.textContent = words ? messages.waitsAt(words) : messages.waits
    } else if ((was.playing || was.words !== words) && document.activeElement !== slider.current) {
      const paused = was.playing && lesson.time.get() !== until.current
      spoken.current.textContent = `${ended ? messages.ended : paused ? messages.paused : ''}${words ?? ''}`
    }
  }, [lesson, playing, words, ended, waiting, messages, slider])
  return (
    <>
      {place && (
        <p className="gf-transport-narration">
          <span className="gf-transport-step">{messages.step(place.step, place.steps)}</span>{' '}
          <span data-kind={place.cue.kind}>{messages.cue(place.cue, place.learning)}</span>
        </p>
      )}
      {asked && (
        <p className="gf-transport-waits">
          {messages.waits}{' '}
          <button type="button" className="gf-transport-question" onClick={asked.goTo}>
            {messages.toQuestion}
          </button>
        </p>
      )}
      <p ref={spoken} className="gf-visually-hidden" role="status" />
    </>
  )
}
