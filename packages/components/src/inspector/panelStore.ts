import { againAndAgain, createLazy, type LazyState } from '../lesson/lazy'

type PanelModule = typeof import('./panelFile')

/** Where the panel's file is: the same for every lesson and figure of a page. */
export type PanelState = LazyState<PanelModule>

export const ABSENT: PanelState = { status: 'absent' }

const lazy = createLazy<PanelModule>(
  againAndAgain<PanelModule>(
    () => import('./panelFile'),
    ({ Panel }) => typeof Panel === 'function',
  ),
)

export const panelStore = lazy.state

/** Loads the panel, unless it is there or on its way; after a failure it tries again. The outcome is in `panelStore`. */
export const requestPanel = lazy.request
