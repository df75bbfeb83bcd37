import type { backpropWaveMessages } from '../../messages/en/backpropWave'
import type { Wave } from './backpropWave.data'
import type { WaveScale } from './backpropWave.geometry'

/** What the marks stand for, and the ranges of the scales. */
export function Legend({
  wave,
  scale,
  messages: { legend },
}: {
  wave: Wave
  scale: WaveScale
  messages: typeof backpropWaveMessages
}) {
  const { forward, k, v, update } = legend
  const keys = {
    norm: legend.norm(wave.max, scale),
    rail: wave.railMax > 0 && legend.rail(wave.railMax),
    k,
    v,
    loss: legend.loss(wave.lossMax),
    forward,
    update,
  }
  return Object.entries(keys).map(
    ([kind, words]) =>
      words && (
        <span key={kind} className="gf-wave-key" data-kind={kind}>
          <i />
          {words}
        </span>
      ),
  )
}
