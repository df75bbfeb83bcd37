'use client'
import { useState } from 'react'
import {
  type LessonHandle,
  moveFocus,
  type Selection,
  type SelectionActions,
  TokenButton,
  TokenChip,
  usePinned,
  visibleToken,
} from '../../kit'
import type { Shown } from './policyWords'
import { goneFrom, isHeld, standingIn } from './state'

interface ColumnHeadsProps {
  readonly lesson: LessonHandle
  readonly shown: Shown
  readonly selection: Selection
  readonly actions: SelectionActions
}

/** The tokens above their columns; those still to come are empty places. One tab stop; arrows move along them. */
export function ColumnHeads({ lesson, shown, selection, actions: { hover, pin } }: ColumnHeadsProps) {
  const { view, frame, messages } = shown
  const pinned = usePinned(lesson)
  const [stop, setStop] = useState(0)
  const visible = Math.min(frame.tokensVisible, view.positions)
  const written = Math.max(0, ...view.layers.map((_, layer) => standingIn(view, frame, layer).full))
  const layersOf = (of: typeof isHeld) => (position: number) =>
    view.layers.filter((_, layer) => of(view, frame, layer, position)).length
  const [kept, gone] = [layersOf(isHeld), layersOf((...at) => goneFrom(...at) > 0)]
  const stateOf = (position: number) => {
    if (position >= visible) return 'coming'
    if (position >= written) return 'waiting'
    if (gone(position) > 0) return 'evicted'
    return position < (view.keeping?.shared ?? 0) ? 'shared' : 'written'
  }
  const nameOf = (position: number, state: Exclude<ReturnType<typeof stateOf>, 'coming'>) => {
    const token = visibleToken(view.tokens[position]?.text ?? '')
    return state === 'shared' || state === 'evicted'
      ? messages.policy.column({ token, position, state, layers: kept(position), of: view.layers.length })
      : messages.column({ token, position, state })
  }
  const tabStop = Math.min(stop, visible - 1)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls; these are the heads of columns
    <div
      className="gf-kv-heads"
      role="group"
      aria-label={messages.columns}
      onKeyDown={(event) => moveFocus(event, 'across')}
    >
      {view.tokens.slice(0, view.positions).map(({ text }, position) => {
        const state = stateOf(position)
        return (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a token is its position
            key={position}
            className="gf-kv-column"
            data-state={state}
            data-layers={state === 'evicted' ? kept(position) : undefined}
          >
            {state !== 'coming' && (
              <TokenButton
                position={position}
                className="gf-kv-token"
                aria-label={nameOf(position, state)}
                pinned={pinned.position === position}
                tabStop={position === tabStop}
                onStop={setStop}
                onPoint={(at) => hover(at === null ? null : { position: at })}
                onChoose={(at) => pin({ position: at })}
              >
                <TokenChip
                  text={text}
                  maxLetters={8}
                  data-every={position % 2 === 0 ? 2 : 1}
                  selected={selection.position === position || selection.key === position}
                />
              </TokenButton>
            )}
          </span>
        )
      })}
    </div>
  )
}
