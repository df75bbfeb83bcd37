'use client'
import { useRef } from 'react'
import { chaptersMessages } from '../../messages/en/chapters'
import { useMessages } from '../../messages/useMessages'
import type { ChaptersContextValue } from './context'
import { useNames, useShare } from './hooks'
import type { Outline, OutlineSegment } from './outline'

interface ContentsProps {
  readonly outline: Outline
  readonly segment: OutlineSegment | undefined
  readonly chapters: ChaptersContextValue
}

/** A thin line of segments with the current one named, which opens to the contents. */
export function Contents({ outline, segment, chapters }: ContentsProps) {
  const messages = useMessages('chapters', chaptersMessages)
  const nameOf = useNames()
  const { segments } = outline
  const details = useRef<HTMLDetailsElement>(null)
  if (!segment) return null
  const { of, index } = segment
  const groups = [...new Set(segments.map((one) => one.of))]
  const close = () => {
    if (details.current) details.current.open = false
  }
  return (
    <nav className="gf-root gf-box gf-chapters-nav" aria-label={messages.contents}>
      <Progress outline={outline} index={index} chapters={chapters} />
      <details ref={details}>
        <summary>
          {of && <span className="gf-chapters-of">{of.title}</span>}
          {segment.title !== undefined && <span>{segment.title}</span>}
          {!of && segment.title === undefined && <span>{nameOf(segment)}</span>}
          <span className="gf-chapters-place">{messages.place(index + 1, segments.length)}</span>
        </summary>
        <ol>
          {groups.map((chapter) => (
            <li key={chapter?.key ?? ''}>
              {chapter && (
                <a href={`#${chapter.anchor}`} onClick={close}>
                  {chapter.title}
                </a>
              )}
              <ol>
                {segments
                  .filter((one) => one.of === chapter)
                  .map((one) => (
                    <li key={one.key}>
                      <a
                        href={`#${one.anchor}`}
                        aria-current={one.index === index ? 'step' : undefined}
                        onClick={close}
                      >
                        {nameOf(one)}
                      </a>
                    </li>
                  ))}
              </ol>
            </li>
          ))}
        </ol>
      </details>
    </nav>
  )
}

/** The line alone: what is done, what is here, what is ahead. Its words stand below it. */
function Progress({
  outline: { segments },
  index,
  chapters,
}: Omit<ContentsProps, 'segment'> & { readonly index: number }) {
  const line = useRef<HTMLSpanElement>(null)
  useShare(line, chapters.journey, index)
  return (
    <span ref={line} className="gf-chapters-line" aria-hidden="true">
      {segments.map((one) => (
        <i
          key={one.key}
          data-state={one.index === index ? 'active' : one.index < index ? 'done' : 'ahead'}
          data-first={(one.index > 0 && one.of !== segments[one.index - 1]?.of) || undefined}
        />
      ))}
    </span>
  )
}
