import type { Decorator, Preview } from '@storybook/react-vite'
import '@glassformer/components/styles.css'
import { teachingControls } from './controls.ts'
import { Page } from './Page.tsx'
import { PageLink } from './PageLink.tsx'

/** The ground that figures stand on, in the theme of the toolbar. */
const onGround: Decorator = (Story, { globals, viewMode }) => (
  <div
    className="story-ground"
    // A page of docs has chosen already.
    data-gf-theme={viewMode === 'docs' && globals.theme === 'auto' ? undefined : globals.theme}
    style={{
      background: 'var(--gf-ground)',
      color: 'var(--gf-text)',
      // What a site around them would set.
      fontFamily: 'system-ui, sans-serif',
      padding: viewMode === 'docs' ? '1px 0' : 'clamp(12px, 3vw, 32px)',
      minHeight: viewMode === 'docs' ? undefined : '100vh',
      boxSizing: 'border-box',
    }}
  >
    <Story />
  </div>
)

/**
 * A prop that says how a figure begins begins it anew when it is changed in the panel; and a text that was deleted there is
 * none, which is the model's own sentence, until another is typed.
 */
const asEdited: Decorator = (Story, { args, initialArgs }) => {
  const beginning = Object.entries(args).filter(
    ([name, value]) => name.startsWith('default') && value !== initialArgs[name],
  )
  const cleared = args.prompt === '' && initialArgs.prompt !== ''
  return <Story key={JSON.stringify(beginning)} args={cleared ? { ...args, prompt: undefined } : args} />
}

const preview: Preview = {
  tags: ['autodocs'],
  argTypesEnhancers: [teachingControls],
  decorators: [asEdited, onGround],
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
  initialGlobals: { theme: import.meta.env.STORYBOOK_THEME ?? 'auto' },
  parameters: {
    a11y: { test: 'error' },
    layout: 'fullscreen',
    docs: { container: Page, components: { a: PageLink } },
    // Rows of props in the order of their types, the needed ones first.
    controls: { sort: 'requiredFirst', expanded: true },
    options: {
      // In the order in which a reader and then an author need them. Storybook reads this without running it.
      storySort: {
        order: [
          'Introduction',
          'Lessons',
          ['One run, five figures', 'Who reads whom'],
          'Figures',
          ['TokenPipeline', 'AttentionHead', 'ProbabilityTrail', 'KVCacheGrid', 'ComplexityComparison', 'BackpropWave'],
          'Prose',
          ['Value', 'Part', 'Moment', 'During', 'Term', 'Glossary', 'Predict', 'Check', 'Chapters', 'Together'],
          'Controls',
          ['Transport', 'PromptPicker', 'ModelPicker', 'SamplingControls', 'CacheControls', 'FaultPicker'],
          'Guides',
          [
            'Install into your site',
            'Write a lesson',
            'Ask questions',
            'Share a link',
            'Make your own figure',
            'Theming',
            'Print',
            'Accessibility',
            'Performance',
            'Content policies',
          ],
          'Reference',
          [
            'Bring your own model',
            'Caches, sampling, faults and interventions',
            'What heads do',
            'Counts for any size',
            'Any number, opened',
          ],
        ],
      },
    },
  },
}
export default preview
