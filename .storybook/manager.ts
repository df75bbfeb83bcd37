import { addons } from 'storybook/manager-api'
import { theme } from './theme.ts'

addons.setConfig({
  theme,
  layoutCustomisations: {
    // A lesson needs the room more than the panel of props does.
    showPanel: ({ storyId }, byDefault) => (storyId?.startsWith('lessons-') ? false : byDefault),
  },
})
