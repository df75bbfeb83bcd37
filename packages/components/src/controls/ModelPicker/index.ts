export { ModelPicker, type ModelPickerProps, type PickableModel } from './ModelPicker'
