/**
 * Is what the docs say true for somebody else? Packs both packages once, installs the tarballs into a copy of each site of
 * `examples`, builds it, serves its output, and holds it to the checks of `consumers/checks` in Chromium.
 *
 * `--only=vite-react,docusaurus` takes some sites, `--check=csp,print` some checks. `--in=FOLDER` lays the sites there and
 * leaves them; what was laid there before is used again as it is.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checks } from './consumers/checks.mjs'
import { holdDocs } from './consumers/docs.mjs'
import { extras } from './consumers/extras.mjs'
import { isLaid, lay, markLaid, readJson, runInside } from './consumers/lay.mjs'
import { sites } from './consumers/sites.mjs'
import { openBrowser } from './lib/browser.mjs'
import { pack } from './lib/pack.mjs'
import { serve } from './lib/serve.mjs'

/** Two, since so many cores are the least that this is meant for. */
const AT_ONCE = 2

const { values } = parseArgs({
  options: { only: { type: 'string' }, check: { type: 'string' }, in: { type: 'string' } },
})

/** Those that are named, or all. */
function chosen(all, names, kind) {
  if (!names) return all
  const wanted = names.split(',')
  const unknown = wanted.filter((name) => !all.some((one) => one.name === name))
  if (unknown.length === 0) return all.filter(({ name }) => wanted.includes(name))
  console.error(`No ${kind} is called ${unknown.join(', ')}. There are ${all.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

const seconds = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`

/** What the installed core computes for the lesson's own sentence and for one that a reader types. */
async function expectedOf(folder) {
  await runInside(folder, 'core.mjs', 'expected.json', 'the cat sat on the', 'the dog chased the cat')
  const [first, typed] = readJson(join(folder, 'expected.json'))
  return { first, typed }
}

async function visit(site, folder, tarballs, wanted) {
  const failures = []
  const say = (text) => console.log(`${site.name}: ${text}`)
  const start = performance.now()
  try {
    if (!isLaid(folder)) {
      await lay(site.name, folder, tarballs, extras[site.name])
      markLaid(folder)
      say(`installed and built in ${seconds(start)}.`)
    }
  } catch (error) {
    return [`${site.name}: ${error.message}`]
  }
  const served = await serve(join(folder, site.output))
  const pages = await serve(join(folder, 'pages/dist'))
  const browser = await openBrowser()
  try {
    const expected = await expectedOf(folder)
    for (const { name, check } of wanted.filter(({ on }) => on(site))) {
      const begun = performance.now()
      try {
        await check({ site, folder, served, pages, browser, expected, say: (text) => say(`${name}: ${text}`) })
        say(`${name} passed in ${seconds(begun)}.`)
      } catch (error) {
        failures.push(`${site.name}: ${name}: ${error.message}`)
        say(`${name} FAILED in ${seconds(begun)}. ${error.message}`)
      }
    }
  } finally {
    await browser.close()
    await Promise.all([served.close(), pages.close()])
  }
  say(`done in ${seconds(start)}.`)
  return failures
}

holdDocs()
const wanted = chosen(checks, values.check, 'check')
const queue = chosen(sites, values.only, 'site').filter((site) => wanted.some(({ on }) => on(site)))
const folder = values.in ?? mkdtempSync(join(tmpdir(), 'glassformer-consumers-'))
mkdirSync(folder, { recursive: true })
const failures = []
try {
  const tarballs = await pack(join(folder, 'packed'))
  const work = async () => {
    for (let site = queue.shift(); site; site = queue.shift()) {
      failures.push(...(await visit(site, join(folder, site.name), tarballs, wanted)))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
} finally {
  if (!values.in) rmSync(folder, { recursive: true, force: true })
}
if (failures.length > 0) {
  console.error(`\n${failures.length} failed:\n${failures.join('\n')}`)
  process.exit(1)
}
console.log('Every site was built from the packed packages and holds what the docs say.')
