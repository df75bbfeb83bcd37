'use client'
import type { TraceToken } from '@glassformer/core'
import { useState } from 'react'
import { moveFocus, type Selection, type SelectionActions, TokenButton, TokenChip } from '../../kit'
import { FOLD_OVER, foldedRange } from './geometry'
import { chipState } from './state'
import type { Shown } from './words'

export interface TokenLineProps extends SelectionActions {
  readonly shown: Shown
  readonly promptLength: number
  readonly selection: Selection
  /** The position that is kept, which its button says. */
  readonly pinned: number | null
  /** The token on its way to the end of the line: its place is kept free. */
  readonly landing: TraceToken | null
}

/** The text as a line of chips, each with its id and its state. One tab stop; arrows move along it. */
export function TokenLine({ shown, promptLength, selection, pinned, landing, hover, pin }: TokenLineProps) {
  const { frame, messages } = shown
  const { tokens } = shown.trace
  const [stop, setStop] = useState<number | 'fold'>(0)
  const [unfolded, setUnfolded] = useState(false)
  const count = Math.min(frame.tokensVisible, tokens.length)
  const folded = foldedRange(count, unfolded)
  const hidden = folded.to - folded.from
  const all = tokens.slice(0, count).map((_, position) => position)
  const kept = all.filter((position) => position < folded.from || position >= folded.to)
  const tabStop = stop === 'fold' ? (count > FOLD_OVER ? stop : 0) : kept.includes(stop) ? stop : 0
  const inFold = selection.position !== null && selection.position >= folded.from && selection.position < folded.to

  const point = (position: number | null) => hover(position === null ? null : { position })
  const choose = (position: number) => pin({ position })
  const chip = (position: number) => {
    const { id, text } = tokens[position] as TraceToken
    const state = chipState(frame, position)
    const fresh = position >= promptLength
    const selected = selection.position === position || selection.key === position
    return (
      <TokenButton
        key={position}
        position={position}
        className="gf-pipe-token"
        data-state={state}
        data-new={fresh || undefined}
        data-selected={selected || undefined}
        pinned={pinned === position}
        tabStop={tabStop === position}
        onStop={setStop}
        onPoint={point}
        onChoose={choose}
      >
        <TokenChip text={text} selected={selected} />
        <span className="gf-visually-hidden">{messages.chipId}</span>
        <span className="gf-pipe-id">{id}</span>
        <span className="gf-visually-hidden">
          {messages.chipState({ position, state: messages.states[state], fresh })}
        </span>
      </TokenButton>
    )
  }
  const fold = (
    <button
      key="fold"
      type="button"
      className="gf-pipe-fold"
      data-selected={inFold || undefined}
      aria-expanded={unfolded}
      tabIndex={tabStop === 'fold' ? 0 : -1}
      onFocus={() => setStop('fold')}
      onClick={() => setUnfolded(!unfolded)}
    >
      {unfolded ? messages.fold : messages.unfold(hidden)}
    </button>
  )
  const before = hidden ? all.slice(0, folded.from) : all
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls; this is a line of text
    <div
      className="gf-pipe-line"
      role="group"
      aria-label={messages.line}
      data-dense={kept.length > 48 || undefined}
      onKeyDown={(event) => moveFocus(event, 'across')}
    >
      {before.map(chip)}
      {count > FOLD_OVER && fold}
      {hidden > 0 && all.slice(folded.to).map(chip)}
      {landing && (
        <span className="gf-pipe-token" data-slot="" aria-hidden="true">
          <TokenChip text={landing.text} />
          <span className="gf-pipe-id">{landing.id}</span>
        </span>
      )}
    </div>
  )
}
