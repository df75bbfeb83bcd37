import { FILTERS, type SamplingStep } from '@glassformer/core'
import { effectiveSelection, type SelectionState } from '../../lesson/selection'
import { cellAt, type FoundCell, findCell } from '../cell'
import { rankingOf, textOf } from '../prediction'
import { rowsThere } from '../stages'
import { type Here, isWhy, tokensNow, traceOf, type Why } from '../where'

/** Where texts part: the first position at which one has another token than the first, and the tokens there. */
export interface Parting {
  readonly position: number
  readonly texts: readonly string[]
}

/** One token of the vocabulary in every run: its probability and its logit, `null` where the run has none. */
export interface Candidate {
  readonly text: string
  readonly probs: readonly (number | null)[]
  readonly logits: readonly (number | null)[]
  /** Whether it is the one that came, as far as that is to be seen. */
  readonly came: readonly boolean[]
}

/** What is compared: one number, or what may come after a token. */
export type Subject =
  | { readonly kind: 'number'; readonly found: readonly (FoundCell | Why)[] }
  | {
      readonly kind: 'next'
      readonly position: number
      readonly candidates: readonly Candidate[]
      /** Whether the probabilities are those of the draw, after temperature and filters, rather than the model's own. */
      readonly ofDraw: boolean
    }
  | { readonly kind: 'nothing' }

export interface Comparison {
  readonly parting: Parting | null
  /** How many tokens all texts have now. */
  readonly shared: number
  readonly subject: Subject
}

/** How runs differ at a moment in what is pointed at: a number, a weight of attention, or else the next token. */
export function compare(heres: readonly Here[], chosen: SelectionState, count: number): Comparison {
  const { parting, shared } = partingOf(heres)
  return { parting, shared, subject: subjectOf(heres, chosen, count) }
}

export function partingOf(heres: readonly Here[]): Pick<Comparison, 'parting' | 'shared'> {
  const shared = heres.length > 0 ? Math.min(...heres.map(tokensNow)) : 0
  const textsAt = (position: number) => heres.map(({ run }) => traceOf(run)?.tokens[position]?.text ?? '')
  for (let position = 0; position < shared; position++) {
    const texts = textsAt(position)
    if (texts.some((text) => text !== texts[0])) return { parting: { position, texts }, shared }
  }
  return { parting: null, shared }
}

function subjectOf(heres: readonly Here[], chosen: SelectionState, count: number): Subject {
  const { cell, position, key } = effectiveSelection(chosen)
  if (cell) {
    const found = heres.map((here) => cellAt(here, cell))
    if (!found.every((one) => isWhy(one) && one.why === 'noTensor')) return { kind: 'number', found }
  }
  if (position !== null && key !== null) {
    const found = heres.map((here) => findCell(here, { tensor: 'attn.pattern', position, keyAt: key }))
    if (!found.every(isWhy)) return { kind: 'number', found }
  }
  return nextOf(heres, position, count)
}

function nextOf(heres: readonly Here[], chosen: number | null, count: number): Subject {
  const there = heres.map((here) => {
    const probs = probsOf(here)
    return probs ? Math.min(rowsThere(here, 'probs'), probs.shape[0] as number) : 0
  })
  const last = Math.min(...there) - 1
  const position = chosen !== null && chosen <= last ? chosen : last
  if (position < 0) return { kind: 'nothing' }
  const best = heres.flatMap((here) => {
    const probs = probsOf(here)
    return probs
      ? rankingOf(probs, position)
          .slice(0, count)
          .map((id) => textOf(here, id))
      : []
  })
  const draws = drawsAt(heres, position)
  const candidates = [...new Set(best)].map((text) => candidateOf(heres, position, text, draws))
  const most = ({ probs }: Candidate) => Math.max(...probs.map((p) => p ?? 0))
  const ofDraw = draws !== null
  return { kind: 'next', position, candidates: candidates.sort((a, b) => most(b) - most(a)).slice(0, count), ofDraw }
}

/**
 * What the next token was drawn from in every run; `null` where that says no more than the model's own probabilities: where one
 * was not drawn, or all took the most probable token.
 */
function drawsAt(heres: readonly Here[], position: number): readonly SamplingStep[] | null {
  const draws = heres.map(({ run }) => run.generation?.steps.find(({ to }) => to === position + 1)?.sampling)
  const isGreedy = ({ removedBy }: SamplingStep) => removedBy.includes(1 + FILTERS.indexOf('greedy'))
  if (!draws.every((draw) => draw !== undefined)) return null
  return draws.every(isGreedy) ? null : draws
}

function candidateOf(
  heres: readonly Here[],
  position: number,
  text: string,
  draws: readonly SamplingStep[] | null,
): Candidate {
  const read = (here: Here, name: 'probs' | 'logits') => {
    const tensor = traceOf(here.run)?.tensors[name]
    const id = idsOf(here).get(text)
    const width = tensor?.shape[1] ?? 0
    return tensor && id !== undefined && id < width ? (tensor.data[position * width + id] as number) : null
  }
  return {
    text,
    probs: heres.map((here, i) => {
      const id = idsOf(here).get(text)
      return draws ? ((id === undefined ? null : draws[i]?.probs[id]) ?? null) : read(here, 'probs')
    }),
    logits: heres.map((here) => read(here, 'logits')),
    came: heres.map((here) => position + 1 < tokensNow(here) && traceOf(here.run)?.tokens[position + 1]?.text === text),
  }
}

const probsOf = ({ run }: Here) => traceOf(run)?.tensors.probs

const known = new WeakMap<object, ReadonlyMap<string, number>>()

/** The vocabulary of a run by its texts, found once: two models may number the same token differently. */
function idsOf(here: Here): ReadonlyMap<string, number> {
  const of = here.run.model ?? traceOf(here.run)
  if (!of) return new Map()
  const found = known.get(of)
  if (found) return found
  const count = probsOf(here)?.shape[1] ?? 0
  const ids = new Map<string, number>()
  for (let id = 0; id < count; id++) {
    const text = textOf(here, id)
    if (!ids.has(text)) ids.set(text, id)
  }
  known.set(of, ids)
  return ids
}
