'use client'
import type { Explanation } from '@glassformer/core/explain'
import type { inspectorMessages } from '../messages/en/inspector'
import { formatExact } from '../messages/format'

/** The numbers between the sources and the value, one after another. Those of which there are many are in the table. */
export function Steps({ explanation, messages }: { explanation: Explanation; messages: typeof inspectorMessages }) {
  const steps = explanation.steps.filter(({ name }) => name !== 'exponential')
  if (steps.length === 0) return null
  return (
    <dl className="gf-inspector-steps">
      {steps.map(({ name, value }) => (
        <div key={name}>
          <dt>{messages.steps[name] ?? name}</dt>
          <dd title={String(value)}>{formatExact(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
