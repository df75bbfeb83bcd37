'use client'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { useLesson } from '../../lesson/context'
import { prefersReducedMotion } from '../../lesson/reducedMotion'
import { useLiveEffect } from '../../lesson/useLiveEffect'
import { chaptersMessages } from '../../messages/en/chapters'
import { useMessages } from '../../messages/useMessages'
import { Contents } from './Contents'
import { type ChaptersContextValue, SegmentContext, type SegmentPlace, useChapters } from './context'
import { useNames, useOutline, useStand } from './hooks'
import type { OutlineSegment } from './outline'
import { isSameKind } from './stage'

/** What stays in sight beside the prose: where the reader is, and the stage. Rendered after the prose, so that it knows it on a server too. */
export function Aside() {
  const chapters = useChapters() as ChaptersContextValue
  const outline = useOutline(chapters, (all) => all)
  const active = useStand(chapters.journey, (stand) => stand.active)
  const segment = outline.segments[active]
  return (
    <aside className="gf-chapters-aside">
      <Contents outline={outline} segment={segment} chapters={chapters} />
      {segment?.shown && <Stage segment={segment} />}
    </aside>
  )
}

/** The stage of the active segment. What is of the same kind stays and changes its props; what is another fades in. */
function Stage({ segment }: { segment: OutlineSegment }) {
  const { handle } = useLesson()
  const messages = useMessages('chapters', chaptersMessages)
  const nameOf = useNames()
  const { shown } = segment
  const [last, setLast] = useState({ shown, turn: 0 })
  if (last.shown !== shown) setLast({ shown, turn: isSameKind(last.shown, shown) ? last.turn : last.turn + 1 })
  const place = useMemo<SegmentPlace>(() => ({ segment, lesson: handle, printed: false }), [segment, handle])
  return (
    // biome-ignore lint/a11y/useSemanticElements: it is a part of the aside
    <div className="gf-chapters-stage" role="region" aria-label={messages.stage(nameOf(segment))}>
      <SegmentContext.Provider value={place}>
        <FadingIn key={last.turn} fades={last.turn > 0}>
          {shown}
        </FadingIn>
      </SegmentContext.Provider>
    </div>
  )
}

const FADE_MS = 200

/** What comes in the place of another fades in; with reduced motion it is a cut. */
function FadingIn({ fades, children }: { fades: boolean; children: ReactNode }) {
  const node = useRef<HTMLDivElement>(null)
  useLiveEffect(() => {
    if (fades && !prefersReducedMotion()) node.current?.animate?.({ opacity: [0, 1] }, FADE_MS)
  }, [fades])
  return <div ref={node}>{children}</div>
}
