'use client'
import type { Interventions, Model } from '@glassformer/core'
import { useMemo } from 'react'
import { asError } from './asError'
import type { RunKind } from './handle'
import type { RunAsk } from './run'
import { type CacheChoice, keyOf, type LessonSettings, type SamplerChoice, samplerFor, samplerKey } from './settings'

/** What a run depends on besides its model and its settings. */
export interface RunSource {
  readonly maxNewTokens?: number | undefined
  readonly sampler?: SamplerChoice | undefined
  readonly interventions?: Interventions | undefined
  /** The kind of run of the one figure that this is for. */
  readonly shows?: RunKind | undefined
}

interface Given extends RunSource {
  /** `undefined` while it is on its way. */
  readonly model: Model | undefined
  /** `null` while it is on its way. */
  readonly cache: CacheChoice | null
  readonly settings: LessonSettings
}

/** What is to be run, the same object as long as it is the same run; `null` while something that it needs is not there. */
export function useAsk({ model, cache, settings, ...source }: Given): RunAsk | Error | null {
  const { prompt: text, sampling, fault: mistake } = settings
  const { maxNewTokens = 6, interventions, shows } = source
  const fault = mistake ?? undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: another object of the same settings is the same sampler
  const sampler = useMemo(() => {
    try {
      return samplerFor(sampling, source.sampler)
    } catch (error) {
      return asError(error)
    }
  }, [keyOf(sampling), sampling ? null : samplerKey(source.sampler)])
  return useMemo(() => {
    if (!model || cache === null || sampler instanceof Error) return sampler instanceof Error ? sampler : null
    return { of: settings, model, text, maxNewTokens, sampler, cache, fault, interventions, shows }
  }, [settings, model, text, maxNewTokens, sampler, cache, fault, interventions, shows])
}
