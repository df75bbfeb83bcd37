import type { ForwardFrame } from '@glassformer/core'

/** How far the layers have come at one moment. */
export interface TrailState {
  /** At each depth: positions whose reading is there, `known`, and those at work, up to `to`, with how far they are, 0 to 1. */
  readonly known: readonly number[]
  readonly to: number
  readonly working: readonly number[]
  /** Tokens that the text has by now. */
  readonly visible: number
}

/** `null` stands for a moment before anything. */
export function stateOf(frame: ForwardFrame | null, nLayers: number): TrailState {
  const depths = Array.from({ length: nLayers + 1 }, (_, depth) => depth)
  if (!frame) return { known: depths.map(() => 0), to: 0, working: depths.map(() => 0), visible: 0 }
  const { cue, done, predicted, progressOf, tokensVisible } = frame
  const { embed, mlp } = progressOf
  // The step before ended one position earlier; in the prefill there is none.
  const before = cue.step > 0 ? cue.to - 1 : 0
  const knownAt = (depth: number) => {
    if (depth === 0) return embed >= 1 ? cue.to : before
    // What the last layer says is the run's own prediction, and is not told before it.
    return depth === nLayers ? predicted : (done[depth - 1] ?? 0)
  }
  const known = depths.map(knownAt)
  return {
    known,
    to: cue.kind === 'idle' ? 0 : cue.to,
    working: depths.map((depth) => (depth === nLayers ? 0 : depth === 0 ? embed : (mlp[depth - 1] ?? 0))),
    visible: tokensVisible,
  }
}

/** What of a state shows in words: the same text while no reading comes or goes. */
export function stageOf({ known, to, visible }: TrailState): string {
  return [known.join(' '), to, visible].join('/')
}

/** How far the reading of a place is: 1 there, 0 not begun. */
export function readAt({ known, to, working }: TrailState, depth: number, position: number): number {
  if (position < (known[depth] as number)) return 1
  return position < to ? (working[depth] as number) : 0
}

/** Depths whose reading of a position is there: 0 for none, one more than the layers for all. */
export function depthsRead({ known }: TrailState, position: number): number {
  const first = known.findIndex((positions) => position >= positions)
  return first < 0 ? known.length : first
}

/**
 * Whether it is known what follows a position in the end: where the run chooses it, once the token stands in the text;
 * else once the last layer has spoken.
 */
export function isSettled({ known, visible }: TrailState, position: number, chosen: boolean): boolean {
  return position < (known.at(-1) as number) && (!chosen || position + 1 < visible)
}

/** The position that the figure is about: the one chosen, or else the last one at work; -1 before there is one. */
export function focusOf({ to, known }: TrailState, chosen: number | null, n: number): number {
  if (chosen !== null && chosen < n) return chosen
  return Math.min(n, Math.max(to, ...known)) - 1
}
