import { checkOptions } from '../tensor/checks'
import { checkCount } from '../tensor/errors'
import type { CachePolicy } from './policy'
import { createPool } from './pool'
import { createSequence } from './sequence'

export interface PagedOptions {
  /** Positions in a block. */
  readonly blockSize: number
  /** The most blocks that all requests together can take; one more throws `context-exceeded`. @default no limit */
  readonly blocks?: number
}

export interface PagedCache extends CachePolicy {
  /** Physical blocks that requests hold at this moment. */
  readonly blocksInUse: number
}

/**
 * Keeps every position, in blocks that are taken from one pool when they are needed, and found through a table
 * (PagedAttention, Kwon et al. 2023, https://arxiv.org/abs/2309.06180). The numbers are those of the full cache. Requests
 * that run at the same time (`generateSteps`) with the same policy share the pool, and one's blocks need not lie together;
 * they are freed when it ends. Throws `bad-option`.
 */
export function paged(options: PagedOptions): PagedCache {
  const { blockSize, blocks = Infinity } = checkOptions('paged', options, { blockSize: true, blocks: true })
  checkCount('blockSize', blockSize)
  if (blocks !== Infinity) checkCount('blocks', blocks)
  const pool = createPool(blockSize, blocks)
  return {
    settings: { policy: 'paged', blockSize, ...(blocks !== Infinity && { blocks }) },
    get blocksInUse() {
      return pool.inUse
    },
    open(request) {
      pool.bind(request)
      return createSequence(request, pool, [])
    },
  }
}
