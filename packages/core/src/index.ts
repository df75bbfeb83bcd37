export type { CachePolicy } from './cache/policy'
export { type Checkpoint, modelFrom } from './checkpoint/checkpoint'
export { type MinGPTOptions, readMinGPT } from './checkpoint/minGPT'
export { type CacheMode, type CacheValues, countAt, countOps, kvCacheBytes, type RunShape } from './complexity/countOps'
export { sumCounts } from './counts/sum'
export {
  type ByteCounts,
  type OpCounts,
  type StepCounts,
  WORK_KINDS,
  type WorkCounts,
  type WorkKind,
} from './counts/types'
export { type GenerationProgress, generate, generateSteps } from './inference/generate'
export type { GenerateOptions, Interventions, RunOptions } from './inference/options'
export { type ForwardOptions, runForward } from './inference/runForward'
export { type Activation, type ModelConfig, type ModelConfigInput, resolveConfig } from './model/config'
export { FAULTS, type Fault } from './model/hooks'
export { createModel, type Model, type ModelOptions, modelOf } from './model/model'
export { countParameters } from './model/parameters'
export { type Distribution, FILTERS, greedy, type SampleOptions, type Sampler, sample } from './sampling/sampling'
export { type ErrorCode, GlassformerError } from './tensor/errors'
export type { Precision } from './tensor/floats'
export type { Layout, LayoutEntry } from './tensor/layout'
export type { Random } from './tensor/random'
export type { AxisName, Floats, Tensor } from './tensor/tensor'
export {
  compileTimeline,
  LAYER_STAGES,
  type TimelineOf,
  type TimelineOptions,
  type TimelineSource,
} from './timeline/compile'
export { clamp, within } from './timeline/easing'
export { LOGITS_AT, PREFILL_STARTS } from './timeline/forwardFrame'
export { type FrameOf, frameAt } from './timeline/frameAt'
export {
  initialPlayer,
  MAX_RATE,
  MIN_RATE,
  type PlayerEvent,
  type PlayerState,
  playerReducer,
} from './timeline/player'
export {
  localTime,
  type Sequence,
  type SequenceCue,
  type SequencePart,
  sequence,
  stopsOf,
} from './timeline/sequence'
export {
  BACKWARD_CUES,
  type BackwardCueKind,
  type BackwardFrame,
  type Cue,
  type CueKind,
  type ForwardCueKind,
  type ForwardFrame,
  type ForwardStages,
  type Frame,
  type Timeline,
} from './timeline/types'
export { tokenText } from './tokenizer/tokenText'
export type { Tokenizer } from './tokenizer/types'
export { reviveTrace, type TraceData } from './trace/make'
export type {
  BackwardTrace,
  CachedLayer,
  CacheLayerStep,
  CacheSettings,
  CacheStep,
  Candidate,
  ForwardTrace,
  GenerationStep,
  GenerationTrace,
  InterventionRecord,
  ParameterUpdate,
  PositionRanges,
  Provenance,
  SamplingStep,
  Trace,
  TraceToken,
} from './trace/types'
export type { AdamWOptions } from './training/adamw'
export { type BackwardOptions, backwardSteps, runBackward } from './training/runBackward'
export type { Schedule } from './training/schedule'
export { train } from './training/train'
export type {
  Example,
  Training,
  TrainingRun,
  TrainingSignal,
  TrainingStep,
  TrainingWorker,
  TrainOptions,
} from './training/types'
