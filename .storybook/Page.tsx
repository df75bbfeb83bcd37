import { DocsContainer, type DocsContainerProps } from '@storybook/addon-docs/blocks'
import { type PropsWithChildren, useSyncExternalStore } from 'react'
import { GLOBALS_UPDATED, SET_GLOBALS } from 'storybook/internal/core-events'
import { chosenTheme, onSystemTheme, themes } from './theme.ts'

/** A page of docs, in the theme of the toolbar, as figures are that stand on it without a story around them. */
export function Page({ context, children }: PropsWithChildren<DocsContainerProps>) {
  const { channel } = context
  const subscribe = (tell: () => void) => {
    channel.on(GLOBALS_UPDATED, tell)
    const leave = onSystemTheme(tell)
    return () => {
      channel.off(GLOBALS_UPDATED, tell)
      leave()
    }
  }
  const theme = useSyncExternalStore(subscribe, () => {
    const [said] = channel.last(GLOBALS_UPDATED) ?? channel.last(SET_GLOBALS) ?? []
    return chosenTheme(said?.globals?.theme)
  })
  return (
    <DocsContainer context={context} theme={themes[theme]}>
      <div className="docs-page" data-gf-theme={theme}>
        {children}
      </div>
    </DocsContainer>
  )
}
