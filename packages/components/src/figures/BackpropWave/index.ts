export { BackpropWave, type BackpropWaveProps } from './BackpropWave'
export type { WaveScale } from './geometry'
