/** A value that changes, for `useSyncExternalStore` and painters. */
export interface Readable<T> {
  get(): T
  /** Calls back after every change; returns the way to stop that. */
  subscribe(listener: () => void): () => void
}

/** The smallest store that `useSyncExternalStore` can read. */
export interface Store<T> extends Readable<T> {
  set(next: T): void
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
