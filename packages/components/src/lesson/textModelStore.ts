'use client'
import type { Model } from '@glassformer/core'
import { useEffect, useSyncExternalStore } from 'react'
import { atHand, load } from '#textModel'
import { againAndAgain, createLazy, type LazyState } from './lazy'

type TextModelModule = Awaited<ReturnType<typeof load>>

/** Where the text model is: the same for every lesson and figure of a page. */
export type TextModelState = LazyState<TextModelModule>

const loadModule = againAndAgain<TextModelModule>(load, (module) => typeof module.loadTextModel === 'function')

const lazy = createLazy<TextModelModule>(async () => {
  const module = await loadModule()
  // The model is made here, and not in the middle of a render.
  module.loadTextModel()
  return module
}, atHand)

export const textModel = lazy.state

/** Loads the text model, unless it is there or on its way; after a failure it tries again. The outcome is in `textModel`. */
export const requestTextModel = lazy.request

/** Loads the text model once. After it resolves, figures without a model render at once in the browser too. Rejects if its file does not arrive. */
export async function preloadTextModel(): Promise<void> {
  await requestTextModel()
  const state = textModel.get()
  if (state.status === 'failed') throw state.error
}

const ABSENT: TextModelState = { status: 'absent' }

/** What HTML from a server was made without: a failure shows after it was hydrated. */
function whileHydrating(): TextModelState {
  const state = textModel.get()
  return state.status === 'there' ? state : ABSENT
}

/** The text model for whoever needs it, and its sentence; asks for its file if nobody has. */
export function useTextModel(needed: boolean): {
  readonly state: TextModelState
  readonly model: Model | undefined
  readonly sentence: string | undefined
} {
  const state = useSyncExternalStore(textModel.subscribe, textModel.get, whileHydrating)
  useEffect(() => {
    if (needed && textModel.get().status === 'absent') void requestTextModel()
  }, [needed])
  if (!needed || state.status !== 'there') return { state, model: undefined, sentence: undefined }
  return { state, model: state.value.loadTextModel(), sentence: state.value.DEFAULT_PROMPT }
}
