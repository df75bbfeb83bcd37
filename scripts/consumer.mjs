/**
 * Is what the README says true for somebody else? Packs both packages, installs the tarballs into a copy of
 * examples/vite-react whose App.tsx is the README's first lesson word for word, type-checks and builds it, opens it in
 * Chromium, types a sentence, plays, and compares numbers on screen with the core's, run under Node from the same tarball.
 * Then renders the same tarballs on the server, and builds a second site that trains in a worker.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkLesson } from './consumer-page.mjs'
import { withPage } from './lib/browser.mjs'
import { pack } from './lib/pack.mjs'
import { root } from './lib/root.mjs'
import { run } from './lib/run.mjs'
import { serve } from './lib/serve.mjs'

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** The code block below the README's heading "A first lesson". */
function firstLesson() {
  const readme = readFileSync(`${root}/README.md`, 'utf8')
  const block = /^#+ A first lesson\s*$[\s\S]*?^```tsx\n([\s\S]*?)^```/m.exec(readme)?.[1]
  if (!block) throw new Error('README.md has no `tsx` code block below a heading "A first lesson".')
  if (block !== readFileSync(`${root}/examples/vite-react/src/App.tsx`, 'utf8')) {
    throw new Error('examples/vite-react/src/App.tsx differs from the first lesson of README.md. Copy the block there.')
  }
  return block
}

/** The example's package.json, with the tarballs in place of the published packages. */
function withTarballs(tarballs) {
  const example = readJson(`${root}/examples/vite-react/package.json`)
  const { components, core } = tarballs
  const local = { '@glassformer/components': `file:${components}`, '@glassformer/core': `file:${core}` }
  return {
    ...example,
    dependencies: { ...example.dependencies, ...local },
    // The components ask for a published core; they get this one.
    overrides: { '@glassformer/core': '$@glassformer/core' },
  }
}

/** A page that trains with `worker: true`, built from the installed package: its worker's file must come along. */
async function trainInWorker(site) {
  const page = join(site, 'training')
  mkdirSync(page)
  cpSync(`${root}/scripts/consumer-worker.mjs`, join(page, 'page.mjs'))
  const html = '<!doctype html><link rel="icon" href="data:," /><script type="module" src="./page.mjs"></script>'
  writeFileSync(join(page, 'index.html'), html)
  await run('npx', ['vite', 'build', 'training'], { cwd: site })
  const served = await serve(join(page, 'dist'))
  try {
    await withPage(async (tab) => {
      await tab.goto(served.origin)
      await tab.waitForFunction(() => document.title !== '')
      const said = await tab.title()
      if (said !== 'same bits') throw new Error(`Training in a worker of a built site: ${said}`)
    })
  } finally {
    await served.close()
  }
}

const prompt = 'the dog chased the cat'
const folder = mkdtempSync(join(tmpdir(), 'glassformer-consumer-'))
const site = join(folder, 'site')
try {
  const lesson = firstLesson()
  const tarballs = await pack(folder)
  cpSync(`${root}/examples/vite-react`, site, {
    recursive: true,
    filter: (path) => !/[/\\](node_modules|dist)$/.test(path),
  })
  writeFileSync(join(site, 'src/App.tsx'), lesson)
  writeFileSync(join(site, 'package.json'), JSON.stringify(withTarballs(tarballs), null, 2))
  const npm = (...args) => run('npm', args, { cwd: site, env: { npm_config_local_prefix: site } })
  await npm('install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error')
  await npm('run', 'build')

  for (const name of ['consumer-core', 'consumer-ssr']) cpSync(`${root}/scripts/${name}.mjs`, join(site, `${name}.mjs`))
  await run(process.execPath, ['consumer-core.mjs', prompt], { cwd: site })
  const served = await serve(join(site, 'dist'))
  try {
    await withPage((page) => checkLesson(page, served.origin, readJson(join(site, 'expected.json'))))
  } finally {
    await served.close()
  }
  await run(process.execPath, ['consumer-ssr.mjs'], { cwd: site })
  await trainInWorker(site)
  console.log('A fresh site built, played and rendered the first lesson, and its numbers are the core’s.')
  console.log('A second one trained in a worker, to the same bits as in the page.')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
