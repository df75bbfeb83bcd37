'use client'
import { partAt } from '@glassformer/core'
import type { LessonHandle } from '../../lesson/handle'
import { useFrame } from '../../lesson/hooks'
import { transportMessages } from '../../messages/en/transport'
import { useMessages } from '../../messages/useMessages'

/** What the machine is doing, in words; spoken when it comes to rest, not while it runs. */
export function Narration({ lesson, playing }: { lesson: LessonHandle; playing: boolean }) {
  const messages = useMessages('transport', transportMessages)
  const forward = useFrame(lesson, 'forward')
  const backward = useFrame(lesson, 'backward')
  const { parts } = lesson.sequence
  const part = parts.length > 0 ? parts[partAt(lesson.sequence, lesson.time.get())] : undefined
  const frame = part?.timeline.kind === 'backward' ? backward : forward
  if (!frame || !part) return null
  const before = parts.slice(0, part.index)
  const index = before.reduce((count, { timeline }) => count + timeline.cues.length, frame.cue.index + 1)
  return (
    <p className="gf-narration" role="status" aria-live={playing ? 'off' : 'polite'}>
      <span className="gf-step-number">{messages.step(index, lesson.sequence.cues.length)}</span>
      <span data-kind={frame.cue.kind}>{messages.cue(frame.cue)}</span>
    </p>
  )
}
