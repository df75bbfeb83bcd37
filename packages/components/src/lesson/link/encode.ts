import type { Selection } from '../selection'
import type { LessonSettings } from '../settings'
import type { LinkMoment, LinkPart, LinkState } from './state'
import { escaped, numbered } from './text'

export const LINK_VERSION = 1

type Sampling = NonNullable<LessonSettings['sampling']>

/** The letters of what a sampler is set to. */
export const DRAWN = { t: 'temperature', k: 'topK', p: 'topP', m: 'minP', s: 'seed' } as const satisfies Readonly<
  Record<string, keyof Sampling>
>

/** The letters of what is chosen. */
export const CHOSEN = { p: 'position', k: 'key', l: 'layer', h: 'head' } as const satisfies Readonly<
  Record<string, keyof Selection>
>

/** How the idle moment before learning is called, for generating begins with one too. */
export const LEARN = 'learn'

/**
 * A state as the text of a link: `1;text:the+cat;draw:t0.8,k5,p1,m0,s3;at:attend,2,1,0.5,12345;on:p3,l1,h0`. It may stand in any
 * address as it is.
 */
export function encodeLink({ settings, moment, selection }: LinkState): string {
  const { prompt, model, sampling, cache, fault } = settings
  const parts: readonly (readonly [LinkPart, string | null])[] = [
    ['text', prompt === undefined ? null : escaped(prompt)],
    ['model', model ? escaped(model) : null],
    ['draw', sampling ? drawOf(sampling) : null],
    ['cache', cache === undefined ? null : cacheOf(cache)],
    ['fault', fault === undefined ? null : (fault ?? 'none')],
    ['at', moment && momentOf(moment)],
    ['on', lettersOf(CHOSEN, selection)],
    ['cell', selection.cell && [escaped(selection.cell.tensor), ...selection.cell.index.map(numbered)].join()],
  ]
  return [LINK_VERSION, ...parts.flatMap(([name, said]) => (said === null ? [] : `${name}:${said}`))].join(';')
}

function drawOf(sampling: Sampling): string {
  return lettersOf(DRAWN, sampling) as string
}

/** Numbers under their letters; `null` where there is none. */
function lettersOf<K extends string>(
  letters: Readonly<Record<string, K>>,
  values: Readonly<Record<K, number | null>>,
): string | null {
  const said = Object.entries(letters).flatMap(([letter, key]) => {
    const value = values[key]
    return value === null ? [] : `${letter}${numbered(value)}`
  })
  return said.length > 0 ? said.join() : null
}

function cacheOf(cache: LessonSettings['cache']): string {
  if (typeof cache !== 'object') return cache
  const { policy, ...options } = cache
  // A name that is also a number or a truth is told from these by the sign before it.
  const value = (one: string | number | boolean) =>
    typeof one === 'string' ? `_${escaped(one)}` : String(one).replace('+', '')
  return [escaped(policy), ...Object.entries(options).map(([name, one]) => `${escaped(name)}=${value(one)}`)].join()
}

function momentOf({ kind, step, layer, learns, share, ms }: LinkMoment): string {
  const name = learns && kind === 'idle' ? LEARN : kind
  // In the middle of a step stays in the middle of it: both its ends are other moments.
  const part = share > 0 && share < 1 ? Math.min(0.9999, Math.max(0.0001, Number(share.toFixed(4)))) : share
  return [name, step, layer ?? 'x', numbered(part), Math.round(ms)].join()
}
