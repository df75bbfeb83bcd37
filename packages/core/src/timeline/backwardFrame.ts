import { GRADIENT_STAGES } from './compile'
import { cueAt } from './cueAt'
import { clamp, flash } from './easing'
import type { BackwardFrame, Cue, Timeline } from './types'

/** The part of the first layer's forward cue in which the embeddings arrive. */
const EMBED_UNTIL = 0.25

/** The frame of a training step's timeline. Every stage has one cue, at a place that is arithmetic. */
export function backwardFrame(timeline: Timeline, t: number): BackwardFrame {
  const { cues, nLayers } = timeline
  const cue = cueAt(timeline, t)
  const down = GRADIENT_STAGES.length
  const stages = (of: (index: number) => number) => {
    const layers = (place: (layer: number) => number) => Array.from({ length: nLayers }, (_, l) => of(place(l)))
    const gradient = (stage: number) => layers((layer) => 3 + nLayers + down * (nLayers - 1 - layer) + stage)
    return {
      embed: of(1),
      forward: layers((layer) => 1 + layer),
      loss: of(1 + nLayers),
      d_unembed: of(2 + nLayers),
      d_mlp: gradient(0),
      d_attn_out: gradient(1),
      d_keys_values: gradient(2),
      d_layer_norm: gradient(3),
      d_embed: of(3 + nLayers + down * nLayers),
      update: of(4 + nLayers + down * nLayers),
    }
  }
  const progress = ({ startMs, endMs }: Cue) => clamp((t - startMs) / (endMs - startMs))
  const progressOf = stages((index) => progress(cues[index] as Cue))
  return {
    kind: 'backward',
    timeMs: t,
    cue,
    progress: progress(cue),
    progressOf: { ...progressOf, embed: clamp(progressOf.embed / EMBED_UNTIL) },
    glow: stages((index) => flash(t - (cues[index] as Cue).startMs)),
  }
}
