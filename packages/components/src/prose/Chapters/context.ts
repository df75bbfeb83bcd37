'use client'
import { createContext, useContext } from 'react'
import type { LessonHandle } from '../../lesson/handle'
import type { Journey } from './journey'
import type { OutlineSegment, Registry } from './outline'

export type HeadingLevel = 1 | 2 | 3 | 4 | 5

export interface ChaptersContextValue {
  readonly registry: Registry
  readonly journey: Journey
  readonly headingLevel: HeadingLevel
  /** Whether the page is being printed: every segment then has its still. */
  readonly printing: boolean
  /** Presses the active segment's button, and brings the reader to where that leads. */
  readonly press: () => void
  /** Plays a segment from its start, and brings the reader there. */
  readonly play: (index: number) => void
}

export const ChaptersContext = createContext<ChaptersContextValue | null>(null)

/** Whether the chapters around have no lesson, and said so: what is in them is then prose alone. */
export const UnledContext = createContext(false)

/** The key of the chapter around. */
export const ChapterContext = createContext<string | null>(null)

/** The segment around: in prose its own, on the stage the one that the stage stands beside. */
export interface SegmentPlace {
  readonly segment: OutlineSegment
  readonly lesson: LessonHandle
  /** Whether this is the copy for paper, which stands at the segment's end. */
  readonly printed: boolean
}

export const SegmentContext = createContext<SegmentPlace | null>(null)

export function useChapters(): ChaptersContextValue | null {
  return useContext(ChaptersContext)
}
