import { checkOptions } from '../tensor/checks'
import { checkCount } from '../tensor/errors'
import { evictingCache } from './evicting'
import type { CachePolicy } from './policy'

/**
 * Keeps the last `window` positions, the one being computed included (Longformer's sliding window, Beltagy et al. 2020, as
 * a cache). The oldest goes before a new one is stored. Throws `bad-option`.
 */
export function slidingWindow(options: { readonly window: number }): CachePolicy {
  const { window } = checkOptions('slidingWindow', options, { window: true })
  checkCount('window', window)
  return { ...sinksAndWindow(0, window), settings: { policy: 'sliding-window', window } }
}

/**
 * Keeps the first `sinks` positions, on which attention leans whatever they are, and the last `window`
 * (StreamingLLM, Xiao et al. 2023, https://arxiv.org/abs/2309.17453). Positions stay those of the text; StreamingLLM
 * numbers them anew within the cache. Throws `bad-option`.
 */
export function attentionSinks(options: { readonly sinks: number; readonly window: number }): CachePolicy {
  const { sinks, window } = checkOptions('attentionSinks', options, { sinks: true, window: true })
  checkCount('sinks', sinks)
  checkCount('window', window)
  return { ...sinksAndWindow(sinks, window), settings: { policy: 'attention-sinks', sinks, window } }
}

function sinksAndWindow(sinks: number, window: number): Pick<CachePolicy, 'open'> {
  return {
    open: (request) =>
      evictingCache(request, {
        rows: sinks + window,
        when: 'before',
        victims: (_, held, length) => held.filter((position) => position >= sinks && position < length - window),
      }),
  }
}
