'use client'
import type { Model } from '@glassformer/core'
import { useEffect, useSyncExternalStore } from 'react'
import { atHand, load } from '#textModel'
import { importAgain } from '../browser/importAgain'
import { asError } from './asError'
import { createStore } from './store'

type TextModelModule = Awaited<ReturnType<typeof load>>

/** Where the text model is: the same for every lesson and figure of a page. */
export type TextModelState =
  | { readonly status: 'absent' | 'loading' }
  | { readonly status: 'there'; readonly module: TextModelModule }
  /** `again` while it is being tried once more. */
  | { readonly status: 'failed'; readonly error: Error; readonly again: boolean }

export const textModel = createStore<TextModelState>(
  atHand ? { status: 'there', module: atHand } : { status: 'absent' },
)

let underWay: Promise<void> | undefined

/** Loads the text model, unless it is there or on its way; after a failure it tries again. The outcome is in `textModel`. */
export function requestTextModel(): Promise<void> {
  if (textModel.get().status === 'there') return Promise.resolve()
  underWay ??= fetchModel().finally(() => {
    underWay = undefined
  })
  return underWay
}

/** Loads the text model once. After it resolves, figures without a model render at once in the browser too. Rejects if its file does not arrive. */
export async function preloadTextModel(): Promise<void> {
  await requestTextModel()
  const state = textModel.get()
  if (state.status === 'failed') throw state.error
}

let attempts = 0
const isWhole = ({ loadTextModel }: Partial<TextModelModule>) => typeof loadTextModel === 'function'

async function fetchModel(): Promise<void> {
  const before = textModel.get()
  textModel.set(before.status === 'failed' ? { ...before, again: true } : { status: 'loading' })
  try {
    const module = await (attempts++ === 0 ? load() : importAgain(load, attempts, isWhole))
    // The model is made here, and not in the middle of a render.
    module.loadTextModel()
    textModel.set({ status: 'there', module })
  } catch (error) {
    textModel.set({ status: 'failed', error: asError(error), again: false })
  }
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
  return { state, model: state.module.loadTextModel(), sentence: state.module.DEFAULT_PROMPT }
}
