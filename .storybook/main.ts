import type { StorybookConfig } from '@storybook/react-vite'
import remarkGfm from 'remark-gfm'
import { mergeConfig } from 'vite'
import { alias } from '../aliases.ts'
import { linksBetweenPages } from './links.ts'

const config: StorybookConfig = {
  stories: [
    '../stories/*.mdx',
    '../stories/**/*.stories.tsx',
    // What stands in folders below are lessons that the guides show.
    '../docs/*.mdx',
    '../packages/components/src/**/*.mdx',
    '../packages/components/src/**/*.stories.tsx',
  ],
  addons: [
    // Tables in the guides, and links from one to another.
    {
      name: '@storybook/addon-docs',
      options: { mdxPluginOptions: { mdxCompileOptions: { remarkPlugins: [remarkGfm, linksBetweenPages] } } },
    },
    '@storybook/addon-a11y',
    '@storybook/addon-vitest',
  ],
  framework: { name: '@storybook/react-vite', options: {} },
  // What is left in the toolbar is for readers and authors of lessons.
  features: { sidebarOnboardingChecklist: false, backgrounds: false, measure: false, outline: false },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  typescript: {
    reactDocgen: 'react-docgen-typescript',
    reactDocgenTypescriptOptions: {
      // A choice is shown by what can be chosen, and not by its type's name.
      shouldExtractLiteralValuesFromEnum: true,
      shouldRemoveUndefinedFromOptional: true,
      include: ['packages/components/src/**/*.tsx'],
      exclude: ['**/*.stories.tsx', '**/*.test.tsx'],
      propFilter: ({ parent }) => !parent?.fileName.includes('node_modules'),
    },
  },
  viteFinal: (vite) =>
    mergeConfig(vite, {
      resolve: { alias },
      // The first story opened need not wait for its modules, nor for the docs of props, to be made.
      server: {
        warmup: { clientFiles: ['./.storybook/preview.tsx', './packages/components/src/index.ts', './stories/*.tsx'] },
      },
      build: {
        // Storybook's own blocks and axe come in chunks of this size.
        chunkSizeWarningLimit: 2000,
        rolldownOptions: {
          checks: { pluginTimings: false },
          // framer-motion marks each of its modules with 'use client', which a bundle for the browser ignores: 70 warnings.
          onLog: (level: string, log: { code?: string }, next: (level: string, log: unknown) => void) => {
            if (log.code !== 'MODULE_LEVEL_DIRECTIVE') next(level, log)
          },
        },
      },
    }),
}
export default config
