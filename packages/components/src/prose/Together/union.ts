import { compileTimeline, type Sequence, sequence, type Timeline, type TimelineSource } from '@glassformer/core'
import { type At, placeIn, sameStep } from '../../lesson/carryOver'

const KINDS = ['forward', 'generation', 'backward'] as const

/** What a clock must have for several: of each kind of run as many layers, tokens and steps as the largest. */
type Outline = TimelineSource & { readonly config: { readonly nLayers: number } }

/** The outlines of the clock that has every step of each of these. */
export function outlinesOf(sequences: readonly Sequence[]): readonly Outline[] {
  const timelines = sequences.flatMap(({ parts }) => parts.map(({ timeline }) => timeline))
  return KINDS.flatMap((kind) => {
    const all = timelines.filter((timeline) => timeline.kind === kind)
    return all.length > 0 ? [outlineOf(kind, all)] : []
  })
}

function outlineOf(kind: (typeof KINDS)[number], all: readonly Timeline[]): Outline {
  const most = (of: (timeline: Timeline) => number) => Math.max(...all.map(of))
  const config = { nLayers: most(({ nLayers }) => nLayers) }
  if (kind !== 'generation') return { kind, config, tokens: { length: most(({ nTokens }) => nTokens) } }
  const promptLength = most((timeline) => timeline.promptLength)
  const steps = most(({ nTokens, promptLength: prompt }) => nTokens - prompt)
  return {
    kind,
    config,
    tokens: { length: promptLength + steps },
    promptLength,
    steps: Array.from({ length: steps }, (_, i) => ({
      from: i === 0 ? 0 : promptLength + i - 1,
      to: promptLength + i,
    })),
  }
}

/** The clock of several runs: every step that one of them has, in the order in which they all go. */
export function clockOf(outlines: readonly Outline[]): Sequence {
  return sequence(outlines.map((outline) => compileTimeline(outline)))
}

/** A moment of the common clock in one run, and whether the run has no such step and rests at the end of its last before it. */
export interface MemberPlace {
  readonly timeMs: number
  readonly rests: boolean
}

export function placeOf(own: Sequence, common: At): MemberPlace {
  const timeMs = placeIn(own, common)
  if (timeMs !== undefined) return { timeMs, rests: false }
  const now = common.time.get()
  const here = common.sequence.cues.findIndex(({ endMs }) => now <= endMs)
  for (let i = (here < 0 ? common.sequence.cues.length : here) - 1; i >= 0; i--) {
    const at = common.sequence.cues[i]
    const step = at && sameStep(own, common.sequence, at)
    if (step) return { timeMs: step.endMs, rests: true }
  }
  return { timeMs: 0, rests: own.cues.length > 0 }
}
