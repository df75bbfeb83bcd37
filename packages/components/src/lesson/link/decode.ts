import { BACKWARD_CUES, type CueKind, FAULTS } from '@glassformer/core'
import { CUE_KINDS } from '../cues'
import { type CellAddress, NO_SELECTION, type Selection } from '../selection'
import { type LessonSettings, samplerOf } from '../settings'
import { CHOSEN, DRAWN, LEARN, LINK_VERSION } from './encode'
import { LINK_PARTS, type LinkMoment, type LinkPart, type LinkProblem, type LinkState } from './state'
import { toIndex, toNumber, unescaped } from './text'

export interface Decoded {
  readonly state: LinkState
  /** What of it could not be read, and why. */
  readonly problems: readonly LinkProblem[]
}

type Draft = { settings: Partial<LessonSettings>; moment: LinkMoment | null; selection: Selection }

/** Puts one part of a link into a state; `undefined` for one that cannot be read. */
const READERS: Readonly<Record<LinkPart, (said: string, to: Draft) => Draft | undefined>> = {
  text: (said, to) => withSetting(to, 'prompt', unescaped(said)),
  model: (said, to) => withSetting(to, 'model', unescaped(said) || undefined),
  draw: (said, to) => withSetting(to, 'sampling', samplingOf(said)),
  cache: (said, to) => withSetting(to, 'cache', cacheOf(said)),
  fault: (said, to) => withSetting(to, 'fault', said === 'none' ? null : FAULTS.find((one) => one === said)),
  at: (said, to) => given(momentOf(said), (moment) => ({ ...to, moment })),
  on: (said, to) => given(chosenOf(said), (chosen) => ({ ...to, selection: { ...to.selection, ...chosen } })),
  cell: (said, to) => given(cellOf(said), (cell) => ({ ...to, selection: { ...to.selection, cell } })),
}

/** What a link says. Never throws: what cannot be read is a problem, and the rest is there. */
export function decodeLink(link: string): Decoded {
  const [version = '', ...parts] = link.split(';')
  let state: Draft = { settings: {}, moment: null, selection: NO_SELECTION }
  if (!/^\d{1,6}$/.test(version)) return { state, problems: [{ kind: 'none' }] }
  const problems: LinkProblem[] = Number(version) > LINK_VERSION ? [{ kind: 'later', version }] : []
  const seen = new Set<LinkPart>()
  for (const said of parts) {
    const end = said.indexOf(':')
    const name = end < 0 ? said : said.slice(0, end)
    const part = LINK_PARTS.find((one) => one === name)
    if (!part) {
      if (said) problems.push({ kind: 'unknown', part: (unescaped(name) ?? name).slice(0, 40) })
      continue
    }
    // Of a part that is said twice, the first counts.
    const next = end < 0 || seen.has(part) ? undefined : READERS[part](said.slice(end + 1), state)
    seen.add(part)
    if (next) state = next
    else problems.push({ kind: 'unreadable', part })
  }
  return { state, problems }
}

function given<T>(value: T | undefined, put: (value: T) => Draft): Draft | undefined {
  return value === undefined ? undefined : put(value)
}

function withSetting<K extends keyof LessonSettings>(to: Draft, key: K, value: LessonSettings[K] | undefined) {
  return given(value, (is) => ({ ...to, settings: { ...to.settings, [key]: is } }))
}

/** Numbers under their letters, each once. */
function numbersOf(said: string, letters: string): ReadonlyMap<string, number> | undefined {
  const found = new Map<string, number>()
  for (const one of said.split(',')) {
    const value = toNumber(one.slice(1))
    const letter = one.slice(0, 1)
    if (value === undefined || !letter || !letters.includes(letter) || found.has(letter)) return undefined
    found.set(letter, value)
  }
  return found
}

function samplingOf(said: string): LessonSettings['sampling'] | undefined {
  const found = numbersOf(said, Object.keys(DRAWN).join(''))
  const temperature = found?.get('t')
  if (!found || temperature === undefined) return undefined
  const sampling = {
    temperature,
    topK: found.get('k') ?? null,
    topP: found.get('p') ?? 1,
    minP: found.get('m') ?? 0,
    seed: found.get('s') ?? 0,
  }
  try {
    samplerOf(temperature === 0 ? { ...sampling, temperature: 1 } : sampling)
    return sampling
  } catch {
    return undefined
  }
}

function cacheOf(said: string): LessonSettings['cache'] | undefined {
  if (said === 'full' || said === 'none') return said
  const [name = '', ...options] = said.split(',')
  const policy = unescaped(name)
  if (!policy) return undefined
  const settings: Record<string, string | number | boolean> = {}
  for (const option of options) {
    const [key, value, more] = option.split('=')
    const title = unescaped(key ?? '')
    const is = optionOf(value)
    if (!title || is === undefined || more !== undefined || title === 'policy' || Object.hasOwn(settings, title))
      return undefined
    // Not by assignment: a link may say __proto__.
    Object.defineProperty(settings, title, { value: is, enumerable: true, configurable: true, writable: true })
  }
  return { ...settings, policy }
}

function optionOf(said: string | undefined): string | number | boolean | undefined {
  if (said === 'true' || said === 'false') return said === 'true'
  return said?.startsWith('_') ? unescaped(said.slice(1)) : toNumber(said)
}

function momentOf(said: string): LinkMoment | undefined {
  const [name = '', steps, layers, shares, times, more] = said.split(',')
  const kind = (name === LEARN ? 'idle' : name) as CueKind
  const step = toIndex(steps)
  const layer = layers === 'x' ? null : toIndex(layers)
  const share = toNumber(shares)
  const ms = toIndex(times)
  const isWhole = step !== undefined && layer !== undefined && share !== undefined && ms !== undefined
  if (!CUE_KINDS.includes(kind) || !isWhole || more !== undefined || share < 0 || share > 1) return undefined
  const learns = name !== 'idle' && (BACKWARD_CUES as readonly string[]).includes(kind)
  return { kind, step, layer, learns, share, ms }
}

function chosenOf(said: string): Partial<Selection> | undefined {
  const found = numbersOf(said, Object.keys(CHOSEN).join(''))
  if (!found || ![...found.values()].every((at) => Number.isSafeInteger(at) && at >= 0)) return undefined
  return Object.fromEntries([...found].map(([letter, at]) => [CHOSEN[letter as keyof typeof CHOSEN], at]))
}

function cellOf(said: string): CellAddress | undefined {
  const [name = '', ...axes] = said.split(',')
  const tensor = unescaped(name)
  const index = axes.map(toIndex)
  if (!tensor || index.length === 0 || index.some((at) => at === undefined)) return undefined
  return { tensor, index: index as number[] }
}
