import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { alias, nodeAlias } from './aliases.ts'
import { chromiumFlags, findChromium } from './scripts/chromium.mjs'

const browser = () => {
  const executablePath = findChromium()
  return {
    enabled: true,
    headless: true,
    provider: playwright({ launchOptions: { ...(executablePath && { executablePath }), args: chromiumFlags } }),
    instances: [{ browser: 'chromium' as const }],
    screenshotFailures: false,
  }
}

/** Every dependency is found and bundled before a run, so that the page is not reloaded in the middle of one. */
const scanned = {
  entries: [
    'packages/components/src/**/!(*.test).{ts,tsx}',
    'packages/components/src/**/*.browser.test.tsx',
    'stories/**/*.tsx',
  ],
  include: ['react-dom/client', 'react/jsx-dev-runtime'],
}

const named = process.argv.flatMap((argument, i, all) =>
  argument === '--project' ? (all[i + 1] ?? '') : argument.startsWith('--project=') ? argument.slice(10) : [],
)

/** Every story as a test, and axe over it, in one theme. Storybook takes seconds to load: where others alone are named, it is not. */
function stories(name: string, theme: 'dark' | 'light') {
  if (named.length > 0 && !named.some((pattern) => pattern === name || /[*!]/.test(pattern))) return []
  return [
    {
      extends: true as const,
      // With the docs' plugin, since the lessons of the guides, which are stories too, are MDX.
      plugins: [storybookTest({ configDir: '.storybook', disableAddonDocs: false })],
      optimizeDeps: scanned,
      test: { name, browser: browser(), env: { STORYBOOK_THEME: theme } },
    },
  ]
}

/** Test files share their worker's modules, so that each is loaded once, not once a file: they leave nothing behind. */
const shared = { isolate: false, pool: 'threads' as const, restoreMocks: true }

export default defineConfig({
  resolve: { alias },
  test: {
    // One limit for all, far above what any test takes: it ends what hangs, also on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    coverage: { provider: 'v8', include: ['packages/*/src/**/*.{ts,tsx}'], reporter: ['text', 'json-summary'] },
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'core',
          environment: 'node',
          include: ['packages/core/src/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts'],
        },
      },
      {
        extends: true,
        plugins: [react()],
        resolve: { alias: nodeAlias },
        test: {
          ...shared,
          name: 'components',
          environment: 'jsdom',
          include: ['packages/components/src/**/*.test.{ts,tsx}'],
          exclude: ['**/*.browser.test.tsx'],
          setupFiles: ['./vitest.setup.ts'],
        },
      },
      {
        extends: true,
        plugins: [react()],
        optimizeDeps: scanned,
        test: {
          name: 'browser',
          include: ['packages/*/src/**/*.browser.test.{ts,tsx}'],
          setupFiles: ['./vitest.setup.ts'],
          browser: browser(),
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: 'pages',
          environment: 'node',
          include: ['packages/*/tests/**/*.test.tsx'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      ...stories('stories', 'dark'),
      ...stories('stories-light', 'light'),
    ],
  },
})
