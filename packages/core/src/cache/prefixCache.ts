import { checkOptions } from '../tensor/checks'
import { checkCount } from '../tensor/errors'
import type { CachePolicy, CacheRequest, PolicyCache } from './policy'
import { createPool } from './pool'
import { createRadixTree, type RadixNode } from './radixTree'
import { createSequence } from './sequence'

export interface PrefixCacheOptions {
  /** Tokens in a block; only whole blocks are shared. */
  readonly blockSize: number
  /** The most blocks held, those of running requests included. */
  readonly capacity: number
}

/** What has happened since the cache was made, in blocks. */
export interface PrefixStats {
  readonly requests: number
  /** Blocks of prompts that were there. */
  readonly hits: number
  /** Whole blocks of prompts that were computed. */
  readonly misses: number
  readonly evictions: number
  readonly blocksInUse: number
}

/** A node of the radix tree, as plain data: one or more blocks of tokens, after those of the nodes above. */
export interface PrefixNode {
  readonly tokens: readonly number[]
  /** Physical blocks. */
  readonly blocks: readonly number[]
  /** Running requests that use it. */
  readonly users: number
  readonly lastUse: number
  readonly children: readonly PrefixNode[]
}

export interface PrefixCache extends CachePolicy {
  stats(): PrefixStats
  /** The tree as it is now; its root has no tokens. */
  tree(): PrefixNode
  /** Throws out all that no running request uses: what the model computed before it was trained further, say. */
  clear(): void
}

/**
 * Shares K and V between requests whose prompts begin with the same tokens: a radix tree over token blocks (SGLang's
 * RadixAttention, Zheng et al. 2023, https://arxiv.org/abs/2312.07104), each with a block of memory as `paged` has
 * them. Whole blocks that are there are not computed again; the prompt's last token always is, since its logits are
 * needed. A request leaves its blocks in the tree, the prompt's as soon as they are computed. When memory runs out,
 * blocks go that no running request uses, the least recently used first.
 *
 * The object outlives a `generate`: pass the same one to each. All requests must be of one model, whose parameters do
 * not change meanwhile. Throws `bad-option`, and, in a generation, `context-exceeded` when running requests use all blocks.
 */
export function prefixCache(options: PrefixCacheOptions): PrefixCache {
  const { blockSize, capacity } = checkOptions('prefixCache', options, { blockSize: true, capacity: true })
  checkCount('blockSize', blockSize)
  checkCount('capacity', capacity)
  const tree = createRadixTree(blockSize)
  const counts = { requests: 0, hits: 0, misses: 0, evictions: 0 }
  const evict = () => {
    const block = tree.evict()
    if (block === undefined) return false
    counts.evictions++
    pool.free(block)
    return true
  }
  const pool = createPool(blockSize, capacity, evict)

  const open = (request: CacheRequest): PolicyCache => {
    pool.bind(request)
    const { prompt } = request
    const inPrompt = Math.floor(prompt.length / blockSize)
    const found = tree.match(prompt.slice(0, Math.floor((prompt.length - 1) / blockSize) * blockSize))
    let { node } = found
    tree.use(node, 1)
    const hits = found.blocks.length
    const misses = inPrompt - hits
    counts.requests++
    counts.hits += hits
    counts.misses += misses
    const sequence = createSequence(request, pool, [...found.blocks])
    /** Blocks at the table's beginning that are the tree's. */
    let inTree = hits
    const leave = (tokens: readonly number[]) => {
      const count = Math.floor(tokens.length / blockSize)
      if (count <= inTree) return
      const kept = tree.insert(tokens.slice(0, count * blockSize), sequence.table.slice(0, count))
      tree.use(kept.node, 1)
      tree.use(node, -1)
      node = kept.node
      for (let i = inTree; i < count; i++) {
        const [own, block] = [sequence.table[i]!, kept.blocks[i]!]
        if (own === block) continue
        // Another request has left the same tokens meanwhile: theirs is as good, and one is enough.
        sequence.remap(i, block)
        pool.free(own)
      }
      inTree = count
    }
    let evictions = 0
    let isFirst = true
    return {
      ...sequence,
      write(...rows) {
        // Room is made while rows are written: what is evicted between two writes of this request is another's doing.
        const before = counts.evictions
        const held = sequence.write(...rows)
        evictions += counts.evictions - before
        return held
      },
      settle(to) {
        if (to === prompt.length) leave(prompt)
      },
      report() {
        const prefix = {
          hits: isFirst ? hits : 0,
          misses: isFirst ? misses : 0,
          evictions,
        }
        evictions = 0
        isFirst = false
        return { ...sequence.report.call(this), prefix }
      },
      close(tokens) {
        leave(tokens)
        for (const block of sequence.table.slice(inTree)) pool.free(block)
        tree.use(node, -1)
      },
    }
  }
  return {
    settings: { policy: 'prefix', blockSize, capacity },
    isShared: true,
    open,
    stats: () => ({ ...counts, blocksInUse: pool.inUse }),
    tree: () => plain(tree.root),
    clear() {
      for (let block = tree.evict(); block !== undefined; block = tree.evict()) pool.free(block)
    },
  }
}

function plain({ tokens, blocks, users, lastUse, children }: RadixNode): PrefixNode {
  return { tokens: [...tokens], blocks: [...blocks], users, lastUse, children: Array.from(children.values(), plain) }
}
