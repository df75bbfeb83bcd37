import type { DeepPartial } from './types'

/** Messages with some of them replaced, at any depth. What is not replaced stays; what is `undefined` replaces nothing. */
export function overridden<T extends object>(messages: T, by: DeepPartial<T> | undefined): T {
  if (!by) return messages
  const merged: Record<string, unknown> = Object.fromEntries(Object.entries(messages))
  for (const [key, value] of Object.entries(by)) {
    if (value === undefined) continue
    const own = merged[key]
    merged[key] = isGroup(own) && isGroup(value) ? overridden(own, value) : value
  }
  return merged as T
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
