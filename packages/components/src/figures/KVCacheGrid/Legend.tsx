import { LegendKey, LegendScale } from '../../kit'
import type { kvCacheGridMessages } from '../../messages/en/kvCacheGrid'
import type { CacheView } from './data'
import type { Shelf } from './geometry'
import { forgets } from './keeping'
import { kindOf } from './policyWords'

interface LegendProps {
  readonly view: CacheView
  readonly shelf: Shelf
  readonly messages: typeof kvCacheGridMessages
}

export function Legend({ view, shelf, messages }: LegendProps) {
  const { legend, policy } = messages
  const kinds = [
    { kind: 'k', bound: view.kBound, ramp: 'keys' },
    { kind: 'v', bound: view.vBound, ramp: 'values' },
  ] as const
  return (
    <>
      {kinds.map(({ kind, bound }) => (
        <LegendScale key={kind} ramp="diverging" from={legend.least(bound)} to={legend.most(bound)}>
          {legend.scale(messages[kind])}
          {view.values && policy.legend.scale[view.values]}
        </LegendScale>
      ))}
      {!shelf.allOpen &&
        kinds.map(({ kind, ramp }) => (
          <LegendScale key={kind} ramp={ramp} from="0" to={legend.end(view.normBound)}>
            {legend.lengths(kindOf({ view, messages }, kind))}
          </LegendScale>
        ))}
      <LegendKey mark="line" color="reads">
        {legend.thread}
      </LegendKey>
      <LegendKey mark="frame" color="keys">
        {legend.written}
      </LegendKey>
      {view.keeping && (
        <>
          {forgets(view.keeping) && <LegendKey mark="outside">{policy.legend.evicted}</LegendKey>}
          {view.keeping.shared > 0 && (
            <LegendKey mark="dotted" color="forward">
              {policy.legend.shared}
            </LegendKey>
          )}
          {view.keeping.blocks && <LegendKey mark="hatch">{policy.legend.waste}</LegendKey>}
          <LegendKey mark="dashed">{policy.legend.full}</LegendKey>
        </>
      )}
    </>
  )
}
