'use client'
import { cutMiddle, rem, visibleToken } from '../../kit'
import { boxOf, isLabelled, type TrailRows } from './geometry'
import type { Pointed, TrailNow } from './words'

interface RowNamesProps {
  readonly now: TrailNow
  readonly rows: TrailRows
  readonly pinned: number | null
  readonly onPoint: (at: Pointed | null) => void
  readonly onChoose: (place: { readonly depth: number; readonly position: number }) => void
}

/** Letters of a name before its middle is cut out. */
export const NAME_LETTERS = 8

/** The tokens at the side; they stay while the columns scroll. The keyboard reaches them through the cells. */
export function RowNames({ now, rows, pinned, onPoint, onChoose }: RowNamesProps) {
  const { data, state, focus } = now
  return (
    <div className="gf-trail-names" aria-hidden="true">
      {data.tokens.slice(0, Math.min(data.n, state.visible)).map((text, position) => {
        if (!isLabelled(rows, position)) return null
        const { top, height } = boxOf(rows, position)
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard reaches it through the cells
          // biome-ignore lint/a11y/useKeyWithClickEvents: as above
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
            key={position}
            dir="auto"
            style={{ insetBlockStart: rem(top + height / 2) }}
            title={visibleToken(text)}
            data-focus={position === focus || undefined}
            data-pinned={position === pinned || undefined}
            onPointerEnter={() => onPoint({ at: 'cell', depth: data.depths - 1, position })}
            onPointerLeave={() => onPoint(null)}
            onClick={() => onChoose({ depth: 0, position })}
          >
            {cutMiddle(visibleToken(text), NAME_LETTERS)}
          </span>
        )
      })}
    </div>
  )
}
