import { cueAt } from './cueAt'
import { flash, within } from './easing'
import { type StepCues, stepCues } from './stepCues'
import type { Cue, ForwardFrame, ForwardStages, Timeline } from './types'

/** When each stage of a layer starts within its prefill cue, as a fraction of the cue. The next one's start is its end. */
export const PREFILL_STARTS = { project: 0, write: 0.2, read: 0.4, attend: 0.55, mlp: 0.7 } as const
/** The fraction of a sample cue after which the logits are there; the rest shows the choice. */
export const LOGITS_AT = 0.4

const { project, write, read, attend, mlp } = PREFILL_STARTS
/**
 * Where each stage lies within the prefill cue of its layer. A prefill has no cue for the embeddings: they arrive while
 * layer 0 starts, and are there well before the first stage that reads them is done.
 */
const PREFILL_SPANS = {
  embed: [0, 0.1],
  project: [project, write],
  write: [write, read],
  read: [read, attend],
  attend: [attend, mlp],
  mlp: [mlp, 1],
} as const

type Span = Pick<Cue, 'startMs' | 'endMs'>
const NEVER: Span = { startMs: Infinity, endMs: Infinity }

/** The frame of a forward or generation timeline. It looks at two steps alone: the one at work and the one before. */
export function forwardFrame(timeline: Timeline, t: number): ForwardFrame {
  const { kind, nLayers, promptLength } = timeline
  const generation = kind === 'generation'
  const cue = cueAt(timeline, t)
  const step = stepCues(timeline, cue.step)
  const last = stepCues(timeline, cue.step - 1)
  const before = last.sample?.[0]?.to ?? 0
  const now = step.sample?.[0]?.to ?? 0
  const sample = spanOf(step, 'sample', 0)
  const logitsAt = sample.startMs + LOGITS_AT * (sample.endMs - sample.startMs)

  const layers = (of: (layer: number) => number) => Array.from({ length: nLayers }, (_, layer) => of(layer))
  const stages = (of: (stage: keyof ForwardStages, layer: number) => number): ForwardStages => ({
    embed: of('embed', 0),
    project: layers((l) => of('project', l)),
    write: layers((l) => of('write', l)),
    read: layers((l) => of('read', l)),
    attend: layers((l) => of('attend', l)),
    mlp: layers((l) => of('mlp', l)),
    sample: of('sample', 0),
  })
  const progressOf = stages((stage, layer) => {
    const { startMs, endMs } = spanOf(step, stage, layer)
    return startMs < t ? within(t, startMs, endMs) : 0
  })
  /** Light since the stage's last start: in this step, or in the one before. */
  const glow = stages((stage, layer) => {
    const { startMs } = spanOf(step, stage, layer)
    return flash(t - (startMs < t ? startMs : spanOf(last, stage, layer).startMs))
  })
  const through = (stage: 'write' | 'attend' | 'mlp') => progressOf[stage].map((p) => (p === 1 ? now : before))

  return {
    kind: generation ? 'generation' : 'forward',
    timeMs: t,
    cue,
    progress: (t - cue.startMs) / (cue.endMs - cue.startMs),
    tokensVisible: generation ? promptLength + cue.step + (progressOf.sample === 1 ? 1 : 0) : promptLength,
    written: through('write'),
    attended: through('attend'),
    done: through('mlp'),
    predicted: t >= logitsAt ? now : before,
    progressOf,
    glow,
  }
}

/** When a stage of a step is at work: its own cue, or its part of the layer's prefill cue. */
function spanOf(step: StepCues, stage: keyof ForwardStages, layer: number): Span {
  const prefill = step.prefill?.[layer]
  if (!prefill || stage === 'sample') return step[stage]?.[layer] ?? NEVER
  const { startMs, endMs } = prefill
  const [from, to] = PREFILL_SPANS[stage]
  const at = (fraction: number) => startMs + fraction * (endMs - startMs)
  return { startMs: at(from), endMs: to === 1 ? endMs : at(to) }
}
