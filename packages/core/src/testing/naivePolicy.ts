import type { Model } from '../model/model'
import type { CacheSettings, GenerationTrace, PositionRanges } from '../trace/types'
import { naiveLoss } from './naive'
import { range, softmax } from './naiveMath'

/** The positions of ranges, one by one. */
export function positionsOf(ranges: PositionRanges): number[] {
  return ranges.flatMap(([from, to]) => range(to - from).map((i) => from + i))
}

/** What every step of a generation under a policy has to give: logits [V], and the positions that each layer holds. */
interface NaiveStep {
  readonly logits: readonly number[]
  readonly held: readonly (readonly number[])[]
}

interface NaivePolicy {
  readonly steps: readonly NaiveStep[]
  /**
   * By how much attention the last that was kept and the first that was dropped were apart, where they were closest. Where that is no more
   * than what rounding does, the order of a sum decides, and two implementations may differ.
   */
  readonly closest: number
}

/**
 * Cache policies written a second time, for tests alone: a whole sequence at once, in which what a query would not find
 * in the cache is masked, and what would be stored otherwise is changed. `ids` are all tokens that are processed.
 */
export function naivePolicy(
  model: Model,
  ids: readonly number[],
  promptLength: number,
  cache: GenerationTrace['cache'],
): NaivePolicy {
  const { nLayers, nHeads, nKVHeads, dHead, dVocab, positions } = model.config
  const settings: CacheSettings = typeof cache === 'object' ? cache : { policy: cache }
  const T = ids.length
  const K = positions === 'rotary' ? 'rot_k' : 'k'
  /** held[layer][t]: what is held when the text has t + 1 positions. */
  const held: number[][][] = range(nLayers).map(() => [])
  let logits: readonly number[] = []
  let closest = Infinity
  naiveLoss(
    model,
    ids,
    ids.map(() => -1),
    (name, values) => {
      const [, layer = '0', what = ''] = /^blocks\.(\d+)\.(.*)$/.exec(name) ?? []
      if (name === 'logits') logits = values
      if (settings.policy === 'quantised' && (what === `attn.${K}` || what === 'attn.v'))
        return range(T * nKVHeads).flatMap((i) => quantise(values.slice(i * dHead, (i + 1) * dHead), settings))
      if (what !== 'attn.scores') return values
      const drawn = range(T).map(() => 0)
      let cached: number[] = []
      const masked = values.slice()
      for (const t of range(T)) {
        cached = [...cached, t]
        if (t >= promptLength && settings.policy !== 'heavy-hitters') cached = keep(cached, t + 1, settings, drawn)
        for (const h of range(nHeads)) {
          const row = (h * T + t) * T
          for (const s of range(T)) if (!cached.includes(s)) masked[row + s] = -Infinity
          for (const [s, p] of softmax(masked.slice(row, row + T)).entries()) drawn[s]! += p
        }
        if (t >= promptLength - 1) {
          const kept = keep(cached, t + 1, settings, drawn)
          if (settings.policy === 'heavy-hitters')
            closest = Math.min(closest, gapOf(cached, kept, t + 1, settings, drawn))
          cached = kept
        }
        ;(held[Number(layer)] as number[][])[t] = cached
      }
      return masked
    },
  )
  const steps = range(T - promptLength + 1).map((i) => ({
    logits: logits.slice((promptLength + i - 1) * dVocab, (promptLength + i) * dVocab),
    held: held.map((rows) => rows[promptLength + i - 1] as number[]),
  }))
  return { steps, closest }
}

/** Between the least that was kept for its attention and the most that was dropped. */
function gapOf(
  cached: readonly number[],
  kept: readonly number[],
  length: number,
  { recent }: CacheSettings,
  drawn: readonly number[],
): number {
  const early = cached.filter((s) => s < length - Number(recent))
  const least = Math.min(...early.filter((s) => kept.includes(s)).map((s) => drawn[s]!))
  const most = Math.max(...early.filter((s) => !kept.includes(s)).map((s) => drawn[s]!))
  return least - most
}

function keep(cached: readonly number[], length: number, settings: CacheSettings, drawn: readonly number[]): number[] {
  const { policy, window = 0, sinks = 0, recent = 0, heavy = 0 } = settings as Record<string, number> & CacheSettings
  if (policy === 'sliding-window') return cached.slice(-window)
  if (policy === 'attention-sinks') return cached.filter((s) => s < sinks || s >= length - window)
  if (policy !== 'heavy-hitters') return [...cached]
  const late = cached.filter((s) => s >= length - recent)
  const early = cached.filter((s) => s < length - recent)
  early.sort((a, b) => drawn[b]! - drawn[a]! || b - a)
  return [...early.slice(0, heavy).sort((a, b) => a - b), ...late]
}

function quantise(x: readonly number[], { bits, symmetric }: CacheSettings): number[] {
  const steps = symmetric ? 2 ** (Number(bits) - 1) - 1 : 2 ** Number(bits) - 1
  const low = symmetric ? 0 : Math.min(...x)
  const span = symmetric ? Math.max(...x.map(Math.abs)) : Math.max(...x) - low
  const [scale, zero] = [Math.fround(span / steps), Math.fround(low)]
  return x.map((value) => Math.round((value - zero) / (scale || 1)) * scale + zero)
}
