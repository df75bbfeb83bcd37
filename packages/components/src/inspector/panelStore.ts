import { againAndAgain, createLazy } from '../lesson/lazy'

type PanelModule = typeof import('./panelFile')

const lazy = createLazy<PanelModule>(
  againAndAgain<PanelModule>(
    () => import('./panelFile'),
    (module) => typeof module.Panel === 'function',
  ),
)

/** Where the panel's file is: the same for every lesson and figure of a page. */
export const panelStore = lazy.state

/** Loads the panel, unless it is there or on its way; after a failure it tries again. The outcome is in `panelStore`. */
export const requestPanel = lazy.request
