import { importAgain } from '../browser/importAgain'
import { asError } from './asError'
import { createStore, type Store } from './store'

/** Where something is that is loaded when it is needed. */
export type LazyState<T> =
  | { readonly status: 'absent' | 'loading' }
  | { readonly status: 'there'; readonly value: T }
  /** `again` while it is being tried once more. */
  | { readonly status: 'failed'; readonly error: Error; readonly again: boolean }

export interface Lazy<T> {
  readonly state: Store<LazyState<T>>
  /** Loads it, unless it is there or on its way; after a failure it tries again. The outcome is in `state`. */
  readonly request: () => Promise<void>
}

/** Why something cannot be had, and what can be done about it. */
export interface Failure {
  readonly error: Error
  /** Tries once more; `null` where that would not help. */
  readonly again: (() => void) | null
  /** Whether it is being tried once more. */
  readonly trying: boolean
}

export function failureOf<T>({ request }: Lazy<T>, state: LazyState<T>): Failure | null {
  if (state.status !== 'failed') return null
  return { error: state.error, again: () => void request(), trying: state.again }
}

export function createLazy<T>(load: () => T | Promise<T>, atHand?: T): Lazy<T> {
  const state = createStore<LazyState<T>>(
    atHand === undefined ? { status: 'absent' } : { status: 'there', value: atHand },
  )
  let underWay: Promise<void> | undefined
  const fetch = async () => {
    const before = state.get()
    state.set(before.status === 'failed' ? { ...before, again: true } : { status: 'loading' })
    try {
      state.set({ status: 'there', value: await load() })
    } catch (error) {
      state.set({ status: 'failed', error: asError(error), again: false })
    }
  }
  return {
    state,
    request() {
      if (state.get().status === 'there') return Promise.resolve()
      underWay ??= fetch().finally(() => {
        underWay = undefined
      })
      return underWay
    },
  }
}

/** Loads a module; after it did not arrive, in the way that browsers need then. `isWhole` tells that it is the one. */
export function againAndAgain<T extends object>(
  load: () => Promise<T>,
  isWhole: (module: Partial<T>) => boolean,
): () => Promise<T> {
  let attempts = 0
  return () => (attempts++ === 0 ? load() : importAgain(load, attempts, isWhole))
}
