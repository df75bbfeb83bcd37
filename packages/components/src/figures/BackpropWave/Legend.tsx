import { LegendKey, LegendScale } from '../../kit'
import type { backpropWaveMessages } from '../../messages/en/backpropWave'
import type { Wave } from './data'
import type { WaveScale } from './geometry'

interface LegendProps {
  readonly wave: Wave
  readonly scale: WaveScale
  readonly messages: typeof backpropWaveMessages
}

/** What the marks stand for, and the ranges of the scales. */
export function Legend({ wave, scale, messages: { legend } }: LegendProps) {
  return (
    <>
      <LegendScale ramp="gradient" from="0" to={legend.end(wave.max)}>
        {legend.norm(scale)}
      </LegendScale>
      {wave.railMax > 0 && (
        <LegendScale ramp="gradient" from="0" to={legend.end(wave.railMax)}>
          {legend.rail}
        </LegendScale>
      )}
      <LegendKey mark="square" color="keys">
        {legend.k}
      </LegendKey>
      <LegendKey mark="diamond" color="values">
        {legend.v}
      </LegendKey>
      <LegendKey mark="fill" color="loss">
        {legend.loss(wave.lossMax)}
      </LegendKey>
      <LegendKey mark="line" color="forward">
        {legend.forward}
      </LegendKey>
      <LegendKey mark="fill" color="weights">
        {legend.weights}
      </LegendKey>
    </>
  )
}
