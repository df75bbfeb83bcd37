export { FaultPicker, type FaultPickerProps } from './FaultPicker'
