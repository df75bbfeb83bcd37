import { type CueKind, PREFILL_STARTS, type Sequence, type SequenceCue } from '@glassformer/core'
import { type CueName, findCue, isCalled } from '../lesson/cues'

/** A stretch of the lesson's clock: the moments `startMs < t <= endMs`, and 0 for one that starts there. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
}

/** The embeddings arrive in the first tenth of a prefill, as `ForwardFrame.progressOf` has it. */
const PREFILL_PARTS: Readonly<Partial<Record<CueKind, readonly [from: number, to: number]>>> = {
  embed: [0, 0.1],
  project: [PREFILL_STARTS.project, PREFILL_STARTS.write],
  write: [PREFILL_STARTS.write, PREFILL_STARTS.read],
  read: [PREFILL_STARTS.read, PREFILL_STARTS.attend],
  attend: [PREFILL_STARTS.attend, PREFILL_STARTS.mlp],
  mlp: [PREFILL_STARTS.mlp, 1],
}

/** Every stretch of this name. A prefill has the stages of a layer within its one cue. */
export function spansOf(sequence: Sequence, name: CueName): readonly Span[] {
  return sequence.cues.flatMap((at) => spanOf(sequence, at, name) ?? [])
}

function spanOf(sequence: Sequence, at: SequenceCue, name: CueName): Span | null {
  const { startMs, endMs, cue } = at
  if (isCalled(sequence, at, name)) return { startMs, endMs }
  const part = PREFILL_PARTS[name.kind]
  if (!part || cue.kind !== 'prefill' || !isCalled(sequence, at, { ...name, kind: 'prefill' })) return null
  if (name.kind === 'embed' && cue.layer !== 0) return null
  const [from, to] = part.map((share) => startMs + share * (endMs - startMs)) as [number, number]
  return { startMs: from, endMs: to }
}

/** The stretch that an author's one moment is of: the first step of its own, or else the first part of a prefill. */
export function momentOf(sequence: Sequence, name: CueName): Span | undefined {
  return findCue(sequence, name) ?? spansOf(sequence, name)[0]
}

/** From each stretch of one name to the end of the next of another, or to the end of all. */
export function rangesOf(sequence: Sequence, from: CueName, until: CueName): readonly Span[] {
  const ends = spansOf(sequence, until)
  return spansOf(sequence, from).map(({ startMs, endMs }) => {
    const end = ends.find((span) => span.endMs >= endMs)
    return { startMs, endMs: end?.endMs ?? sequence.durationMs }
  })
}

export function holds(spans: readonly Span[], timeMs: number): boolean {
  return spans.some(({ startMs, endMs }) => (startMs < timeMs || (startMs === 0 && timeMs === 0)) && timeMs <= endMs)
}
