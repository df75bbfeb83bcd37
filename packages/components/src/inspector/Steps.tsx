'use client'
import type { Explanation } from '@glassformer/core/explain'
import type { inspectorMessages } from '../messages/en/inspector'
import { formatExact } from '../messages/format'

/** Said elsewhere on the card: in its rows, its lines and under them. */
const ELSEWHERE = [
  'exponential',
  'dot',
  'scale',
  'reciprocal',
  'centred',
  'variance',
  'meanSquare',
  'weight',
  'minusWeight',
]

/** The numbers between the sources and the value, one after another. Those of which there are many are in the table. */
export function Steps({ explanation, messages }: { explanation: Explanation; messages: typeof inspectorMessages }) {
  const steps = explanation.steps.filter(({ name }) => !ELSEWHERE.includes(name))
  if (steps.length === 0) return null
  return (
    <dl className="gf-inspector-steps">
      {steps.map(({ name, value }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
        <div key={i}>
          <dt>{messages.steps[name] ?? name}</dt>
          <dd>{formatExact(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
