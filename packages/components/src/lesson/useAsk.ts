'use client'
import type { Fault, Interventions, Model } from '@glassformer/core'
import { useMemo, useState } from 'react'
import type { RunKind } from './handle'
import type { RunAsk } from './run'
import { type CacheChoice, cacheKey, isSampler, type SamplerChoice, samplerKey, samplerOf } from './settings'

/** What a run depends on. */
export interface RunSource {
  /** The text to start from. A change of it replaces what was typed. */
  readonly prompt?: string | undefined
  readonly maxNewTokens?: number | undefined
  readonly sampler?: SamplerChoice | undefined
  readonly seed?: number | undefined
  readonly cache?: CacheChoice | undefined
  readonly fault?: Fault | undefined
  readonly interventions?: Interventions | undefined
  /** The kind of run of the one figure that this is for. */
  readonly shows?: RunKind | undefined
}

export interface Asked {
  readonly ask: RunAsk | null
  readonly typed: string
  readonly setTyped: (text: string) => void
}

/** What is to be run, the same object as long as it is the same run; `null` without a model. */
export function useAsk(model: Model | undefined, source: RunSource): Asked {
  const { prompt: start = '', maxNewTokens = 6, seed, fault, interventions, shows } = source
  const [typed, setTyped] = useState(start)
  const [begun, setBegun] = useState(start)
  if (begun !== start) {
    setBegun(start)
    setTyped(start)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another object of the same settings is the same run
  const cache = useMemo(() => source.cache, [cacheKey(source.cache)])
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const sampler = useMemo(() => {
    const choice = source.sampler
    return choice && !isSampler(choice) ? samplerOf({ ...(seed === undefined ? {} : { seed }), ...choice }) : choice
  }, [samplerKey(source.sampler), seed])
  const ask = useMemo<RunAsk | null>(
    () => (model ? { model, text: typed, maxNewTokens, sampler, cache, fault, interventions, shows } : null),
    [model, typed, maxNewTokens, sampler, cache, fault, interventions, shows],
  )
  return { ask, typed, setTyped }
}
