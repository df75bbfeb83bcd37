import { type ForwardFrame, LOGITS_AT, type ModelConfig, type StepCounts, sumCounts } from '@glassformer/core'
import { type ComparedStep, countsOf, type Side } from './data'

/** How many layers' stages of the step at work are done: changes whenever the work done by now does. */
export function stagesDone({ cue, progressOf }: ForwardFrame): number {
  const { project, read, attend, mlp, sample } = progressOf
  const layers = [project, read, attend, mlp].map((stage) => stage.filter((progress) => progress >= 1).length)
  return cue.step * 1e6 + layers.reduce((sum, count) => sum + count, sample >= LOGITS_AT ? 1 : 0)
}

/** The work of the step at work that is done by now: of each layer, that of the stages that are complete. */
export function workSoFar(counts: StepCounts, config: ModelConfig, { progressOf }: ForwardFrame): StepCounts {
  const { nLayers, nHeads, nKVHeads } = config
  const { macs } = counts
  const layers = (stage: 'project' | 'read' | 'attend' | 'mlp') =>
    progressOf[stage].filter((progress) => progress >= 1).length / nLayers
  // Of an attention's projections, Q, K and V come first; that of the output follows the mixing of values.
  const first = (nHeads + 2 * nKVHeads) / (2 * nHeads + 2 * nKVHeads)
  const done = {
    projections: macs.projections * (first * layers('project') + (1 - first) * layers('attend')),
    scores: macs.scores * layers('read'),
    weightedValues: macs.weightedValues * layers('attend'),
    mlp: macs.mlp * layers('mlp'),
    unembed: progressOf.sample >= LOGITS_AT ? macs.unembed : 0,
  }
  const totalMacs = Object.values(done).reduce((sum, value) => sum + value, 0)
  return { ...counts, macs: done, totalMacs }
}

/** The work of all steps before the one at work, and of that one as far as it has come. */
export function totalSoFar(
  steps: readonly ComparedStep[],
  side: Side,
  config: ModelConfig,
  frame: ForwardFrame,
): StepCounts {
  const before = steps.filter(({ index }) => index < frame.cue.step).map((step) => countsOf(step, side))
  const now = steps[frame.cue.step]
  return sumCounts(
    now && frame.cue.kind !== 'idle' ? [...before, workSoFar(countsOf(now, side), config, frame)] : before,
  )
}

/** In how many layers the step at work has scored the pairs of its rows: whole layers, and the part of the one at work. */
export function layersScored({ progressOf }: ForwardFrame): number {
  return progressOf.read.reduce((sum, progress) => sum + progress, 0)
}

/** In how many layers the positions of the step at work are projected. */
export function layersProjected({ progressOf }: ForwardFrame): number {
  return progressOf.project.reduce((sum, progress) => sum + progress, 0)
}
