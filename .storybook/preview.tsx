import type { Decorator, Preview } from '@storybook/react-vite'
import '@glassformer/components/styles.css'
import { theme } from './theme.ts'

/** The ground that figures stand on, in the theme of the toolbar. */
const onGround: Decorator = (Story, { globals, viewMode }) => (
  <div
    data-gf-theme={globals.theme}
    style={{
      background: 'var(--gf-ground)',
      color: 'var(--gf-text)',
      // What a site around them would set.
      fontFamily: 'system-ui, sans-serif',
      padding: 'clamp(12px, 3vw, 32px)',
      minHeight: viewMode === 'docs' ? undefined : '100vh',
      boxSizing: 'border-box',
    }}
  >
    <Story />
  </div>
)

const preview: Preview = {
  tags: ['autodocs'],
  decorators: [onGround],
  globalTypes: {
    theme: {
      description: 'Colours of the figures',
      toolbar: {
        title: 'Theme',
        icon: 'contrast',
        dynamicTitle: true,
        items: [
          { value: 'auto', title: 'Auto' },
          { value: 'dark', title: 'Dark' },
          { value: 'light', title: 'Light' },
        ],
      },
    },
  },
  // STORYBOOK_THEME=light opens, and tests, every story in the light theme.
  initialGlobals: { theme: import.meta.env.STORYBOOK_THEME ?? 'dark' },
  parameters: {
    a11y: { test: 'error' },
    layout: 'fullscreen',
    docs: { theme },
    options: { storySort: { order: ['Introduction', 'Lessons', 'Figures', 'Controls'] } },
  },
}
export default preview
