'use client'
import { TokenChip } from '../../anatomy/TokenChip'
import type { LessonHandle } from '../../lesson/handle'
import { useFrame, useSelection } from '../../lesson/hooks'
import type { CacheView } from './cache'

/** The tokens above their columns; those still to come are empty places. */
export function ColumnHeads({ lesson, view }: { readonly lesson: LessonHandle; readonly view: CacheView }) {
  const frame = useFrame(lesson, 'forward')
  const [selection, { hover, pin }] = useSelection(lesson)
  const visible = frame?.tokensVisible ?? 0
  const written = Math.max(0, ...(frame?.written ?? []))
  return (
    <div className="gf-kv-heads">
      {view.tokens.slice(0, view.positions).map((token, position) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is its position
          key={position}
          className="gf-kv-column"
          data-state={position >= visible ? 'coming' : position < written ? 'written' : 'waiting'}
        >
          {position < visible && (
            <TokenChip
              text={token.text}
              maxLetters={8}
              data-every={position % 2 === 0 ? 2 : 1}
              selected={selection.position === position || selection.key === position}
              onPointerEnter={() => hover({ position })}
              onPointerLeave={() => hover(null)}
              onClick={() => pin({ position })}
            />
          )}
        </span>
      ))}
    </div>
  )
}
