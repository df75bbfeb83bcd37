export { type CacheMode, countAt, countOps, kvCacheBytes, type RunShape } from './complexity/countOps'
export { addCounts, sumCounts } from './complexity/counts'
export {
  type ByteCounts,
  type OpCounts,
  type StepCounts,
  WORK_KINDS,
  type WorkCounts,
  type WorkKind,
} from './complexity/types'
export { EMBED_UNTIL } from './timeline/backwardFrame'
export {
  compileTimeline,
  DEFAULT_DURATIONS,
  GRADIENT_STAGES,
  LAYER_STAGES,
  type TimelineOf,
  type TimelineOptions,
  type TimelineSource,
} from './timeline/compile'
export { cueAt } from './timeline/cueAt'
export { clamp, easeInOut, easeOut, flash, within } from './timeline/easing'
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
  partAt,
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
  FORWARD_CUES,
  type ForwardCueKind,
  type ForwardFrame,
  type Frame,
  type Timeline,
} from './timeline/types'
