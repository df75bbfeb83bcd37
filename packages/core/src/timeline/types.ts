/** The states of the machine that a forward pass or a generation goes through. */
export const FORWARD_CUES = ['idle', 'prefill', 'embed', 'project', 'write', 'read', 'attend', 'mlp', 'sample'] as const
/** The states of the machine that a training step goes through. */
export const BACKWARD_CUES = [
  'idle',
  'forward',
  'loss',
  'd_unembed',
  'd_mlp',
  'd_attn_out',
  'd_keys_values',
  'd_layer_norm',
  'd_embed',
  'update',
] as const

export type ForwardCueKind = (typeof FORWARD_CUES)[number]
export type BackwardCueKind = (typeof BACKWARD_CUES)[number]
export type CueKind = ForwardCueKind | BackwardCueKind

/**
 * A named stretch of time. It holds the moments `startMs < t <= endMs`, so that the moment `endMs` shows the cue
 * completed; the first cue also holds `t = 0`.
 */
export interface Cue {
  readonly index: number
  readonly kind: CueKind
  /** The layer at work, if it is one layer's. */
  readonly layer: number | null
  /** Step of the generation (0 is the prefill); always 0 for forward and backward. */
  readonly step: number
  /** Positions at work: `from` to `to - 1`. */
  readonly from: number
  readonly to: number
  readonly startMs: number
  readonly endMs: number
}

export interface Timeline {
  readonly kind: 'forward' | 'generation' | 'backward'
  readonly durationMs: number
  readonly cues: readonly Cue[]
  readonly nLayers: number
  /** Tokens at the start (the prompt) and at the end. */
  readonly promptLength: number
  readonly nTokens: number
}

interface FrameBase {
  readonly timeMs: number
  readonly cue: Cue
  /** How far the cue has come, 0 to 1. */
  readonly progress: number
}

/** A number for each stage of a forward pass. The arrays are per layer. */
export interface ForwardStages {
  readonly embed: number
  readonly project: readonly number[]
  readonly write: readonly number[]
  readonly read: readonly number[]
  readonly attend: readonly number[]
  readonly mlp: readonly number[]
  readonly sample: number
}

/** Everything a view needs of a forward or generation timeline at one moment. */
export interface ForwardFrame extends FrameBase {
  readonly kind: 'forward' | 'generation'
  /** How many tokens the text has: a new token is there when its `sample` cue has ended. */
  readonly tokensVisible: number
  /** Per layer: positions whose K and V are written (the cache's length). */
  readonly written: readonly number[]
  /** Per layer: positions whose attention pattern is computed. */
  readonly attended: readonly number[]
  /** Per layer: positions whose block is done. */
  readonly done: readonly number[]
  /** Positions whose logits are computed. */
  readonly predicted: number
  /**
   * How far each stage of the step at work (`cue.step`) has come: 0 before it begins, 1 once it is done. In `idle` all
   * are 0; at a step's end all are 1; with the next step all begin again. In the prefill of a generation, the stages of
   * a layer are parts of its one cue, as `PREFILL_STARTS` divides it, and `embed` is the first tenth of layer 0's.
   * `sample` is its whole cue: the logits are there from `LOGITS_AT` on.
   */
  readonly progressOf: ForwardStages
  /** Light of each stage just now, 0 to 1: rises in 120 ms when the stage begins, then falls. */
  readonly glow: ForwardStages
}

/** Everything a view needs of a training step's timeline at one moment. Progress runs 0 to 1, per layer where it is an array. */
export interface BackwardFrame extends FrameBase {
  readonly kind: 'backward'
  readonly progressOf: Readonly<Record<'embed' | 'loss' | 'd_unembed' | 'd_embed' | 'update', number>> &
    Readonly<Record<'forward' | 'd_mlp' | 'd_attn_out' | 'd_keys_values' | 'd_layer_norm', readonly number[]>>
  /** The same stages' light, 0 to 1: rises in 120 ms when the stage starts to arrive, then falls. */
  readonly glow: BackwardFrame['progressOf']
}

export type Frame = ForwardFrame | BackwardFrame
