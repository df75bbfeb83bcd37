import { cueAt } from './cueAt'
import { clamp, flash } from './easing'
import { stepCues } from './stepCues'
import type { BackwardCueKind, BackwardFrame, Cue, Timeline } from './types'

/** The part of the first layer's forward cue in which the embeddings arrive. */
const EMBED_UNTIL = 0.25

/** The frame of a training step's timeline. Every stage has one cue. */
export function backwardFrame(timeline: Timeline, t: number): BackwardFrame {
  const cue = cueAt(timeline, t)
  const cues = stepCues(timeline, 0)
  const stages = (of: (cue: Cue) => number) => {
    const one = (kind: BackwardCueKind, layer = 0) => of(cues[kind]?.[layer] as Cue)
    const layers = (kind: BackwardCueKind) => Array.from({ length: timeline.nLayers }, (_, layer) => one(kind, layer))
    return {
      embed: one('forward'),
      forward: layers('forward'),
      loss: one('loss'),
      d_unembed: one('d_unembed'),
      d_mlp: layers('d_mlp'),
      d_attn_out: layers('d_attn_out'),
      d_keys_values: layers('d_keys_values'),
      d_layer_norm: layers('d_layer_norm'),
      d_embed: one('d_embed'),
      update: one('update'),
    }
  }
  const progress = ({ startMs, endMs }: Cue) => clamp((t - startMs) / (endMs - startMs))
  const progressOf = stages(progress)
  return {
    kind: 'backward',
    timeMs: t,
    cue,
    progress: progress(cue),
    progressOf: { ...progressOf, embed: clamp(progressOf.embed / EMBED_UNTIL) },
    glow: stages(({ startMs }) => flash(t - startMs)),
  }
}
