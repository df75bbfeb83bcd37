import { FAULTS, GlassformerError } from '@glassformer/core'
import { isCueName } from '../lesson/cues'
import type { figureMessages } from '../messages/en/figure'
import { wrongSampling } from './samplingChecks'

type Words = typeof figureMessages.wanted

/** What a prop may be. `undefined` is always allowed: it is the default. */
export interface PropCheck {
  readonly holds: (value: unknown) => boolean
  /** What is allowed, to stand after "must be". */
  readonly wanted: (words: Words) => string
  /** The part of an object that is wrong, where one is to blame. */
  readonly part?: (value: unknown, words: Words) => WrongPart | null
}

export interface WrongPart {
  /** As it is written after the prop: `temperature`. */
  readonly name: string
  readonly wanted: string
  readonly value: unknown
}

/** What each prop of a component may be, by name. */
export type PropChecks = Readonly<Record<string, PropCheck>>

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isFunction = (value: unknown) => typeof value === 'function'

/** An index whose end depends on the run: the figure says itself how many there are. */
export const ofTheRun: PropCheck = { holds: (value) => value !== null, wanted: (words) => words.whole(0, null) }

export const milliseconds: PropCheck = {
  holds: (value) => Number.isFinite(value) && (value as number) >= 0,
  wanted: (words) => words.milliseconds,
}

export const wholeFrom = (least: number, most = Number.MAX_SAFE_INTEGER): PropCheck => ({
  holds: (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
  wanted: (words) => words.whole(least, most < Number.MAX_SAFE_INTEGER ? most : null),
})

export const listOfNumbers = (least: number, most: number): PropCheck => ({
  holds: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => one >= least && one <= most && Number.isFinite(one)),
  wanted: (words) => words.numbers(least, most),
})

export const oneOf = (...allowed: readonly string[]): PropCheck => ({
  holds: (value) => (allowed as readonly unknown[]).includes(value),
  wanted: (words) => words.oneOf(allowed),
})

/** One of a few words, or a list of names. */
export const oneOfOrNames = (...allowed: readonly string[]): PropCheck => ({
  holds: (value) =>
    Array.isArray(value)
      ? value.every((one) => typeof one === 'string')
      : (allowed as readonly unknown[]).includes(value),
  wanted: (words) => words.oneOfOrNames(allowed),
})

export const listOf = (...allowed: readonly string[]): PropCheck => ({
  holds: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((one) => (allowed as readonly unknown[]).includes(one)),
  wanted: (words) => words.listOf(allowed),
})

export const yesOrNo: PropCheck = { holds: (value) => typeof value === 'boolean', wanted: (words) => words.yesOrNo }

const isText = (value: unknown) => typeof value === 'string'

export const prompts: PropCheck = {
  holds: (value) =>
    Array.isArray(value) &&
    value.every(
      (one) => isText(one) || (isObject(one) && isText(one.text) && (one.name === undefined || isText(one.name))),
    ),
  wanted: (words) => words.prompts,
}

export const text: PropCheck = { holds: (value) => typeof value === 'string', wanted: (words) => words.text }

/** Text that says something. */
export const words: PropCheck = {
  holds: (value) => typeof value === 'string' && value.trim() !== '',
  wanted: (words) => words.words,
}

/** A step of the clock by its name. */
export const cueName: PropCheck = { holds: isCueName, wanted: (words) => words.cue }

export const callback: PropCheck = { holds: isFunction, wanted: (words) => words.callback }

export const model: PropCheck = {
  holds: (value) => isObject(value) && isObject(value.config) && ArrayBuffer.isView(value.params),
  wanted: (words) => words.model,
}

export const sampler: PropCheck = {
  holds: (value) => isObject(value) && ('pick' in value ? isFunction(value.pick) : wrongSampling(value) === null),
  wanted: (words) => words.sampler,
  part: (value, words) => (isObject(value) && !('pick' in value) ? samplingPart(value, words) : null),
}

function samplingPart(value: Readonly<Record<string, unknown>>, words: Words): WrongPart | null {
  const name = wrongSampling(value)
  if (name === null) return null
  const wanted = Object.hasOwn(words.sampling, name) ? words.sampling[name] : undefined
  return { name, wanted: wanted ?? words.noSampling, value: value[name] }
}

export const seed: PropCheck = {
  holds: (value) => Number.isSafeInteger(value),
  wanted: (words) => words.seed,
}

export const cache: PropCheck = {
  holds: (value) =>
    value === 'full' ||
    value === 'none' ||
    (isObject(value) &&
      isFunction(value.open) &&
      isObject(value.settings) &&
      typeof value.settings.policy === 'string'),
  wanted: (words) => words.cache,
}

/** Of each setting, what it may be as plain data. */
const SETTINGS: Readonly<Record<string, (value: unknown) => boolean>> = {
  prompt: (value) => typeof value === 'string',
  model: (value) => value === null || typeof value === 'string',
  sampling: (value) => value === null || (isObject(value) && wrongSampling(value) === null),
  cache: (value) => value === 'full' || value === 'none' || (isObject(value) && typeof value.policy === 'string'),
  fault: (value) => value === null || (FAULTS as readonly unknown[]).includes(value),
}

export const settings: PropCheck = {
  holds: (value) =>
    isObject(value) && Object.entries(value).every(([key, one]) => one === undefined || SETTINGS[key]?.(one) === true),
  wanted: (words) => words.settings,
  part(value, words) {
    if (!isObject(value) || !isObject(value.sampling)) return null
    const part = samplingPart(value.sampling, words)
    return part && { ...part, name: `sampling.${part.name}` }
  },
}

export const fault: PropCheck = oneOf(...FAULTS)

export const interventions: PropCheck = {
  holds: (value) => isObject(value) && isFunction(value.bind),
  wanted: (words) => words.interventions,
}

export const models: PropCheck = {
  holds: (value) =>
    Array.isArray(value) &&
    value.every(
      (one) =>
        isObject(one) &&
        [one.id, one.name, one.prompt ?? ''].every(isText) &&
        one.id !== '' &&
        (one.model === undefined || model.holds(one.model)) &&
        (one.load === undefined || isFunction(one.load)),
    ) &&
    new Set(value.map(({ id }) => id)).size === value.length,
  wanted: (words) => words.models,
}

/** Strings by figure: an object of objects. */
export const overrides: PropCheck = {
  holds: (value) => isObject(value) && Object.values(value).every((one) => one === undefined || isObject(one)),
  wanted: (words) => words.overrides,
}

export const lessonHandle: PropCheck = {
  holds: (value) => isObject(value) && isFunction(value.dispatch) && isObject(value.sequence),
  wanted: (words) => words.handle,
}

/** A number of a run. */
export const cellAddress: PropCheck = {
  holds: (value) =>
    isObject(value) &&
    isText(value.tensor) &&
    Array.isArray(value.index) &&
    value.index.every((one) => Number.isInteger(one) && one >= 0),
  wanted: (words) => words.cell,
}

/** What every component takes for its element, and React would throw over. */
export const HOST: PropChecks = {
  className: text,
  style: { holds: isObject, wanted: (words) => words.style },
}

/** The first prop that is not what it must be, as an error to be put in the component's place. */
export function wrongProp(
  component: string,
  checks: PropChecks,
  props: object,
  messages: typeof figureMessages,
): string | null {
  for (const [prop, check] of Object.entries(checks)) {
    const value = (props as Readonly<Record<string, unknown>>)[prop]
    if (value === undefined || check.holds(value)) continue
    const part = check.part?.(value, messages.wanted)
    return part
      ? messages.wrongProp(component, `${prop}.${part.name}`, part.wanted, shown(part.value))
      : messages.wrongProp(component, prop, check.wanted(messages.wanted), shown(value))
  }
  return null
}

export function propError(message: string): GlassformerError {
  return new GlassformerError('bad-option', message)
}

/** A value of any kind, in a few letters. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value)
  if (typeof value === 'function') return 'a function'
  if (Array.isArray(value)) return `[${value.slice(0, 6).map(shown).join(', ')}${value.length > 6 ? ', …' : ''}]`
  if (typeof value === 'object' && value !== null) return 'an object'
  return String(value)
}
