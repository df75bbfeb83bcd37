import type { KVCache } from '../model/kvCache'
import type { Model } from '../model/model'
import type { Layout } from '../tensor/layout'
import type { Floats, Tensor } from '../tensor/tensor'
import type { CacheSettings, CacheStep } from '../trace/types'

/** What a generation tells a policy when it begins. */
export interface CacheRequest {
  readonly model: Model
  readonly prompt: readonly number[]
  /** How many positions the generation will process in all. */
  readonly positions: number
  /** Allocates zeros, in the memory that the model's kernels work on where there is one, and gives them back. */
  readonly floats: (size: number) => Floats
  readonly give: (floats: Floats) => void
}

/** One request's cache under a policy. If `length` is above 0 at the start, that many positions need no computing. */
export interface PolicyCache extends KVCache {
  /** What happened since the last report: asked once after each step. */
  report(): CacheStep
  /**
   * For caches that a trace of what is computed would not tell in full; called once, before the first step. Puts K and V
   * that another request computed into `tensors`. If attention will read other values than those computed (rounded ones,
   * say), returns tensors for these, and fills them in as they come.
   */
  traced?(layout: Layout, tensors: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>> | undefined
  /** Told of all processed tokens when the generation ends, or of none if it fails; gives memory back. */
  close(tokens: readonly number[]): void
}

/** How a generation keeps K and V. The functions that make policies are in `@glassformer/core/cache`. */
export interface CachePolicy {
  readonly settings: CacheSettings
  /** Whether other requests read what this one writes; then nothing may change it: no fault, no intervention. */
  readonly isShared?: boolean
  open(request: CacheRequest): PolicyCache
}
