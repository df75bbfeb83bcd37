import type { attentionHeadMessages } from '../../messages/en/attentionHead'
import { formatNumber } from '../../messages/format'
import { isWindowed } from '../../traces/visibleKeys'
import { type LayerData, valueBoundOf } from './headData'
import type { AttentionView } from './view'

interface LegendProps {
  readonly view: AttentionView
  readonly data: LayerData
  readonly head: number
  readonly messages: typeof attentionHeadMessages
}

/** What the colours and marks stand for, with the ends of their scales. */
export function Legend({ view, data, head, messages }: LegendProps) {
  const signed = (name: string, bound: number) => (
    <Scale name={name} ramp="diverging" from={formatNumber(-bound)} to={formatNumber(bound)} />
  )
  const unscaled = data.trace.fault === 'unscaled-scores'
  return (
    <>
      {view === 'pattern' && <Scale name={messages.weightScale} ramp="reads" from="0" to="1" />}
      {view === 'scores' && signed(unscaled ? messages.unscaledScore : messages.scoreScale, data.scoreBound)}
      {data.v && signed(messages.valueScale, valueBoundOf(data, head))}
      {view !== 'output' && (
        <>
          {[
            data.last[0] !== data.n - 1 && messages.masked,
            isWindowed(data) && messages.outside(data.config.attentionWindow),
          ].map(
            (text, i) =>
              text && (
                <span key={text} className="gf-attn-key">
                  <i className="gf-attn-masked" data-outside={i > 0 || undefined} />
                  {text}
                </span>
              ),
          )}
          <span>{messages.arcs}</span>
        </>
      )}
    </>
  )
}

function Scale({ name, ramp, from, to }: { name: string; ramp: string; from: string; to: string }) {
  return (
    <span className="gf-attn-key">
      {name} {from}
      <i className="gf-attn-ramp" data-ramp={ramp} />
      {to}
    </span>
  )
}
