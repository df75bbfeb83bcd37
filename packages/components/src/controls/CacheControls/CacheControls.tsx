'use client'
import type { CacheSettings } from '@glassformer/core'
import { type ComponentPropsWithRef, useId, useRef } from 'react'
import * as check from '../../anatomy/propChecks'
import { useLesson } from '../../lesson/context'
import type { LessonSettings } from '../../lesson/settings'
import { cacheControlsMessages } from '../../messages/en/cacheControls'
import { useMessages } from '../../messages/useMessages'
import { Control } from '../anatomy/Control'
import { ControlSource } from '../anatomy/ControlSource'
import { Slider } from '../anatomy/Slider'
import { useControl } from '../anatomy/useControl'
import { CACHE_KINDS, type CacheKind, cacheOf, kindOf, NUMBERS } from './kinds'

export interface CacheControlsProps extends Omit<ComponentPropsWithRef<'div'>, 'children'> {
  /** The caches offered. @default all */
  kinds?: readonly CacheKind[]
}

const ACCEPTS: check.PropChecks = { kinds: check.listOf(...CACHE_KINDS) }

/**
 * How keys and values are kept: everything, nothing, or what a policy keeps, with its numbers. The policies' code is loaded
 * when one is chosen. Shows `data-pending` while that run is computed.
 */
export function CacheControls(props: CacheControlsProps) {
  const { kinds, ...host } = props
  return (
    <ControlSource name="CacheControls" accepts={ACCEPTS} given={props} host={host}>
      <View {...host} kinds={kinds ?? CACHE_KINDS} />
    </ControlSource>
  )
}

function View({ kinds, ...rest }: CacheControlsProps & { kinds: readonly CacheKind[] }) {
  const messages = useMessages('cacheControls', cacheControlsMessages)
  const { settings, initial, set } = useControl('cache')
  const { handle } = useLesson()
  const id = useId()
  /** The numbers of each kind as they were last: going back to one finds them again. */
  const known = useRef(new Map<CacheKind, LessonSettings['cache']>())
  const { cache } = settings
  const kind = kindOf(cache)
  const run = handle.run.generation ?? handle.run.forward
  const most = run?.config.nCtx ?? 1
  const own = kindOf(initial.cache) === null ? (initial.cache as CacheSettings) : null
  const choose = (to: string) => {
    if (kind) known.current.set(kind, cache)
    const next = CACHE_KINDS.find((one) => one === to)
    set({ cache: next ? (known.current.get(next) ?? cacheOf(next, run?.tokens.length ?? 1)) : initial.cache })
  }
  const offered = kind && !kinds.includes(kind) ? [...kinds, kind] : kinds
  const numbers = kind && typeof cache === 'object' ? (NUMBERS[kind] ?? []) : []
  return (
    <Control {...rest} setting="cache" heading={messages.title} says={saysOf(cache, messages)}>
      <div className="gf-field">
        <label htmlFor={id}>{messages.label}</label>
        <select id={id} value={kind ?? 'own'} onChange={(event) => choose(event.target.value)}>
          {own && <option value="own">{messages.other(own.policy)}</option>}
          {offered.map((one) => (
            <option key={one} value={one}>
              {messages.kinds[one]}
            </option>
          ))}
        </select>
      </div>
      {numbers.map((name) => {
        const value = Number((cache as CacheSettings)[name])
        return (
          <Slider
            key={name}
            label={messages[name]}
            about={messages[`${name}About`]}
            value={value}
            min={1}
            max={Math.max(most, value)}
            step={1}
            shown={messages.count(value)}
            onChange={(to) => set({ cache: { ...(cache as CacheSettings), [name]: to } })}
          />
        )
      })}
    </Control>
  )
}

function saysOf(cache: LessonSettings['cache'], messages: typeof cacheControlsMessages): string {
  const kind = kindOf(cache)
  if (!kind) return messages.other((cache as CacheSettings).policy)
  const says = messages.says[kind]
  return typeof says === 'string' ? says : says(cache as unknown as Readonly<Record<string, number>>)
}
