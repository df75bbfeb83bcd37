import { act } from '@testing-library/react'
import { useLesson } from '../lesson/context'
import type { LessonHandle } from '../lesson/handle'

/** A way for tests to what a lesson's figures share: render `Probe` in it, and ask `lesson()`. */
export function lessonProbe() {
  let handle: LessonHandle | null = null
  function Probe() {
    handle = useLesson().handle
    return null
  }
  const lesson = () => handle as LessonHandle
  const seek = (timeMs: number) => act(() => lesson().dispatch({ type: 'seek', timeMs }))
  /** To the end of the first step of a kind. */
  const goTo = (kind: string, step = 0) =>
    seek(lesson().sequence.cues.find(({ cue }) => cue.kind === kind && cue.step === step)?.endMs as number)
  return { Probe, lesson, seek, goTo }
}
