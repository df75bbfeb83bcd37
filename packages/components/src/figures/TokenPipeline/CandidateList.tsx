'use client'
import { type CSSProperties, type MouseEvent, useRef, useState } from 'react'
import {
  type CellAddress,
  type LessonHandle,
  moveFocus,
  type SelectionActions,
  sameCell,
  TokenChip,
  useFollow,
  useSelection,
} from '../../kit'
import { DrawnCells, DrawnFoot, sharesOf } from './DrawnCells'
import { candidateAddress } from './data'
import { drawnCandidate, type Filter } from './draw'
import { barGrowth } from './state'
import type { Pointed, Shown } from './words'

export interface CandidateListProps {
  readonly lesson: LessonHandle
  readonly shown: Shown
  /** Rows to keep room for. */
  readonly slots: number
  readonly heading: string
  /** Where the tokens of the run are drawn, the filters at work: room for what the draw shows is kept before it does. */
  readonly filters: readonly Filter[] | null
  readonly actions: SelectionActions
  readonly onPoint: (pointed: Pointed | null) => void
}

/** The most probable next tokens, a bar each. One tab stop; arrows move along them. */
export function CandidateList({ lesson, shown, slots, heading, filters, actions, onPoint }: CandidateListProps) {
  const { rows, asked, draw, messages } = shown
  const words = messages.draw
  const [{ cell }] = useSelection(lesson)
  const list = useRef<HTMLOListElement>(null)
  const [stop, setStop] = useState(0)
  useFollow(lesson, 'forward', ({ frame }) => {
    if (frame) list.current?.style.setProperty('--gf-grown', barGrowth(frame).toFixed(3))
  })
  const empty = rows.length === 0
  const tabStop = Math.min(stop, rows.length - 1)
  const shares = draw && sharesOf(draw, rows, words)
  return (
    <div className="gf-pipe-out" data-empty={empty || undefined} data-drawn={filters ? true : undefined}>
      <div className="gf-pipe-head">
        <span>{heading}</span>
        {empty ? (
          <span>{messages.waiting}</span>
        ) : draw ? (
          <>
            <span aria-hidden="true">{words.logitHead}</span>
            <span aria-hidden="true">{words.scaledHead(draw.temperature)}</span>
            <span aria-hidden="true">{words.finalHead}</span>
          </>
        ) : (
          <>
            <span aria-hidden="true">{messages.probHead}</span>
            <span aria-hidden="true">{messages.logitHead}</span>
          </>
        )}
      </div>
      <ol
        ref={list}
        aria-label={filters ? words.list : messages.candidateList}
        style={{ '--gf-grown': 1, '--gf-slots': slots } as CSSProperties}
        onKeyDown={(event) => moveFocus(event, 'down')}
        onPointerLeave={() => onPoint(null)}
      >
        {rows.map((row, index) => {
          const { id, text, prob, logit, chosen } = row
          const point = () => onPoint({ kind: 'candidate', id })
          const addresses = [candidateAddress('probs', asked, id), candidateAddress('logits', asked, id)] as const
          const open = (address: CellAddress) => (event: MouseEvent<HTMLElement>) => {
            event.stopPropagation()
            actions.choose({}, address, event.currentTarget)
          }
          const inDraw = draw && drawnCandidate(draw, row)
          const [ofProb, ofLogit] = addresses.map((address) => sameCell(cell, address) || undefined)
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard opens it by the button
            <li
              key={id}
              data-chosen={chosen || undefined}
              data-left-out={inDraw?.filter ?? undefined}
              onPointerEnter={point}
              onClick={open(addresses[inDraw ? 1 : 0])}
            >
              <button
                type="button"
                className="gf-pipe-pick"
                tabIndex={index === tabStop ? 0 : -1}
                onFocus={() => {
                  setStop(index)
                  point()
                }}
                onBlur={() => onPoint(null)}
              >
                <TokenChip text={text} title="" />
                <span className="gf-visually-hidden">{inDraw ? words.candidate(inDraw) : messages.candidate(row)}</span>
                {chosen && !inDraw && messages.chosen}
                {chosen && inDraw && (
                  <span className="gf-pipe-rank">
                    {words.chosen} <span aria-hidden="true">{words.rank(inDraw.rank)}</span>
                  </span>
                )}
              </button>
              {inDraw ? (
                <DrawnCells
                  row={inDraw}
                  share={shares?.rows[index] ?? ''}
                  words={words}
                  lit={ofLogit}
                  onOpen={open(addresses[1])}
                />
              ) : (
                <>
                  <svg className="gf-pipe-bar" aria-hidden="true">
                    <rect width={`${(100 * prob).toFixed(2)}%`} height="100%" rx="2" />
                  </svg>
                  {/* The button has said both, exactly. */}
                  <b data-lit={ofProb} aria-hidden="true">
                    {messages.prob(prob)}
                  </b>
                  {/* The keyboard comes to it by way of its probability. */}
                  <span className="gf-pipe-logit" data-lit={ofLogit} aria-hidden="true" onClick={open(addresses[1])}>
                    {messages.logit(logit)}
                  </span>
                </>
              )}
            </li>
          )
        })}
      </ol>
      {filters && <DrawnFoot shown={shown} others={shares?.others} filters={filters} />}
    </div>
  )
}
