'use client'
import { type LessonHandle, Said, usePinned, useSelection } from '../../kit'
import type { HeadNow } from './words'

interface FollowingProps {
  readonly lesson: LessonHandle
  readonly now: HeadNow
  /** The layer is the author's, and follows nothing. */
  readonly layerIsFixed: boolean
}

/** Whether layer and token are the clock's or the reader's, and the way from one to the other. */
export function Following({
  lesson,
  now: { data, state, focus, visible, nameOf, messages },
  layerIsFixed,
}: FollowingProps) {
  const pinned = usePinned(lesson)
  const [, { pin }] = useSelection(lesson)
  const layer = layerIsFixed ? null : pinned.layer
  const position = pinned.position !== null && pinned.position < Math.min(data.n, visible) ? pinned.position : null
  const follows = layer === null && position === null
  const atWork = state.to > 0 ? nameOf(state.to - 1) : null
  const shown = layerIsFixed ? {} : { layer: data.layer }
  const toggle = () =>
    pin(follows ? { ...shown, ...(focus >= 0 && { position: focus }) } : { layer: null, position: null, key: null })
  return (
    <span className="gf-attn-follow">
      <button type="button" aria-pressed={follows} onClick={toggle}>
        {messages.follow}
      </button>
      <span dir="auto">
        <Said>
          {follows
            ? messages.following({ layer: shown.layer ?? null, query: atWork })
            : messages.chosen({ layer, query: position === null ? null : nameOf(position) })}
        </Said>
      </span>
    </span>
  )
}
