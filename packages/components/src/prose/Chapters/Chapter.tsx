'use client'
import { type ComponentPropsWithRef, type ReactNode, useContext, useId } from 'react'
import * as check from '../../anatomy/propChecks'
import { useWrongProp } from '../../anatomy/useWrongProp'
import { chaptersMessages } from '../../messages/en/chapters'
import { useMessages } from '../../messages/useMessages'
import { InlineError } from '../InlineError'
import { ChapterContext, type ChaptersContextValue, UnledContext, useChapters } from './context'
import { HashLink } from './HashLink'
import { useOutline } from './hooks'
import { useEntry } from './useEntry'

export interface ChapterProps extends Omit<ComponentPropsWithRef<'section'>, 'title'> {
  /** What it is called: its heading, and its line in the contents. */
  title: string
  /** Its address in the page, for links. @default made of the title: "Who reads whom" is `#who-reads-whom` */
  id?: string
  /** What stands beside its segments that have no stage of their own. @default that of `Chapters` */
  stage?: ReactNode
}

const ACCEPTS: check.PropChecks = { title: check.words, id: check.words, ...check.HOST }

/** A chapter: a `<section>` with a heading, to which the rest of the props go. */
export function Chapter(props: ChapterProps) {
  const chapters = useChapters()
  const { outsideChapters } = useMessages('chapters', chaptersMessages)
  // What has to be given is looked at as what is given wrongly is.
  const wrong = useWrongProp('Chapter', ACCEPTS, { ...props, title: props.title ?? null })
  const unled = useContext(UnledContext)
  if (wrong || !chapters)
    return (
      <>
        {!unled && <InlineError name="Chapter" error={wrong ?? check.propError(outsideChapters('Chapter'))} />}
        {props.children}
      </>
    )
  return <Section {...props} chapters={chapters} />
}

function Section({
  title,
  id,
  stage,
  chapters,
  className,
  children,
  ref,
  ...rest
}: ChapterProps & { chapters: ChaptersContextValue }) {
  const key = useId()
  const { registry, headingLevel } = chapters
  const attach = useEntry(registry, 'enterChapter', { key, title, id, stage }, ref)
  const anchor = useOutline(chapters, (outline) => outline.chapters.find((chapter) => chapter.key === key)?.anchor)
  const Heading = `h${headingLevel}` as const
  return (
    <ChapterContext.Provider value={key}>
      <section
        {...rest}
        ref={attach}
        id={anchor}
        aria-labelledby={`${key}-title`}
        className={className ? `gf-chapter ${className}` : 'gf-chapter'}
      >
        <Heading className="gf-chapter-title">
          <span id={`${key}-title`}>{title}</span>
          <HashLink anchor={anchor} name={title} />
        </Heading>
        {children}
      </section>
    </ChapterContext.Provider>
  )
}
