import type { backpropWaveMessages } from '../messages/en/backpropWave'
import type { Wave } from './backpropWave.data'
import type { WaveScale } from './backpropWave.geometry'

/** What the marks stand for, and the ranges of the scales. */
export function Legend({
  wave,
  scale,
  messages,
}: {
  wave: Wave
  scale: WaveScale
  messages: typeof backpropWaveMessages
}) {
  const { legend } = messages
  return (
    <>
      <span className="gf-wave-key" data-kind="norm">
        <i />
        {legend.norm(wave.max, scale)}
      </span>
      {wave.railMax > 0 && (
        <span className="gf-wave-key" data-kind="rail">
          <i />
          {legend.rail(wave.railMax)}
        </span>
      )}
      <span className="gf-wave-key" data-kind="k">
        <i />
        {legend.k}
      </span>
      <span className="gf-wave-key" data-kind="v">
        <i />
        {legend.v}
      </span>
      <span className="gf-wave-key" data-kind="loss">
        <i />
        {legend.loss(wave.lossMax)}
      </span>
      <span className="gf-wave-key" data-kind="forward">
        <i />
        {legend.forward}
      </span>
      <span className="gf-wave-key" data-kind="update">
        <i />
        {legend.update}
      </span>
    </>
  )
}
