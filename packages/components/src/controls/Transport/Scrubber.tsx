'use client'
import type { PlayerEvent } from '@glassformer/core'
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useMemo } from 'react'
import { useHealedStyles } from '../../browser/useHealedStyles'
import { type LessonHandle, startOf } from '../../lesson/handle'
import { transportMessages } from '../../messages/en/transport'
import { useMessages } from '../../messages/useMessages'
import { placeAt, usePlaceValue } from './place'

const seekTo = (timeMs: number): PlayerEvent => ({ type: 'seek', timeMs })

interface ScrubberProps {
  readonly lesson: LessonHandle
  readonly slider: RefObject<HTMLDivElement | null>
}

/** A line of time with a mark at every step and a part for every run; drags to any moment. */
export function Scrubber({ lesson, slider }: ScrubberProps) {
  const messages = useMessages('transport', transportMessages)
  const { sequence, time } = lesson
  useHealedStyles(slider, '.gf-transport')
  const part = usePlaceValue(lesson, (place) => place?.part)
  const ticks = useMemo(
    () => sequence.cues.map(({ startMs, cue }) => `M${startMs} 0V${cue.kind === 'embed' ? 1 : 0.5}`).join(''),
    [sequence],
  )

  useEffect(() => {
    const show = () => place(slider.current, lesson, messages)
    show()
    return time.subscribe(show)
  }, [lesson, time, messages, slider])

  const seek = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    if (box.width === 0) return
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))
    lesson.dispatch(seekTo(share * sequence.durationMs))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const now = time.get()
    const starts = sequence.parts.map((_, index) => startOf(sequence, index))
    const events: Record<string, PlayerEvent> = {
      ArrowUp: { type: 'step', by: 1 },
      ArrowDown: { type: 'step', by: -1 },
      End: seekTo(sequence.durationMs),
      PageUp: seekTo(starts.find((start) => start > now) ?? sequence.durationMs),
      PageDown: seekTo(starts.findLast((start) => start < now) ?? 0),
    }
    const wanted = events[event.key]
    if (!wanted) return
    event.preventDefault()
    lesson.dispatch(wanted)
  }
  const at = sequence.durationMs > 0 ? time.get() / sequence.durationMs : 0
  return (
    <div className="gf-transport-scrubber">
      <div
        ref={slider}
        className="gf-transport-track"
        role="slider"
        tabIndex={0}
        aria-label={messages.position}
        aria-valuemin={0}
        aria-valuemax={Math.round(sequence.durationMs)}
        aria-valuenow={Math.round(time.get())}
        style={{ ['--gf-at' as string]: at }}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture?.(event.pointerId)
          seek(event)
          lesson.setDragged(true)
        }}
        onLostPointerCapture={() => lesson.setDragged(false)}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture?.(event.pointerId)) seek(event)
        }}
      >
        <svg
          className="gf-transport-ticks"
          preserveAspectRatio="none"
          viewBox={`0 0 ${sequence.durationMs || 1} 1`}
          aria-hidden="true"
        >
          <path d={ticks} />
        </svg>
        <span className="gf-transport-played" />
        <span className="gf-transport-thumb" />
      </div>
      {sequence.parts.length > 1 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame
        <div className="gf-transport-parts" role="group" aria-label={messages.chapters}>
          {sequence.parts.map(({ index, timeline, startMs, endMs }) => (
            <button
              key={timeline.kind}
              type="button"
              className="gf-transport-part"
              data-kind={timeline.kind}
              aria-current={index === part ? 'step' : undefined}
              style={{ flexGrow: endMs - startMs }}
              onClick={() => lesson.dispatch(seekTo(startOf(sequence, index)))}
            >
              {messages[timeline.kind]}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

function place(track: HTMLElement | null, { sequence, time }: LessonHandle, messages: typeof transportMessages): void {
  if (!track || sequence.durationMs === 0) return
  const now = time.get()
  track.style.setProperty('--gf-at', String(now / sequence.durationMs))
  track.setAttribute('aria-valuenow', String(Math.round(now)))
  const at = placeAt(sequence, now)
  const words = at && messages.moment(at.step, at.steps, messages.cue(at.cue, at.learning))
  // Attributes are written when they change: a screen reader is told of every writing.
  if (words && track.getAttribute('aria-valuetext') !== words) track.setAttribute('aria-valuetext', words)
}
