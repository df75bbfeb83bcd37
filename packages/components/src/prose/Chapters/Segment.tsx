'use client'
import { type ComponentPropsWithRef, type ReactNode, useContext, useId, useMemo, useRef } from 'react'
import * as check from '../../anatomy/propChecks'
import { useWrongProp } from '../../anatomy/useWrongProp'
import { useLesson } from '../../lesson/context'
import type { CueName } from '../../lesson/cues'
import { chaptersMessages } from '../../messages/en/chapters'
import { useMessages } from '../../messages/useMessages'
import { InlineError } from '../InlineError'
import {
  ChapterContext,
  type ChaptersContextValue,
  SegmentContext,
  type SegmentPlace,
  UnledContext,
  useChapters,
} from './context'
import { useNames, useOutline, useStand } from './hooks'
import { PrintedStage } from './PrintedStage'
import { SegmentBar } from './SegmentBar'
import { useEntry } from './useEntry'

export interface SegmentProps extends Omit<ComponentPropsWithRef<'div'>, 'title'> {
  /** What it is called: a heading below that of its chapter, and its line in the contents. @default the chapter's title and a number */
  title?: string
  /** The step of the run that it begins with: `{ kind: 'read', layer: 0, step: 1 }`. @default where the segment before it ends */
  from?: CueName
  /** The step that it ends with, the first of this name that is not over when it begins. @default the end of `from`; without either, nothing plays */
  to?: CueName
  /** What stands beside it: a figure, or anything else. @default that of its chapter, or of the segment before */
  stage?: ReactNode
  /** Its address in the page, for links. @default that of its chapter and a number: `#who-reads-whom-2` */
  id?: string
}

const ACCEPTS: check.PropChecks = {
  title: check.words,
  from: check.cueName,
  to: check.cueName,
  id: check.words,
  ...check.HOST,
}

/**
 * Prose with a stretch of the lesson's clock, which it plays before it waits for the reader. Renders a `<div>`; the rest of the
 * props go to it. Shows `data-state` (`ahead`, `active`, `done`) and, of the active one, `data-phase` (`ready`, `playing`, `waiting`).
 */
export function Segment(props: SegmentProps) {
  const chapters = useChapters()
  const { outsideChapters } = useMessages('chapters', chaptersMessages)
  const wrong = useWrongProp('Segment', ACCEPTS, props)
  const unled = useContext(UnledContext)
  if (wrong || !chapters)
    return (
      <>
        {!unled && <InlineError name="Segment" error={wrong ?? check.propError(outsideChapters('Segment'))} />}
        {props.children}
      </>
    )
  return <Placed {...props} chapters={chapters} />
}

function Placed(props: SegmentProps & { chapters: ChaptersContextValue }) {
  const { title, from, to, stage, id, chapters, className, children, ref, ...rest } = props
  const { registry, journey, headingLevel, printing } = chapters
  const key = useId()
  const chapter = useContext(ChapterContext)
  const attach = useEntry(
    registry,
    'enterSegment',
    { key, chapter, title, id, stage, from: useSame(from), to: useSame(to) },
    ref,
  )
  const { handle } = useLesson()
  const messages = useMessages('chapters', chaptersMessages)
  const nameOf = useNames()
  const segment = useOutline(chapters, ({ segments }) => segments.find((one) => one.key === key))
  const count = useOutline(chapters, ({ segments }) => segments.length)
  const index = segment?.index ?? -1
  const state = useStand(journey, ({ active }) => (index === active ? 'active' : index < active ? 'done' : 'ahead'))
  const phase = useStand(journey, (stand) => (index === stand.active ? stand.phase : undefined))
  const place = useMemo<SegmentPlace | null>(
    () => (segment ? { segment, lesson: handle, printed: false } : null),
    [segment, handle],
  )
  if (!segment) return null
  const name = nameOf(segment)
  const Heading = `h${headingLevel + 1}` as 'h3'
  return (
    <SegmentContext.Provider value={place}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls */}
      <div
        {...rest}
        ref={attach}
        id={segment.anchor}
        role="group"
        tabIndex={-1}
        aria-label={messages.segment(index + 1, count, name)}
        aria-current={state === 'active' ? 'step' : undefined}
        className={className ? `gf-segment ${className}` : 'gf-segment'}
        data-state={state}
        data-phase={phase}
      >
        {title !== undefined && <Heading className="gf-segment-title">{title}</Heading>}
        {children}
        <SegmentBar index={index} anchor={segment.anchor} name={name} chapters={chapters} />
        {printing && <PrintedStage segment={segment} chapters={chapters} />}
      </div>
    </SegmentContext.Provider>
  )
}

/** The same object as long as it names the same step: authors write them in place. */
function useSame(name: CueName | undefined): CueName | undefined {
  const last = useRef(name)
  const before = last.current
  const same = before?.kind === name?.kind && before?.layer === name?.layer && before?.step === name?.step
  if (!same) last.current = name
  return last.current
}
