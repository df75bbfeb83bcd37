import type { Cue, CueKind, Timeline } from './types'

/** The cues of one step by kind, a layer's at its layer, and a cue that is no layer's at 0. */
export type StepCues = { readonly [K in CueKind]?: readonly Cue[] }

const NONE: StepCues = {}
/** Kept beside a timeline and not in it, so that a copy (`structuredClone`) is as good as the original. */
const indexes = new WeakMap<readonly Cue[], ReadonlyMap<number, StepCues>>()

/** Every cue of a step, to be looked up by kind and layer; empty if there is no such step. */
export function stepCues({ cues }: Timeline, step: number): StepCues {
  let index = indexes.get(cues)
  if (!index) {
    index = indexed(cues)
    indexes.set(cues, index)
  }
  return index.get(step) ?? NONE
}

function indexed(cues: readonly Cue[]): Map<number, StepCues> {
  const steps = new Map<number, { [K in CueKind]?: Cue[] }>()
  for (const cue of cues) {
    const step = steps.get(cue.step) ?? {}
    steps.set(cue.step, step)
    const ofKind = step[cue.kind] ?? []
    step[cue.kind] = ofKind
    ofKind[cue.layer ?? 0] = cue
  }
  return steps
}
