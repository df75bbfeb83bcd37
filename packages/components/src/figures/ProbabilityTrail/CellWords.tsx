'use client'
import { memo } from 'react'
import { inkOn } from '../../kit'
import { cutEnd, type TrailRows, unitsOf } from './geometry'
import { levelOf, opacityOf, probAt } from './paint'
import { agrees } from './shown'
import { type TrailNow, writtenAt } from './words'

interface WordsProps {
  readonly now: TrailNow
  readonly rows: TrailRows
  readonly room: { readonly letters: number; readonly prob: boolean }
  /** The position that stays bright while one is chosen. */
  readonly chosen: number | null
}

/** What is written in the cells of the rows that have room for it, in the ink that is read on them. */
export function CellWords({ now, rows, room, chosen }: WordsProps) {
  const { data, state, view } = now
  const { n, depths } = data
  const bright = chosen !== null && chosen < n ? chosen : null
  const positions = rows.words ? Array.from({ length: n }, (_, position) => position) : [rows.focus]
  return (
    <svg className="gf-trail-words" aria-hidden="true" data-narrow={!room.prob || undefined}>
      {positions.map((position) => {
        const { first, count } = unitsOf(rows, position)
        return Array.from({ length: depths }, (_, depth) => {
          const written = position < 0 ? null : writtenAt(now, depth, position)
          if (!written) return null
          const level = levelOf(probAt(data, view, depth, position))
          return (
            <Word
              // biome-ignore lint/suspicious/noArrayIndexKey: a place is its index
              key={`${depth} ${position}`}
              word={cutEnd(written.word, room.letters)}
              number={room.prob ? written.number : ''}
              left={`${(100 * depth) / depths}%`}
              right={`${(100 * (depth + 1)) / depths}%`}
              y={`${(100 * (first + count / 2)) / rows.units}%`}
              ink={inkOn('forward', level, opacityOf(position, bright))}
              agrees={agrees(data, state, depth, position)}
            />
          )
        })
      })}
    </svg>
  )
}

interface WordProps {
  readonly word: string
  readonly number: string
  readonly left: string
  readonly right: string
  readonly y: string
  readonly ink: ReturnType<typeof inkOn>
  readonly agrees: boolean
}

const Word = memo(function Word({ word, number, left, right, y, ink, agrees }: WordProps) {
  return (
    <>
      <text x={left} y={y} className="gf-ink" data-ink={ink} data-agrees={agrees || undefined}>
        {word}
      </text>
      {number && (
        <text x={right} y={y} className="gf-ink" data-ink={ink} data-end>
          {number}
        </text>
      )}
    </>
  )
})
