import type { LessonSettings } from '../../lesson/settings'

type Cache = LessonSettings['cache']

/** The caches that can be chosen. */
export const CACHE_KINDS = [
  'full',
  'none',
  'sliding-window',
  'attention-sinks',
  'heavy-hitters',
  'quantised-8',
  'quantised-4',
  'paged',
] as const
export type CacheKind = (typeof CACHE_KINDS)[number]

/** The numbers that a kind of cache has. */
export type CacheNumber = 'window' | 'sinks' | 'recent' | 'heavy' | 'blockSize'

export const NUMBERS: Readonly<Partial<Record<CacheKind, readonly CacheNumber[]>>> = {
  'sliding-window': ['window'],
  'attention-sinks': ['sinks', 'window'],
  'heavy-hitters': ['recent', 'heavy'],
  paged: ['blockSize'],
}

/** Which of them a cache is; `null` for a policy that is not offered. */
export function kindOf(cache: Cache): CacheKind | null {
  if (typeof cache !== 'object') return cache
  const name = cache.policy === 'quantised' ? `quantised-${cache.bits}` : cache.policy
  return CACHE_KINDS.find((kind) => kind === name) ?? null
}

/**
 * A cache of a kind to start from, for a text that is `length` positions long in the end: small enough that what it does is
 * seen in it.
 */
export function cacheOf(kind: CacheKind, length: number): Cache {
  const half = Math.max(1, Math.floor(length / 2))
  const quarter = Math.max(1, Math.floor(length / 4))
  switch (kind) {
    case 'full':
    case 'none':
      return kind
    case 'sliding-window':
      return { policy: kind, window: half }
    case 'attention-sinks':
      return { policy: kind, sinks: 1, window: Math.max(1, half - 1) }
    case 'heavy-hitters':
      return { policy: kind, recent: quarter, heavy: quarter }
    case 'quantised-8':
    case 'quantised-4':
      return { policy: 'quantised', bits: kind === 'quantised-8' ? 8 : 4, symmetric: true }
    case 'paged':
      return { policy: kind, blockSize: quarter }
  }
}
