'use client'
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react'
import { WhileWaiting } from '../../anatomy/WhileWaiting'
import { placeAt } from '../../controls/Transport/place'
import { useLesson } from '../../lesson/context'
import { chaptersMessages } from '../../messages/en/chapters'
import { transportMessages } from '../../messages/en/transport'
import { useMessages } from '../../messages/useMessages'
import type { ChaptersContextValue } from './context'
import { HashLink } from './HashLink'
import { useShare, useStand } from './hooks'

interface SegmentBarProps {
  readonly index: number
  readonly anchor: string
  readonly name: string
  readonly chapters: ChaptersContextValue
}

const HOST = { className: 'gf-root gf-box gf-segment-bar' } as const

/** The one button of a segment, the line of its time, and its link. What the server sent stays until the run is there. */
export function SegmentBar(props: SegmentBarProps) {
  const { waiting } = useLesson()
  return (
    <WhileWaiting waiting={waiting} as="div" host={HOST} instead={<Bar {...props} waiting />}>
      <Bar {...props} waiting={waiting} />
    </WhileWaiting>
  )
}

function Bar({ index, anchor, name, chapters, waiting }: SegmentBarProps & { readonly waiting: boolean }) {
  const { journey } = chapters
  const messages = useMessages('chapters', chaptersMessages)
  const count = journey.spans().length
  const doing = useStand(journey, ({ active, phase }) => (active === index ? phase : null))
  const span = journey.spans()[index]
  const does = doing === 'playing' ? 'pause' : doing === 'waiting' ? (index + 1 < count ? 'next' : 'again') : 'play'
  const still = span?.startMs === span?.endMs
  // The last, where nothing plays, has nothing to press.
  const isEnd = !waiting && still && doing !== null && !(doing === 'waiting' && index + 1 < count)
  return (
    <div {...HOST} data-active={doing !== null || undefined}>
      {!isEnd && (
        <button
          type="button"
          className="gf-segment-press"
          aria-label={doing === null ? messages.playNamed(name) : undefined}
          disabled={waiting}
          onClick={() => (doing === null ? chapters.play(index) : chapters.press())}
        >
          <Sign does={still && doing === null ? 'next' : does} />
          {doing !== null && <span>{messages[does]}</span>}
        </button>
      )}
      {still ? <span className="gf-segment-rest" /> : <Line index={index} name={name} chapters={chapters} />}
      <HashLink anchor={anchor} name={name} />
      {span?.missing && !waiting && journey.lesson.sequence.durationMs > 0 && (
        <p className="gf-segment-missing">{messages.missing}</p>
      )}
    </div>
  )
}

const SIGNS = {
  play: 'M5 2.5 13 8l-8 5.5z',
  pause: 'M4.5 3h2.5v10H4.5zM9 3h2.5v10H9z',
  next: 'M8 2.5v9M3.5 7.5 8 12l4.500-4.500',
  again: 'M3.500 5A5.500 5.500 0 1 1 2.600 9.500M3 2v3.500h3.500',
} as const

function Sign({ does }: { does: keyof typeof SIGNS }) {
  const filled = does === 'play' || does === 'pause'
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path
        d={SIGNS[does]}
        fill={filled ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth={filled ? 1.2 : 1.8}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}

/** The segment's own stretch of time; drags to any moment of it. */
function Line({ index, name, chapters: { journey } }: Omit<SegmentBarProps, 'anchor'>) {
  const track = useRef<HTMLDivElement>(null)
  const messages = useMessages('chapters', chaptersMessages)
  const words = useMessages('transport', transportMessages)
  const { lesson } = journey
  useShare(track, journey, index)
  useEffect(() => {
    const say = () => {
      const node = track.current
      const at = placeAt(lesson.sequence, lesson.time.get())
      if (!node) return
      const active = journey.stand.get().active === index
      const text = active && at ? words.cue(at.cue, at.learning) : messages.start
      // Attributes are written when they change: a screen reader is told of every writing.
      if (node.getAttribute('aria-valuetext') !== text) node.setAttribute('aria-valuetext', text)
      node.setAttribute('aria-valuenow', String(Math.round(100 * journey.share(index))))
    }
    say()
    const stops = [lesson.time.subscribe(say), journey.stand.subscribe(say)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [journey, lesson, index, messages, words])
  const seek = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    if (width > 0) journey.scrub(index, Math.min(1, Math.max(0, (event.clientX - left) / width)))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step =
      event.key === 'ArrowRight' || event.key === 'ArrowUp'
        ? 1
        : event.key === 'ArrowLeft' || event.key === 'ArrowDown'
          ? -1
          : 0
    const end = event.key === 'Home' ? 0 : event.key === 'End' ? 1 : null
    if (step === 0 && end === null) return
    event.preventDefault()
    if (end !== null) journey.scrub(index, end)
    else journey.step(index, step as 1 | -1)
  }
  return (
    <div
      ref={track}
      className="gf-segment-line"
      role="slider"
      tabIndex={0}
      aria-label={messages.position(name)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(100 * journey.share(index))}
      style={{ ['--gf-at' as string]: journey.share(index) }}
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
    />
  )
}
