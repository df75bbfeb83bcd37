export { type NamedPrompt, PromptPicker, type PromptPickerProps } from './PromptPicker'
