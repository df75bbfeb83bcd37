/** What is laid into a site besides what its example holds: pages that no author writes, each for a check of its own. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../lib/root.mjs'
import { run } from '../lib/run.mjs'
import { silent } from './lay.mjs'

const inside = `${root}/scripts/consumers/inside`

/** The pages of `inside/pages`: a name, and the script that fills the page. */
const pages = {
  plain: 'plain.tsx',
  sheets: 'sheets.tsx',
  tailwindFirst: 'tailwindFirst.tsx',
  tailwindLast: 'tailwindLast.tsx',
  reset: 'reset.tsx',
  served: 'hydrate.tsx',
  training: 'training.mjs',
}

const html = (script) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title></title>
  </head>
  <body>
    <div id="root"></div>
    <script type="module" src="./${script}"></script>
  </body>
</html>
`

/** All pages in one build, beside the site's own, and one of them filled by a server. */
async function buildPages(folder) {
  const at = join(folder, 'pages')
  mkdirSync(at)
  cpSync(`${inside}/pages`, at, { recursive: true })
  for (const [name, script] of Object.entries(pages)) writeFileSync(join(at, `${name}.html`), html(script))
  // The lesson that an author wrote on React 18, without its stylesheet: each page brings the one it is about.
  const lesson = readFileSync(`${root}/examples/vite-react-18/src/App.tsx`, 'utf8')
  writeFileSync(join(at, 'CourseLesson.tsx'), lesson.replace("import '@glassformer/components/styles.css'\n", ''))
  const vite = (...args) => run('npx', ['vite', 'build', 'pages', ...args], { cwd: folder, env: silent, quiet: true })
  await vite()
  await vite('--ssr', 'render.tsx', '--outDir', 'rendered')
  const rendered = await import(pathToFileURL(join(at, 'rendered/render.js')).href)
  const page = join(at, 'dist/served.html')
  const [before, after] = readFileSync(page, 'utf8').split('<div id="root"></div>')
  writeFileSync(page, `${before}<div id="root">${rendered.html}</div>${after}`)
}

/** A page whose parts stand in islands of their own, without a lesson. */
function addApart(folder) {
  cpSync(`${inside}/apart.astro`, join(folder, 'src/pages/apart.astro'))
}

/** Draws what was printed. */
const pdf = { 'pdfjs-dist': '4.10.38' }

export const extras = {
  docusaurus: { dependencies: pdf },
  'vite-react': {
    dependencies: { tailwindcss: '4.3.5', '@tailwindcss/vite': '4.3.5', ...pdf },
    after: buildPages,
  },
  astro: { before: addApart },
}
