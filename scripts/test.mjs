/**
 * Every check of the repository, in order, stopping at the first that fails.
 * `npm test` runs them all; `npm test -- --only=lint,types` runs the ones named.
 */
import { availableParallelism } from 'node:os'
import { ensureChromium } from './chromium.mjs'
import { installPackages } from './lib/install.mjs'
import { root } from './lib/root.mjs'
import { run, tool } from './lib/run.mjs'

const script = (name) => run(process.execPath, [`${root}/scripts/${name}.mjs`])
const vitest = (projects, ...options) =>
  tool('vitest', ['run', ...projects.flatMap((name) => ['--project', name]), ...options])

const stages = {
  lint: () => tool('biome', ['check', '--error-on-warnings', '.']),
  types: async () => {
    for (const project of ['packages/core', 'packages/components', 'tsconfig.json']) await tool('tsc', ['-p', project])
  },
  unused: () => tool('knip', []),
  texts: () => script('texts'),
  // Vitest leaves one processor free, which of two is half of them.
  unit: () => vitest(['core', 'components'], `--maxWorkers=${availableParallelism()}`),
  build: () => script('build'),
  packages: () => script('packages'),
  size: () => tool('size-limit', []),
  // The stories stand in both themes: axe finds nothing in either.
  browser: () => vitest(['browser', 'pages', 'stories', 'stories-light']),
  storybook: () => tool('storybook', ['build', '-o', 'storybook-static']),
  offline: () => script('offline'),
  consumers: () => script('consumers'),
}

const needsChromium = ['browser', 'offline', 'consumers']

function chosen() {
  const only = process.argv.slice(2).find((argument) => argument.startsWith('--only='))
  if (!only) return Object.keys(stages)
  const names = only.slice('--only='.length).split(',')
  const unknown = names.filter((name) => !(name in stages))
  if (unknown.length > 0) {
    console.error(`No stage is called ${unknown.join(', ')}. There are ${Object.keys(stages).join(', ')}.`)
    process.exit(2)
  }
  return Object.keys(stages).filter((name) => names.includes(name))
}

async function main() {
  process.env.CI ??= 'true'
  const names = chosen()
  let passed = 0
  let failed = 0
  const stage = async (name, act) => {
    const start = performance.now()
    console.log(`\n── ${name}`)
    try {
      await act()
      passed += 1
      console.log(`── ${name}: passed in ${((performance.now() - start) / 1000).toFixed(1)} s`)
      return true
    } catch (error) {
      failed += 1
      console.error(`── ${name}: FAILED. ${error.message}`)
      return false
    }
  }
  const plan = [
    [
      'install',
      async () => {
        await installPackages()
        if (names.some((name) => needsChromium.includes(name))) process.env.CHROMIUM = await ensureChromium()
      },
    ],
    ...names.map((name) => [name, stages[name]]),
  ]
  for (const [name, act] of plan) if (!(await stage(name, act))) break
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exit(failed > 0 ? 1 : 0)
}

await main()
