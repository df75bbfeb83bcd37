'use client'
import { GlassformerError, type Model } from '@glassformer/core'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useHydrating } from './hooks'
import { createLazy, type Failure, failureOf, type Lazy, type LazyState } from './lazy'

/** A model that a reader can choose. With neither `model` nor `load` it is the lesson's own. */
export interface ModelOffer {
  /** What settings and links call it. */
  readonly id: string
  /** What the reader reads. */
  readonly name: string
  readonly model?: Model
  /** Makes or fetches it when it is first chosen; called once, and again if it failed. */
  readonly load?: () => Model | Promise<Model>
}

export interface Offers {
  readonly all: readonly ModelOffer[]
  /** Adds models to choose from; returns the way to take them back. */
  readonly offer: (models: readonly ModelOffer[]) => () => void
  /** The chosen model; `undefined` while it is on its way. */
  readonly model: Model | undefined
  readonly failure: Failure | null
}

const NOTHING: LazyState<Model> = { status: 'absent' }
const never = () => () => {}

/** The models that the pickers of a lesson offer, and the one of them that is chosen. */
export function useOffers(id: string | null, own: Model | undefined): Offers {
  const [lists, setLists] = useState<readonly (readonly ModelOffer[])[]>([])
  const offer = useCallback((models: readonly ModelOffer[]) => {
    setLists((now) => [...now, models])
    return () => setLists((now) => now.filter((list) => list !== models))
  }, [])
  const hydrating = useHydrating()
  const all = lists.flat()
  const chosen = id === null ? null : all.find((one) => one.id === id)
  const loads = useRef(new Map<string, Lazy<Model>>())
  const lazy = chosen && !chosen.model && chosen.load ? lazyOf(loads.current, chosen) : undefined
  const read = () => lazy?.state.get() ?? NOTHING
  const state = useSyncExternalStore(lazy?.state.subscribe ?? never, read, read)
  useEffect(() => {
    if (lazy?.state.get().status === 'absent') void lazy.request()
  }, [lazy])
  if (lazy) {
    const model = state.status === 'there' ? state.value : undefined
    return { all, offer, model, failure: failureOf(lazy, state) }
  }
  if (chosen !== undefined) return { all, offer, model: chosen?.model ?? own, failure: null }
  const error = new GlassformerError('bad-option', `No model "${id}" is offered here.`)
  return { all, offer, model: undefined, failure: hydrating ? null : { error, again: null, trying: false } }
}

function lazyOf(loads: Map<string, Lazy<Model>>, { id, load }: ModelOffer): Lazy<Model> {
  const known = loads.get(id)
  if (known) return known
  const lazy = createLazy(load as () => Model | Promise<Model>)
  loads.set(id, lazy)
  return lazy
}
