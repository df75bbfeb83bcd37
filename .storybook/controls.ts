import type { ModelConfig } from '@glassformer/core'
import { TEXT_CONFIG } from '@glassformer/core/models/textConfig'
import type { Args, ArgTypesEnhancer, StrictInputType } from 'storybook/internal/types'

/** Numbers that can be moved without an error, each with the ends that the shown model gives it. */
const RANGES: Readonly<Record<string, (config: ModelConfig) => { min: number; max: number; step?: number }>> = {
  layer: ({ nLayers }) => ({ min: 0, max: nLayers - 1 }),
  head: ({ nHeads }) => ({ min: 0, max: nHeads - 1 }),
  maxNewTokens: () => ({ min: 1, max: 12 }),
  defaultTime: () => ({ min: 0, max: 20_000, step: 50 }),
}

const NONE = { control: { disable: true } } as const

/** What runs: the story's trace or model, or else the text model. */
const configOf = ({ trace, model }: Args): ModelConfig => trace?.config ?? model?.config ?? TEXT_CONFIG

/** What a prop is, but for what it is when it is left out. */
function kindOf({ type, table }: StrictInputType): string | undefined {
  const summary = table?.type?.summary?.replace(/\s*\|\s*undefined\b/, '')
  return summary === 'number' || summary === 'string' || summary === 'boolean' ? summary : type?.name
}

/** What a reader can set of a prop, without a message of an error by accident. What a story says of it holds. */
function controlOf(name: string, kind: string | undefined, args: Args, props: object): Partial<StrictInputType> {
  // Clocks and choices that are the page's own would stand still: there is no page to move them.
  if (`default${name[0]?.toUpperCase()}${name.slice(1)}` in props) return NONE
  if (kind === 'enum' || kind === 'boolean') return {}
  if (kind === 'number') {
    const range = RANGES[name]?.(configOf(args))
    return range ? { control: { type: 'range', ...range } } : NONE
  }
  // Any text can be cut into the text model's tokens, and not into all others'.
  if (name === 'prompt' && kind === 'string' && !args.trace && !args.model) return { control: { type: 'text' } }
  return NONE
}

/** A default is written in words or in code: Storybook takes either for a text, and quotes it once more. */
function unquoted(given: StrictInputType): StrictInputType {
  const summary = given.table?.defaultValue?.summary?.replace(/^"(.*)"$/, '$1')
  return summary === undefined ? given : { ...given, table: { ...given.table, defaultValue: { summary } } }
}

/** Controls for every prop that teaches when it is changed, and none for traces, models and functions. */
export const teachingControls: ArgTypesEnhancer = ({ argTypes, initialArgs }) =>
  Object.fromEntries(
    Object.entries(argTypes).map(([name, given]) => [
      name,
      given.control
        ? unquoted(given)
        : { ...unquoted(given), ...controlOf(name, kindOf(given), initialArgs, argTypes) },
    ]),
  )
