'use client'
import { useContext, useMemo } from 'react'
import type { Readable } from '../../lesson/store'
import { type ChaptersContextValue, SegmentContext, useChapters } from './context'
import { useNames, useOutline, useStand } from './hooks'

/** A segment and how far it has come, for a stage of one's own. */
export interface SegmentMoment {
  /** Its place among all, from 0. */
  readonly index: number
  /** How many there are. */
  readonly count: number
  /** Its address in the page, without the `#`. */
  readonly anchor: string
  readonly name: string
  /** Its chapter's title; `null` where it stands in none. */
  readonly chapter: string | null
  readonly active: boolean
  readonly playing: boolean
  /** How far it has come, 0 to 1. Read it in painters: it never re-renders React. */
  readonly progress: Readable<number>
  /** Whether this is the copy for paper, which stands at the segment's end. */
  readonly printed: boolean
}

/**
 * The segment around: in prose its own; on the stage the active one. Renders again when the segment changes, or begins or
 * ceases to play. Throws outside of `Chapters`.
 */
export function useSegment(): SegmentMoment {
  const chapters = useChapters()
  const place = useContext(SegmentContext)
  if (!chapters || !place)
    throw new Error(
      'useSegment() must be called below <Segment>, or on the stage of <Chapters>; there is neither above it.',
    )
  const { segment, printed } = place
  const { index, anchor, of } = segment
  const count = useOutline(chapters, ({ segments }) => segments.length)
  const active = useStand(chapters.journey, (stand) => stand.active === index)
  const playing = useStand(chapters.journey, ({ active: at, phase }) => at === index && phase === 'playing')
  const progress = useProgress(chapters, index, printed)
  const name = useNames()(segment)
  return useMemo(
    () => ({
      index,
      count,
      anchor,
      name,
      chapter: of?.title ?? null,
      active: active || printed,
      playing: playing && !printed,
      progress,
      printed,
    }),
    [index, count, anchor, name, of, active, playing, progress, printed],
  )
}

function useProgress({ journey }: ChaptersContextValue, index: number, printed: boolean): Readable<number> {
  return useMemo(
    () => ({
      get: () => (printed ? 1 : journey.share(index)),
      subscribe(listener) {
        const stops = [journey.lesson.time.subscribe(listener), journey.stand.subscribe(listener)]
        return () => {
          for (const stop of stops) stop()
        }
      },
    }),
    [journey, index, printed],
  )
}
