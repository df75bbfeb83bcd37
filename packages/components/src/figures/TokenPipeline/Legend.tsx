'use client'
import { tokenPipelineMessages } from '../../messages/en/tokenPipeline'
import { useMessages } from '../../messages/useMessages'
import { CHIP_STATES } from './tokenPipeline.geometry'
import type { Bounds } from './tokenPipeline.values'

/** The states of a token, each with its mark and its word, and the colour scale with its range. */
export function Legend({ scale }: { scale: Bounds }) {
  const messages = useMessages('tokenPipeline', tokenPipelineMessages)
  return (
    <>
      {CHIP_STATES.map((state) => (
        <span key={state} className="gf-pipe-key">
          <i data-state={state} />
          {messages.states[state]}
        </span>
      ))}
      <span className="gf-pipe-key">
        <i data-new="" />
        {messages.fresh}
      </span>
      <span className="gf-pipe-key">
        <i data-ramp="" />
        {messages.scale(scale.embed, scale.block, scale.final)}
      </span>
    </>
  )
}
