'use client'
import type { ForwardFrame, TraceToken } from '@glassformer/core'
import { type KeyboardEvent, useState } from 'react'
import { TokenChip } from '../../anatomy/TokenChip'
import type { SelectionActions } from '../../lesson/hooks'
import type { Selection } from '../../lesson/selection'
import { tokenPipelineMessages } from '../../messages/en/tokenPipeline'
import { useMessages } from '../../messages/useMessages'
import { chipState, FOLD_OVER, foldedRange } from './tokenPipeline.geometry'

export interface TokenLineProps extends SelectionActions {
  tokens: readonly TraceToken[]
  promptLength: number
  frame: ForwardFrame
  selection: Selection
  /** The token on its way to the end of the line: its place is kept free. */
  landing: TraceToken | null
}

/** The text as a line of chips, each with its id and its state. One tab stop; arrows move along it. */
export function TokenLine({ tokens, promptLength, frame, selection, landing, hover, pin }: TokenLineProps) {
  const messages = useMessages('tokenPipeline', tokenPipelineMessages)
  const [stop, setStop] = useState<number | 'fold'>(0)
  const [unfolded, setUnfolded] = useState(false)
  const count = Math.min(frame.tokensVisible, tokens.length)
  const folded = foldedRange(count, unfolded)
  const hidden = folded.to - folded.from
  const shown = tokens.slice(0, count).map((_, position) => position)
  const kept = shown.filter((position) => position < folded.from || position >= folded.to)
  const tabStop = stop === 'fold' ? (count > FOLD_OVER ? stop : 0) : kept.includes(stop) ? stop : 0
  const inFold = selection.position !== null && selection.position >= folded.from && selection.position < folded.to

  const chip = (position: number) => {
    const { id, text } = tokens[position] as TraceToken
    const state = chipState(frame, position)
    const fresh = position >= promptLength
    const selected = selection.position === position || selection.key === position
    return (
      <button
        key={position}
        type="button"
        className="gf-pipe-token"
        data-state={state}
        data-new={fresh || undefined}
        data-selected={selected || undefined}
        tabIndex={tabStop === position ? 0 : -1}
        onPointerEnter={() => hover({ position })}
        onPointerLeave={() => hover(null)}
        onFocus={(event) => {
          setStop(position)
          if (event.currentTarget.matches(':focus-visible')) hover({ position })
        }}
        onBlur={() => hover(null)}
        onClick={() => pin({ position })}
      >
        <TokenChip text={text} selected={selected} />
        <span className="gf-visually-hidden">{messages.chipId}</span>
        <span className="gf-pipe-id">{id}</span>
        <span className="gf-visually-hidden">
          {messages.chipState(position, messages.states[state], fresh ? messages.fresh : '')}
        </span>
      </button>
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
  const before = hidden ? shown.slice(0, folded.from) : shown
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls; this is a line of text
    <div
      className="gf-pipe-line"
      role="group"
      aria-label={messages.line}
      data-dense={kept.length > 48 || undefined}
      onKeyDown={(event) => {
        if (event.key === 'Escape') pin(null)
        else moveFocus(event)
      }}
    >
      {before.map(chip)}
      {count > FOLD_OVER && fold}
      {hidden > 0 && shown.slice(folded.to).map(chip)}
      {landing && (
        <span className="gf-pipe-token" data-slot="" aria-hidden="true">
          <TokenChip text={landing.text} />
          <span className="gf-pipe-id">{landing.id}</span>
        </span>
      )}
    </div>
  )
}

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
  const rtl = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
  const moves: Record<string, number> = {
    ArrowLeft: at - rtl,
    ArrowRight: at + rtl,
    Home: 0,
    End: buttons.length - 1,
  }
  const to = moves[event.key]
  if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  event.stopPropagation()
  buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus()
}
