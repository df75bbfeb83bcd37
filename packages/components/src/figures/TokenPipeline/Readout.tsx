'use client'
import type { ForwardFrame } from '@glassformer/core'
import { tokenPipelineMessages } from '../../messages/en/tokenPipeline'
import { formatShort, visibleToken } from '../../messages/format'
import { useMessages } from '../../messages/useMessages'
import { chipState, computedAt, type Stage } from './tokenPipeline.geometry'
import { type PipelineTrace, rowOf, topAt } from './tokenPipeline.values'

export interface ReadoutProps {
  trace: PipelineTrace
  frame: ForwardFrame
  predicted: number
  /** The position chosen, and the one that the column shows. */
  position: number | null
  focus: number
  /** The stage and dimension pointed at. */
  stage: Stage | undefined
  cell: number
  textOf: (id: number) => string
}

/** The number or the token pointed at, exactly. */
export function Readout({ trace, frame, predicted, position, focus, stage, cell, textOf }: ReadoutProps) {
  const messages = useMessages('tokenPipeline', tokenPipelineMessages)
  if (stage) {
    const row = rowOf(trace, stage.tensor, focus)
    const value = row?.[cell]
    return (
      <>
        {messages.readCell(stage.tensor, focus, cell)}{' '}
        {value === undefined ? (
          messages.absent
        ) : computedAt(stage, frame) > focus ? (
          <b>{formatShort(value, 4)}</b>
        ) : (
          messages.notYet
        )}
      </>
    )
  }
  const token = position === null || position >= frame.tokensVisible ? undefined : trace.tokens[position]
  if (position === null || !token) return messages.hint
  const next = predicted > position ? topAt(trace, position, 1, textOf)[0] : undefined
  const words = next && messages.readNext(next.prob)
  return (
    <>
      <b>{visibleToken(token.text)}</b>{' '}
      {messages.readToken(token.id, position, messages.states[chipState(frame, position)])}
      {next && words && (
        <>
          {words.before} <b>{visibleToken(next.text)}</b> {words.after}
        </>
      )}
      .
    </>
  )
}
