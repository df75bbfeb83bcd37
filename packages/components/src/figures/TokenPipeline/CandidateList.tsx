'use client'
import { type CSSProperties, useRef } from 'react'
import { TokenChip } from '../../anatomy/TokenChip'
import type { LessonHandle } from '../../lesson/handle'
import { useFollow } from '../../lesson/hooks'
import { tokenPipelineMessages } from '../../messages/en/tokenPipeline'
import { visibleToken } from '../../messages/format'
import { useMessages } from '../../messages/useMessages'
import { barGrowth } from './tokenPipeline.geometry'
import type { CandidateRow } from './tokenPipeline.values'

export interface CandidateListProps {
  lesson: LessonHandle
  /** Best first. Empty while the logits are not there. */
  rows: readonly CandidateRow[]
  /** Rows to keep room for. */
  slots: number
  heading: string
}

/** The most probable next tokens, a bar each. */
export function CandidateList({ lesson, rows, slots, heading }: CandidateListProps) {
  const messages = useMessages('tokenPipeline', tokenPipelineMessages)
  const list = useRef<HTMLOListElement>(null)
  useFollow(lesson, 'forward', ({ frame }) => {
    if (frame) list.current?.style.setProperty('--gf-grown', barGrowth(frame).toFixed(3))
  })
  const empty = rows.length === 0
  return (
    <div className="gf-pipe-out" data-empty={empty || undefined}>
      <div className="gf-pipe-head">
        <span>{heading}</span>
        {empty ? (
          <span>{messages.waiting}</span>
        ) : (
          <>
            <span>{messages.probHead}</span>
            <span>{messages.logitHead}</span>
          </>
        )}
      </div>
      <ol ref={list} style={{ '--gf-grown': 1, '--gf-slots': slots } as CSSProperties}>
        {rows.map(({ id, text, prob, logit, chosen }) => {
          return (
            <li key={id} data-chosen={chosen || undefined} title={messages.exact(visibleToken(text), id, prob, logit)}>
              <span className="gf-pipe-pick">
                <TokenChip text={text} title="" />
                {chosen && `✓ ${messages.chosen}`}
              </span>
              <svg className="gf-pipe-bar" aria-hidden="true">
                <rect width={`${(100 * prob).toFixed(2)}%`} height="100%" rx="2" />
              </svg>
              <b>{messages.prob(prob)}</b>
              <span className="gf-pipe-logit">{messages.logit(logit)}</span>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
