/** What is laid into a site besides what its example holds: pages that no author writes, each for a check of its own. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../lib/root.mjs'
import { run } from '../lib/run.mjs'
import { silent } from './lay.mjs'

const inside = `${root}/scripts/consumers/inside`

/** The pages of `inside/pages`: a name, and the script that fills the page. */
const pages = { training: 'training.mjs' }

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

/** All pages in one build, beside the site's own. */
async function buildPages(folder) {
  const at = join(folder, 'pages')
  mkdirSync(at)
  cpSync(`${inside}/pages`, at, { recursive: true })
  for (const [name, script] of Object.entries(pages)) writeFileSync(join(at, `${name}.html`), html(script))
  // The lesson that an author wrote on React 18, without its stylesheet: each page brings the one it is about.
  const lesson = readFileSync(`${root}/examples/vite-react-18/src/App.tsx`, 'utf8')
  writeFileSync(join(at, 'CourseLesson.tsx'), lesson.replace("import '@glassformer/components/styles.css'\n", ''))
  await run('npx', ['vite', 'build', 'pages'], { cwd: folder, env: silent, quiet: true })
}

export const extras = {
  'vite-react': { after: buildPages },
}
