import { LAYER_STAGES } from './compile'
import { cueAt } from './cueAt'
import { flash } from './easing'
import type { Cue, ForwardFrame, Timeline } from './types'

/** When each stage of a layer starts within its prefill cue, as a fraction of the cue. The next one's start is its end. */
export const PREFILL_STARTS = { project: 0, write: 0.2, read: 0.4, attend: 0.55, mlp: 0.7 } as const
/** The fraction of a sample cue after which the logits are there; the rest shows the choice. */
export const LOGITS_AT = 0.4

const NEVER = { startMs: Infinity, endMs: Infinity, to: 0 }
const FRACTIONS = [...LAYER_STAGES.map((stage) => PREFILL_STARTS[stage]), 1]
const [PROJECT, WRITE, READ, ATTEND, MLP] = [0, 1, 2, 3, 4] as const

/**
 * The frame of a forward or generation timeline. Cues stand in a regular order, so the place of any step's, layer's and
 * stage's cue is arithmetic, and a frame looks at two steps alone: the current one and the one before.
 */
export function forwardFrame(timeline: Timeline, t: number): ForwardFrame {
  const { kind, nLayers, cues, promptLength } = timeline
  const generation = kind === 'generation'
  const cue = cueAt(timeline, t)
  const { step } = cue
  const passSize = LAYER_STAGES.length * nLayers + 2
  const cueOf = (index: number): Pick<Cue, 'startMs' | 'endMs' | 'to'> => cues[index] ?? NEVER
  const prefill = (s: number) => generation && s === 0
  const first = (s: number) => (generation && s > 0 ? 2 + nLayers + (s - 1) * passSize : 1)
  const embed = (s: number) => cueOf(first(s)).startMs
  const sample = (s: number) => cueOf(first(s) + (prefill(s) ? nLayers : passSize - 1))
  const start = (s: number, layer: number, stage: number) => {
    if (!prefill(s)) return cueOf(first(s) + 1 + LAYER_STAGES.length * layer + stage).startMs
    const { startMs, endMs } = cueOf(1 + layer)
    return startMs + (FRACTIONS[stage] as number) * (endMs - startMs)
  }
  const end = (layer: number, stage: number) => {
    if (!prefill(step)) return cueOf(first(step) + 1 + LAYER_STAGES.length * layer + stage).endMs
    return stage === MLP ? cueOf(1 + layer).endMs : start(0, layer, stage + 1)
  }

  const before = cueOf(first(step) - 1).to
  const now = sample(step).to
  const { startMs, endMs } = sample(step)
  const layers = <T>(of: (layer: number) => T) => Array.from({ length: nLayers }, (_, layer) => of(layer))
  const count = (stage: number) => layers((layer) => (end(layer, stage) <= t ? now : before))
  /** Light since the stage's last start: in this step, or in the one before. */
  const lit = (startOf: (s: number) => number) => {
    if (startOf(step) < t) return flash(t - startOf(step))
    return step > 0 ? flash(t - startOf(step - 1)) : 0
  }
  const glow = (stage: number) => layers((layer) => lit((s) => start(s, layer, stage)))

  return {
    kind: generation ? 'generation' : 'forward',
    timeMs: t,
    cue,
    progress: (t - cue.startMs) / (cue.endMs - cue.startMs),
    tokensVisible: generation ? promptLength + step + (endMs <= t ? 1 : 0) : promptLength,
    written: count(WRITE),
    attended: count(ATTEND),
    done: count(MLP),
    predicted: t >= startMs + LOGITS_AT * (endMs - startMs) ? now : before,
    glow: {
      embed: lit(embed),
      project: glow(PROJECT),
      write: glow(WRITE),
      read: glow(READ),
      attend: glow(ATTEND),
      mlp: glow(MLP),
      sample: lit((s) => sample(s).startMs),
    },
  }
}
