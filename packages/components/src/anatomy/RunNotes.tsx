'use client'
import type { Trace } from '@glassformer/core'
import { figureMessages } from '../messages/en/figure'
import { useMessages } from '../messages/useMessages'

/**
 * What must be known of a run before its numbers are believed: where they come from, its deliberate fault, what was
 * changed in it. Each note has `data-note`: the kind of provenance, the fault, or `interventions`.
 */
export function RunNotes({ trace: { provenance, fault, interventions } }: { trace: Trace }) {
  const messages = useMessages('figure', figureMessages)
  const { kind, note } = provenance
  const count = interventions?.length
  const notes = [
    kind !== 'computed' && [kind, messages.provenance[kind] + (note ? `: ${note}` : '')],
    fault && [fault, messages.faults[fault]],
    count && ['interventions', messages.interventions(count)],
  ]
  return notes.map(
    (said) =>
      said && (
        <span key={said[0]} className="gf-origin" data-note={said[0]}>
          {said[1]}
        </span>
      ),
  )
}
