export { CacheControls, type CacheControlsProps, type CacheKind } from './controls/CacheControls'
export { FaultPicker, type FaultPickerProps } from './controls/FaultPicker'
export { ModelPicker, type ModelPickerProps, type PickableModel } from './controls/ModelPicker'
export { type NamedPrompt, PromptPicker, type PromptPickerProps } from './controls/PromptPicker'
export { SamplingControls, type SamplingControlsProps } from './controls/SamplingControls'
export { Transport, type TransportProps } from './controls/Transport'
export { AttentionHead, type AttentionHeadProps, type AttentionView } from './figures/AttentionHead'
export { BackpropWave, type BackpropWaveProps, type WaveScale } from './figures/BackpropWave'
export { ComplexityComparison, type ComplexityComparisonProps } from './figures/ComplexityComparison'
export { KVCacheGrid, type KVCacheGridProps } from './figures/KVCacheGrid'
export { ProbabilityTrail, type ProbabilityTrailProps, type TrailView } from './figures/ProbabilityTrail'
export { TokenPipeline, type TokenPipelineProps } from './figures/TokenPipeline'
export { Inspector, type InspectorProps } from './inspector/Inspector'
export type { LessonHandle, LessonRun } from './lesson/handle'
export { Lesson, type LessonProps } from './lesson/Lesson'
export type { CacheChoice, LessonSettings, SamplerChoice, SamplingSettings } from './lesson/settings'
export { preloadTextModel } from './lesson/textModelStore'
export {
  Chapter,
  type ChapterProps,
  Chapters,
  type ChaptersProps,
  Segment,
  type SegmentMoment,
  type SegmentProps,
  useSegment,
} from './prose/Chapters'
export { Check, type CheckChoice, type CheckProps } from './prose/Check'
export { During, type DuringProps } from './prose/During'
export { Glossary, type GlossaryProps } from './prose/Glossary'
export { Moment, type MomentProps } from './prose/Moment'
export { Part, type PartProps } from './prose/Part'
export { Predict, type PredictProps } from './prose/Predict'
export { Term, type TermProps } from './prose/Term'
export { Difference, type DifferenceProps, Together, type TogetherProps } from './prose/Together'
export { Value, type ValueProps } from './prose/Value'
