import { GLOBALS_UPDATED, SET_GLOBALS } from 'storybook/internal/core-events'
import { addons } from 'storybook/manager-api'
import { chosenTheme, onSystemTheme, themes } from './theme.ts'

addons.setConfig({
  theme: themes[chosenTheme(new URLSearchParams(location.search).get('globals')?.match(/theme:(\w+)/)?.[1])],
  layoutCustomisations: {
    // A lesson needs the room more than the panel of props does.
    showPanel: ({ storyId }, byDefault) => (storyId?.startsWith('lessons-') ? false : byDefault),
  },
})

// The frame follows the toolbar, as the pages in it do.
addons.register('glassformer/theme', (api) => {
  let choice: unknown
  const follow = () => api.setOptions({ theme: themes[chosenTheme(choice)] })
  const hear = ({ globals }: { globals?: { theme?: unknown } }) => {
    choice = globals?.theme
    follow()
  }
  for (const event of [SET_GLOBALS, GLOBALS_UPDATED]) api.on(event, hear)
  onSystemTheme(follow)
})
