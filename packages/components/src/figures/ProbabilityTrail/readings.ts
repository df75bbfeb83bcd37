import type { ForwardTrace, GenerationTrace, Model } from '@glassformer/core'
import { type Lens, logitLens } from '@glassformer/core/lens'

export type TrailTrace = ForwardTrace | GenerationTrace

/** What the lens reads of every position at one depth, in short. */
interface Column {
  /** The best guess and its probability; NaN where the run did not compute the position. */
  readonly ids: Int32Array
  readonly probs: Float32Array
  /** Where the token stands that follows in the end. */
  readonly ranks: Int32Array
  readonly nextProbs: Float32Array
}

/** A depth is how many layers have been when the stream is read: 0 is the embedding, the last one the model's own end. */
export interface Readings {
  /** Processed positions. */
  readonly n: number
  readonly depths: number
  /** The token that follows each position in the end: what the run chose, or what the last layer says; -1 for neither. */
  readonly next: Int32Array
  readonly columns: readonly Column[]
  /** Positions that are read together, so that none takes long. */
  readonly parts: readonly (readonly [from: number, to: number])[]
  /** Which parts have been read: by depth and part. */
  readonly read: readonly Uint8Array[]
  /** The text of every token that the run has or that a reading named. */
  readonly texts: Map<number, string>
}

/** Multiply-adds of one part: some milliseconds, also where they are done in plain TypeScript. */
const PART_MACS = 2 ** 21

const known = new WeakMap<TrailTrace, Readings>()

/** The stream at a depth, by name. */
export function streamAt(depth: number): string {
  return depth === 0 ? 'blocks.0.resid_pre' : `blocks.${depth - 1}.resid_post`
}

/** The readings of a trace, kept as long as it is; what has not been read yet is 0. */
export function readingsOf(trace: TrailTrace): Readings {
  const readings = known.get(trace) ?? noReadings(trace)
  known.set(trace, readings)
  return readings
}

function noReadings({ kind, config, tokens }: TrailTrace): Readings {
  const n = kind === 'generation' ? tokens.length - 1 : tokens.length
  const depths = config.nLayers + 1
  const rows = Math.max(1, Math.floor(PART_MACS / (config.dModel * config.dVocab)))
  const parts = Array.from({ length: Math.ceil(n / rows) }, (_, i) => [i * rows, Math.min(n, (i + 1) * rows)] as const)
  const each = <T>(make: () => T) => Array.from({ length: depths }, make)
  return {
    n,
    depths,
    next: new Int32Array(n).fill(-1),
    columns: each(() => ({
      ids: new Int32Array(n),
      probs: new Float32Array(n),
      ranks: new Int32Array(n),
      nextProbs: new Float32Array(n),
    })),
    parts,
    read: each(() => new Uint8Array(parts.length)),
    texts: new Map(tokens.map(({ id, text }) => [id, text])),
  }
}

/** Reads a part at a depth, once, and before it the model's end, which says what follows. Throws what `logitLens` throws. */
export function readPart(trace: TrailTrace, model: Model | undefined, depth: number, part: number): void {
  const { depths, columns, parts, read, next, texts } = readingsOf(trace)
  const done = read[depth] as Uint8Array
  if (done[part]) return
  const end = depths - 1
  if (depth !== end) readPart(trace, model, end, part)
  const [from, to] = parts[part] as readonly [number, number]
  const lens = lensAt(trace, model, depth, from, to)
  const { ids, probs, ranks, nextProbs } = columns[depth] as Column
  for (let position = from; position < to; position++) {
    const [best] = lens.candidates(position)
    const computed = best !== undefined && !Number.isNaN(best.prob)
    ids[position] = computed ? best.id : -1
    probs[position] = computed ? best.prob : Number.NaN
    if (best) texts.set(best.id, best.text)
    if (depth === end) next[position] = chosenAt(trace, position) ?? (ids[position] as number)
    const stands = computed && lens.standing(position, next[position] as number)
    ranks[position] = stands ? stands.rank : 0
    nextProbs[position] = stands ? stands.prob : Number.NaN
  }
  done[part] = 1
}

export function lensAt(trace: TrailTrace, model: Model | undefined, depth: number, from: number, to: number): Lens {
  return logitLens(trace, streamAt(depth), { from, to, ...(model && { model }) })
}

/** The token that the run chose to follow a position; undefined within the prompt, where it chose none. */
export function chosenAt(trace: TrailTrace, position: number): number | undefined {
  return trace.kind === 'generation' ? trace.steps[position + 1 - trace.promptLength]?.sampled.id : undefined
}
