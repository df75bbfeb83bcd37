'use client'
import { type ComponentPropsWithRef, type KeyboardEvent, type ReactNode, useMemo } from 'react'
import * as check from '../../anatomy/propChecks'
import { useWrongProp } from '../../anatomy/useWrongProp'
import { useLessonContext } from '../../lesson/context'
import { Gated } from '../../lesson/Gated'
import { chaptersMessages } from '../../messages/en/chapters'
import { useMessages } from '../../messages/useMessages'
import { InlineError } from '../InlineError'
import { useNode } from '../useNode'
import { Arrival } from './Arrival'
import { Aside } from './Aside'
import { ChaptersContext, type ChaptersContextValue, type HeadingLevel, UnledContext } from './context'
import { useArrivals } from './useArrivals'
import { useJourney } from './useJourney'
import { usePrinting } from './usePrinting'

export interface ChaptersProps extends ComponentPropsWithRef<'div'> {
  /** What stands beside segments that have no stage of their own, nor their chapter. @default the stage of the segment before */
  stage?: ReactNode
  /** The level of the chapters' headings, 1 to 5; titles of segments are one below. @default 2 */
  headingLevel?: HeadingLevel
  /**
   * What moves the reader on: with `press` the segment's button, Space, and links; with `scroll` scrolling besides: the segment
   * that is read plays. @default 'press'
   */
  follow?: 'press' | 'scroll'
}

const ACCEPTS: check.PropChecks = {
  headingLevel: check.wholeFrom(1, 5),
  follow: check.oneOf('press', 'scroll'),
  ...check.HOST,
}

/**
 * Prose in chapters and segments on the lesson's clock, beside a stage. A segment plays, and waits for the reader at its end.
 * Space does what the segment's button says while the focus is on its prose itself. Renders a `<div>`; the rest of the
 * props go to it.
 */
export function Chapters(props: ChaptersProps) {
  const around = useLessonContext()
  const messages = useMessages('chapters', chaptersMessages)
  const wrong = useWrongProp('Chapters', ACCEPTS, props)
  if (!around)
    return (
      <UnledContext.Provider value={true}>
        <InlineError name="Chapters" error={wrong ?? check.propError(messages.outside)} />
        {props.children}
      </UnledContext.Provider>
    )
  const error = wrong ?? around.refusal
  return (
    <Gated lesson={around.handle}>
      {error && <InlineError name="Chapters" error={error} />}
      {wrong ? <Page>{props.children}</Page> : <Page {...props} />}
    </Gated>
  )
}

function Page({ stage, headingLevel = 2, follow = 'press', className, children, ref, ...rest }: ChaptersProps) {
  const [root, attach] = useNode(ref)
  const { registry, journey } = useJourney(stage)
  const printing = usePrinting()
  const { press, play } = useArrivals(root, registry, journey, follow)
  const value = useMemo<ChaptersContextValue>(
    () => ({ registry, journey, headingLevel, printing, press, play }),
    [registry, journey, headingLevel, printing, press, play],
  )
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    rest.onKeyDown?.(event)
    // A control keeps its keys, and so does everything else that an author lets take the focus.
    const target = event.target as Element
    const free = target.matches('.gf-segment, .gf-chapters')
    const bare = !(event.shiftKey || event.ctrlKey || event.metaKey || event.altKey)
    if (event.key !== ' ' || !free || !bare || event.defaultPrevented) return
    event.preventDefault()
    if (event.repeat) return
    const index = registry.outline.get().segments.findIndex(({ anchor }) => anchor === target.id)
    if (index < 0 || index === journey.stand.get().active) press()
    else play(index)
  }
  return (
    <ChaptersContext.Provider value={value}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: each key that it takes has a button */}
      <div
        {...rest}
        ref={attach}
        className={className ? `gf-chapters ${className}` : 'gf-chapters'}
        data-follow={follow}
        onKeyDown={onKeyDown}
      >
        <div className="gf-chapters-page">
          <div className="gf-chapters-prose">{children}</div>
          <Aside />
        </div>
        <Arrival />
      </div>
    </ChaptersContext.Provider>
  )
}
