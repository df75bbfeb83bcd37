import { runForward } from '../inference/runForward'
import { checkModel } from '../model/checkModel'
import type { Model } from '../model/model'
import { checkNames, checkOptions, isList, isObject, type Names } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { checkOption, GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'
import {
  type Bar,
  HEAD_ROLES,
  type HeadReport,
  type HeadRole,
  type HeadScore,
  type Mark,
  type Probe,
  type Probes,
} from './types'

/** The bar that a role must pass; see `passes`. */
export const DEFAULT_BAR = { score: 0.4, timesBaseline: 2 } as const satisfies Required<Bar>

/** Roles that are about places, not about content: for these a habit is the very thing to be found. */
const POSITIONAL: readonly HeadRole[] = ['previous-token', 'first-token', 'current-token']

/**
 * Runs every probe and reports, for each role and head, the mean attention from the marked queries to the marked keys,
 * beside what a head would have without knowing anything. A head is named only where `passes` agrees.
 * @throws `bad-option` for a role without marks, or a mark outside its probe; and what `runForward` throws
 */
export function measureHeads(model: Model, probes: Probes, bar: Bar = {}): HeadReport {
  checkModel(model)
  checkOption('The probes', probes, isObject(probes), 'an object such as standardProbes(model.config)')
  checkNames('There is no role', probes, HEAD_ROLES, 'bad-option')
  checkOptions('measureHeads', bar, BAR)
  const { nLayers, nHeads } = model.config
  const scores = HEAD_ROLES.flatMap((role) => {
    const given = probes[role]
    if (given === undefined) return []
    checkOption(`The probes of ${role}`, given, Array.isArray(given), 'an array')
    const reads = given.map((probe) => readProbe(model, role, probe))
    if (!reads.some(({ marks }) => marks.length))
      throw new GlassformerError('bad-option', say`The probes of "${role}" have no marks: give at least one.`)
    const looks = looksOf(reads)
    return Array.from({ length: nLayers * nHeads }, (_, i): HeadScore => {
      const layer = Math.floor(i / nHeads)
      return { role, layer, head: i % nHeads, ...meansOf(looks, layer, i % nHeads) }
    })
  })
  const named = scores.filter((score) => passes(score, bar)).sort((a, b) => b.score - a.score)
  return { scores, named }
}

/**
 * Whether a head may be called by its role: `score` of its attention lies on the keys, and that is `timesBaseline` times
 * what lies there by chance, by habit (but for the roles that are habits), and on decoys. Where habit cannot be told
 * from role, since all probes have the same distances, no head is named.
 */
export function passes(measured: HeadScore, bar: Bar = {}): boolean {
  const { score, timesBaseline } = { ...DEFAULT_BAR, ...checkOptions('passes', bar, BAR) }
  for (const [name, value] of Object.entries({ score, timesBaseline }))
    checkOption(name, value, typeof value === 'number', 'a number')
  checkOption(
    'The measured score',
    measured,
    isObject(measured) && areNumbers(measured),
    'one of those that measureHeads returns',
  )
  const habit = POSITIONAL.includes(measured.role) ? 0 : (measured.elsewhere ?? Infinity)
  const baseline = Math.max(measured.uniform, habit, measured.decoys ?? 0)
  return measured.score >= score && measured.score >= timesBaseline * baseline
}

const BAR: Names<Required<Bar>> = { score: true, timesBaseline: true }

function areNumbers({ score, uniform, elsewhere = 0, decoys = 0 }: HeadScore): boolean {
  return [score, uniform, elsewhere, decoys].every((value) => typeof value === 'number')
}

interface Read {
  readonly marks: readonly Mark[]
  readonly length: number
  readonly first: (query: number) => number
  /** Attention of one head from a query to a key. */
  readonly weight: (layer: number, head: number, query: number, key: number) => number
}

function readProbe(model: Model, role: HeadRole, probe: Probe): Read {
  checkOption(
    'A probe',
    probe,
    isObject(probe) && isList(probe.tokens) && Array.isArray(probe.marks),
    '{ tokens, marks }',
  )
  const { tokens, marks } = probe
  const T = tokens.length
  for (const mark of marks) {
    const { query, keys, decoys = [] } = checkOptions('a mark', mark, { query: true, keys: true, decoys: true })
    checkOption('keys', keys, isList(keys), 'an array of positions')
    checkOption('decoys', decoys, isList(decoys), 'an array of positions')
    const all = [query, ...keys, ...decoys]
    if (!(keys.length && query < T && all.every((at) => Number.isInteger(at) && at >= 0 && at <= query)))
      throw new GlassformerError(
        'bad-option',
        say`A mark of "${role}" needs a query among its ${T} tokens, and keys and decoys not after it; got query ${describe(query)}, keys ${describe(keys)}, decoys ${describe(decoys)}.`,
      )
  }
  const trace = runForward(model, tokens, { select: ['blocks.*.attn.pattern'] })
  const { nLayers, attentionWindow } = model.config
  const patterns = Array.from({ length: nLayers }, (_, l) => trace.tensor(`blocks.${l}.attn.pattern`).data)
  return {
    marks,
    length: T,
    first: (query) => Math.max(0, query - attentionWindow + 1),
    weight: (layer, head, query, key) => patterns[layer]?.[(head * T + query) * T + key] as number,
  }
}

/** A query of a probe, and keys that its attention is summed over. */
interface Look {
  readonly read: Read
  readonly query: number
  readonly keys: readonly number[]
}

/** All that is looked at for a role, whatever the head. */
interface Looks {
  readonly keys: readonly Look[]
  readonly decoys: readonly Look[]
  readonly elsewhere: readonly Look[]
  readonly uniform: number
}

function looksOf(reads: readonly Read[]): Looks {
  const marks = reads.flatMap((read) => read.marks.map((mark) => ({ ...mark, read })))
  return {
    keys: marks,
    decoys: marks.flatMap(({ read, query, decoys }) => (decoys?.length ? [{ read, query, keys: decoys }] : [])),
    elsewhere: elsewhereOf(marks),
    uniform: mean(marks.map(({ read, query, keys }) => keys.length / (query + 1 - read.first(query)))),
  }
}

/** The means of one head over all marks, each mark counting alike. */
function meansOf(
  { uniform, ...looks }: Looks,
  layer: number,
  head: number,
): Omit<HeadScore, 'role' | 'layer' | 'head'> {
  const attention = (of: readonly Look[]) =>
    mean(of.map(({ read, query, keys }) => keys.reduce((sum, key) => sum + read.weight(layer, head, query, key), 0)))
  return {
    score: attention(looks.keys),
    uniform,
    ...(looks.elsewhere.length && { elsewhere: attention(looks.elsewhere) }),
    ...(looks.decoys.length && { decoys: attention(looks.decoys) }),
  }
}

/** So many other marks lend their query to each mark, when there are more. */
const PARTNERS = 16

/**
 * The distances of each mark's keys, taken from the queries of other marks instead, where they fit; keys that are right
 * there too do not count. Nothing if all marks have the same distances: then habit and role cannot be told apart.
 */
function elsewhereOf(marks: readonly Look[]): Look[] {
  const n = marks.length
  return marks.flatMap((mark, i) =>
    Array.from({ length: Math.min(PARTNERS, n - 1) }, (_, p): Look => {
      const step = n - 1 > PARTNERS ? Math.ceil(((p + 1) * n) / (PARTNERS + 1)) : p + 1
      const { read, query, keys } = marks[(i + step) % n] as Look
      const back = mark.keys.map((key) => query - (mark.query - key))
      return { read, query, keys: back.filter((key) => key >= 0 && !keys.includes(key)) }
    }).filter(({ keys }) => keys.length),
  )
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
