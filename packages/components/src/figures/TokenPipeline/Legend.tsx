import { type ColorName, LegendKey, type LegendMark, LegendScale } from '../../kit'
import type { tokenPipelineMessages } from '../../messages/en/tokenPipeline'
import { CHIP_STATES, type ChipState } from './state'

const MARKS: Readonly<Record<ChipState, readonly [LegendMark, ColorName]>> = {
  done: ['fill', 'raised'],
  current: ['frame', 'forward'],
  queue: ['dashed', 'dim'],
}

/** The states of a token, each with its mark and its word, what a draw leaves out, and the colours of numbers. */
export function Legend({ messages, filters }: { messages: typeof tokenPipelineMessages; filters: boolean }) {
  return (
    <>
      {CHIP_STATES.map((state) => (
        <LegendKey key={state} mark={MARKS[state][0]} color={MARKS[state][1]}>
          {messages.states[state]}
        </LegendKey>
      ))}
      <LegendKey mark="line" color="forward">
        {messages.fresh}
      </LegendKey>
      {filters && (
        <LegendKey mark="hatch" color="dim">
          {messages.draw.legend}
        </LegendKey>
      )}
      <LegendScale ramp="diverging" from="−" to="+">
        {messages.scale}
      </LegendScale>
    </>
  )
}
