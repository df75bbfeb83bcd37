import { dimsOf } from '../model/dims'
import { checkOptions } from '../tensor/checks'
import { checkCount } from '../tensor/errors'
import { evictingCache } from './evicting'
import type { CachePolicy } from './policy'

/**
 * Keeps the last `recent` positions and the `heavy` others that have drawn the most attention so far
 * (H2O, Zhang et al. 2023, https://arxiv.org/abs/2306.14048). Attention is summed over all queries since the beginning,
 * the prompt's included, in each layer by itself and over all its heads (H2O chooses for each head): so layers may
 * hold different positions, and the heads of one the same. A new position is stored and attended to before one is given
 * up, so that a layer reads `recent + heavy + 1`; of equals, the older goes. Throws `bad-option`.
 */
export function heavyHitters(options: { readonly recent: number; readonly heavy: number }): CachePolicy {
  const { recent, heavy } = checkOptions('heavyHitters', options, { recent: true, heavy: true })
  checkCount('recent', recent)
  checkCount('heavy', heavy)
  return {
    settings: { policy: 'heavy-hitters', recent, heavy },
    open(request) {
      const { L, NH } = dimsOf(request.model.config)
      const drawn = Array.from({ length: L }, () => new Float64Array(request.positions))
      return evictingCache(request, {
        rows: recent + heavy + 1,
        when: 'after',
        attended(layer, pattern, lo, hi, rows, keys) {
          const sums = drawn[layer] as Float64Array
          for (let row = lo; row < hi; row++)
            for (let h = 0; h < NH; h++) {
              const cell = (h * rows + row) * keys
              for (let s = 0; s < keys; s++) sums[s]! += pattern[cell + s]!
            }
        },
        victims(layer, held, length) {
          const sums = drawn[layer] as Float64Array
          const others = held.filter((position) => position < length - recent)
          return others.sort((a, b) => sums[a]! - sums[b]! || a - b).slice(0, Math.max(0, others.length - heavy))
        },
      })
    },
  }
}
