import type { CachePolicy, CacheSettings } from '@glassformer/core'
import { attentionSinks, heavyHitters, paged, quantised, slidingWindow } from '@glassformer/core/cache'

type Make = (settings: never) => CachePolicy

/** By the name that each gives to itself in its settings. One that requests share is a lesson's only as a prop. */
const POLICIES: Readonly<Record<string, Make>> = {
  'sliding-window': slidingWindow,
  'attention-sinks': attentionSinks,
  'heavy-hitters': heavyHitters,
  quantised,
  paged,
}

/** The policy of these settings; nothing for one that is unknown. Throws `bad-option` for what the policy refuses. */
export function policyOf({ policy, ...options }: CacheSettings): CachePolicy | undefined {
  return Object.hasOwn(POLICIES, policy) ? POLICIES[policy]?.(options as never) : undefined
}
