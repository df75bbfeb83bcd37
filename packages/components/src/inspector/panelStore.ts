import { importAgain } from '../browser/importAgain'
import { asError } from '../lesson/asError'
import { createStore } from '../lesson/store'

type PanelModule = typeof import('./panelFile')

/** Where the panel's file is: the same for every lesson and figure of a page. */
export type PanelState =
  | { readonly status: 'absent' | 'loading' }
  | { readonly status: 'there'; readonly module: PanelModule }
  /** `again` while it is being tried once more. */
  | { readonly status: 'failed'; readonly again: boolean; readonly error: Error }

export const ABSENT: PanelState = { status: 'absent' }

export const panelStore = createStore<PanelState>(ABSENT)

const load = (): Promise<PanelModule> => import('./panelFile')
const isWhole = ({ Panel }: Partial<PanelModule>) => typeof Panel === 'function'

let attempts = 0
let underWay: Promise<void> | undefined

/** Loads the panel, unless it is there or on its way; after a failure it tries again. The outcome is in `panelStore`. */
export function requestPanel(): Promise<void> {
  if (panelStore.get().status === 'there') return Promise.resolve()
  underWay ??= fetchPanel().finally(() => {
    underWay = undefined
  })
  return underWay
}

async function fetchPanel(): Promise<void> {
  const before = panelStore.get()
  panelStore.set(before.status === 'failed' ? { ...before, again: true } : { status: 'loading' })
  try {
    const module = await (attempts++ === 0 ? load() : importAgain(load, attempts, isWhole))
    panelStore.set({ status: 'there', module })
  } catch (error) {
    panelStore.set({ status: 'failed', error: asError(error), again: false })
  }
}
