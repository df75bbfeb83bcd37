export { SamplingControls, type SamplingControlsProps } from './SamplingControls'
