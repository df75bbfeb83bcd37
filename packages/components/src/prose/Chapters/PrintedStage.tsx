'use client'
import { useEffect, useMemo } from 'react'
import { restOf } from '../../canvas/atRest'
import { LessonContext, lessonOf, useLesson } from '../../lesson/context'
import { createLesson } from '../../lesson/handle'
import { type ChaptersContextValue, SegmentContext } from './context'
import type { OutlineSegment } from './outline'

/** On paper: a segment's stage, at the segment's end. */
export function PrintedStage({ segment, chapters }: { segment: OutlineSegment; chapters: ChaptersContextValue }) {
  const { handle, messages, waiting } = useLesson()
  const { journey, registry } = chapters
  const spans = journey.spans()
  const { index, shown } = segment
  const endMs = spans[index]?.endMs ?? 0
  const before = registry.outline.get().segments[index - 1]
  const again = before?.shown === shown && spans[index - 1]?.endMs === endMs
  const lesson = useMemo(() => {
    const { pinned } = handle.selection.get()
    const copy = createLesson(handle.run, { initialTimeMs: endMs })
    copy.selection.set({ hover: null, pinned })
    return copy
  }, [handle, endMs])
  const value = useMemo(() => lessonOf(lesson, { messages }), [lesson, messages])
  const place = useMemo(() => ({ segment, lesson, printed: true }), [segment, lesson])
  // The printer does not wait until the copy has come to rest.
  useEffect(() => restOf(lesson).settle(), [lesson])
  if (waiting || again || !shown) return null
  return (
    <LessonContext.Provider value={value}>
      <SegmentContext.Provider value={place}>
        <div className="gf-segment-printed">{shown}</div>
      </SegmentContext.Provider>
    </LessonContext.Provider>
  )
}
