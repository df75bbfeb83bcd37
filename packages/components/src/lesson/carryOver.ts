import type { CueKind, Sequence, SequenceCue } from '@glassformer/core'
import type { LessonRun } from './handle'
import { type CellAddress, NO_SELECTION, type Selection } from './selection'

/** A moment of a run. */
export interface At {
  readonly sequence: Sequence
  readonly time: { get(): number }
}

/**
 * Where a reader is in a new run who was at some moment of the one before: as far into the same step, of the same token and
 * layer. Nowhere if it has no such step.
 */
export function placeIn(sequence: Sequence, { sequence: before, time }: At): number | undefined {
  const place = placeOf({ sequence: before, time })
  return place && timeOf(sequence, place)
}

/** A moment by the step that it stands in. */
export interface Place extends StepName {
  /** How far into the step, 0 to 1. */
  readonly share: number
}

interface StepName {
  readonly kind: CueKind
  readonly step: number
  readonly layer: number | null
  /** Whether the step is one of learning. */
  readonly learns: boolean
}

/** Where a moment is; nowhere in a run without any. */
export function placeOf({ sequence, time }: At): Place | undefined {
  const now = time.get()
  const here = sequence.cues.find(({ endMs }) => now <= endMs)
  if (!here) return undefined
  // The end of a step is exact: what it computed is there then, and not a moment before.
  const share = now >= here.endMs ? 1 : (now - here.startMs) / (here.endMs - here.startMs)
  return { ...nameOf(sequence, here), share }
}

/** The moment of a place, in milliseconds, where there is such a step. */
export function timeOf(sequence: Sequence, place: Place): number | undefined {
  const there = stepOf(sequence, place)
  if (!there) return undefined
  return place.share >= 1 ? there.endMs : there.startMs + place.share * (there.endMs - there.startMs)
}

/** The step of a run that is called as one of another: of the same kind, token and layer. */
export function sameStep(sequence: Sequence, before: Sequence, at: SequenceCue): SequenceCue | undefined {
  return stepOf(sequence, nameOf(before, at))
}

function stepOf(sequence: Sequence, { kind, step, layer, learns }: StepName): SequenceCue | undefined {
  return sequence.cues.find(
    (one) =>
      one.cue.kind === kind && one.cue.step === step && one.cue.layer === layer && isLearning(sequence, one) === learns,
  )
}

function nameOf(sequence: Sequence, at: SequenceCue): StepName {
  const { kind, step, layer } = at.cue
  return { kind, step, layer, learns: isLearning(sequence, at) }
}

/** Both kinds of run begin with a cue of the same name. */
function isLearning({ parts }: Sequence, { part }: SequenceCue): boolean {
  return parts[part]?.timeline.kind === 'backward'
}

/** What of a selection there is in a run; `null` on the axes that have nothing there. */
export function selectionIn(run: LessonRun, { position, key, layer, head, cell }: Selection): Selection {
  const trace = run.generation ?? run.forward ?? run.backward
  if (!trace) return NO_SELECTION
  const { nLayers, nHeads } = trace.config
  const within = (index: number | null, count: number) => (index !== null && index < count ? index : null)
  return {
    position: within(position, trace.tokens.length),
    key: within(key, trace.tokens.length),
    layer: within(layer, nLayers),
    head: within(head, nHeads),
    cell: cell && hasCell(run, cell) ? cell : null,
  }
}

/** Whether a run has this number. */
function hasCell(run: LessonRun, { tensor, index }: CellAddress): boolean {
  const shape = shapeOf(run, tensor)
  return shape?.length === index.length && shape.every((size, axis) => (index[axis] as number) < size)
}

function shapeOf({ model, generation, forward, backward }: LessonRun, name: string): readonly number[] | undefined {
  const own = <T>(from: Readonly<Record<string, T>> | undefined, key: string) =>
    from && Object.hasOwn(from, key) ? from[key] : undefined
  if (name.startsWith('grad.')) {
    const of = name.slice('grad.'.length)
    return (own(backward?.grads, of) ?? own(backward?.paramGrads, of))?.shape
  }
  const activation = own((generation ?? forward ?? backward)?.tensors, name)
  return (activation ?? model?.layout.byName.get(name))?.shape
}
