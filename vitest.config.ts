import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { alias } from './aliases.ts'
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

/** Named before a run, so that none is found, bundled and the page reloaded in the middle of one. */
const prebundled = {
  include: [
    'react',
    'react/jsx-runtime',
    'react/jsx-dev-runtime',
    'react-dom',
    'react-dom/client',
    'react-dom/server.browser',
    'framer-motion',
    '@testing-library/dom',
    '@testing-library/react',
    '@testing-library/user-event',
    'axe-core',
  ],
}

export default defineConfig({
  resolve: { alias },
  test: {
    coverage: { provider: 'v8', include: ['packages/*/src/**/*.{ts,tsx}'], reporter: ['text', 'json-summary'] },
    projects: [
      { extends: true, test: { name: 'core', environment: 'node', include: ['packages/core/src/**/*.test.ts'] } },
      {
        extends: true,
        plugins: [react()],
        test: {
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
        optimizeDeps: prebundled,
        test: {
          name: 'browser',
          include: ['packages/components/src/**/*.browser.test.tsx'],
          setupFiles: ['./vitest.setup.ts'],
          browser: browser(),
        },
      },
      {
        extends: true,
        plugins: [storybookTest({ configDir: '.storybook' })],
        optimizeDeps: prebundled,
        test: { name: 'stories', browser: browser() },
      },
    ],
  },
})
