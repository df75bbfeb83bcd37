'use client'
import { GlassformerError } from '@glassformer/core'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { asError } from './asError'
import { againAndAgain, createLazy, type Failure, failureOf, type LazyState } from './lazy'
import { type CacheChoice, cacheKey, keyOf, type LessonSettings } from './settings'

type Policies = typeof import('./policies.lazy')

/** The code of the policies, for settings that a reader or a link chose: pages where nobody does never load it. */
const policies = createLazy<Policies>(
  againAndAgain<Policies>(
    () => import('./policies.lazy'),
    (module) => typeof module.policyOf === 'function',
  ),
)

const ABSENT: LazyState<Policies> = { status: 'absent' }

/** The cache of settings: the author's own where it is that; `null` while its code is on its way, or where there is none. */
export function useCache(
  settings: LessonSettings['cache'],
  given: CacheChoice | undefined,
): { readonly cache: CacheChoice | null; readonly failure: Failure | null } {
  const state = useSyncExternalStore(policies.state.subscribe, policies.state.get, () => ABSENT)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another object of the same settings is the same cache
  const own = useMemo(() => given, [cacheKey(given)])
  const key = keyOf(settings)
  const isOwn = typeof own === 'object' && keyOf(own.settings) === key
  const needed = typeof settings === 'object' && !isOwn
  useEffect(() => {
    if (needed && policies.state.get().status === 'absent') void policies.request()
  }, [needed])
  const module = state.status === 'there' ? state.value : undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const cache = useMemo(() => {
    if (typeof settings !== 'object') return settings
    if (isOwn) return own as CacheChoice
    if (!module) return null
    try {
      return module.policyOf(settings) ?? unknownPolicy(settings.policy)
    } catch (error) {
      return asError(error)
    }
  }, [key, isOwn, own, module])
  if (cache instanceof Error) return { cache: null, failure: { error: cache, again: null, trying: false } }
  return { cache, failure: cache === null ? failureOf(policies, state) : null }
}

function unknownPolicy(policy: string): Error {
  return new GlassformerError(
    'bad-option',
    `There is no cache policy "${policy}" to be chosen: give it to the lesson as its cache.`,
  )
}
