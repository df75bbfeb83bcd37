/**
 * Packs both packages and asks publint and arethetypeswrong whether other people's tools can use them; then reads what they
 * publish: no type of another library, and a stylesheet per figure that leaves nothing of the whole out.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pack } from './lib/pack.mjs'
import { root } from './lib/root.mjs'
import { tool } from './lib/run.mjs'

const dist = (name) => `${root}/packages/${name}/dist`

/** What the published types may come from. */
const types = {
  core: /^\.{1,2}\//,
  components: /^(\.{1,2}\/|react$|@glassformer\/core(\/|$))/,
}

function holdTypes(name) {
  for (const file of readdirSync(dist(name), { recursive: true }).filter((path) => /\.d\.c?ts$/.test(path))) {
    const text = readFileSync(join(dist(name), file), 'utf8')
    for (const [, , from] of text.matchAll(/(from|import|import\() *['"]([^'"]+)['"]/g)) {
      if (!types[name].test(from))
        throw new Error(`${name}/${file} takes a type from "${from}", which is no part of the API.`)
    }
  }
}

/** What a source file exports by name, types left out, and what a built one does. */
const namesIn = (text) =>
  [...text.matchAll(/^export \{([^}]*)\}/gm)]
    .flatMap(([, list]) => list.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '))
    .map((name) => name.split(' as ').at(-1))
    .sort()

/** A bundler that takes a stylesheet for a module leaves a name out, and says nothing that is heard. */
function holdNames() {
  const source = namesIn(readFileSync(`${root}/packages/components/src/index.ts`, 'utf8'))
  const built = namesIn(readFileSync(join(dist('components'), 'index.js'), 'utf8'))
  const missing = source.filter((name) => !built.includes(name))
  if (source.length === 0 || missing.length > 0)
    throw new Error(`The built index of the components lacks ${missing.join(', ')}.`)
}

/** The rules of a built stylesheet, without what says where they came from. */
const rulesOf = (file) =>
  readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** A page that takes base.css and every figure's sheet has what styles.css has, no more and no less. */
function holdSheets() {
  const folder = `${dist('components')}/styles`
  const whole = rulesOf(`${dist('components')}/styles.css`)
  const sheets = readdirSync(folder).filter((file) => file.endsWith('.css'))
  let left = whole
  for (const sheet of sheets) {
    const rules = rulesOf(join(folder, sheet))
    if (!left.includes(rules))
      throw new Error(`styles.css lacks rules of styles/${sheet}, or has them in another order.`)
    left = left.replace(rules, '')
  }
  if (left.trim() !== '')
    throw new Error(`styles.css has rules that are in no sheet of a figure: ${left.slice(0, 200)}`)
}

const folder = mkdtempSync(join(tmpdir(), 'glassformer-'))
try {
  const { core, components } = await pack(folder)
  await tool('publint', ['--strict', core])
  await tool('publint', ['--strict', components])
  await tool('attw', ['--profile', 'node16', core])
  // The components are ES modules alone. A CommonJS file may `import()` them, and `require` them from Node 20.19 on.
  await tool('attw', ['--profile', 'node16', '--ignore-rules', 'cjs-resolves-to-esm', '--', components])
  for (const name of ['core', 'components']) holdTypes(name)
  holdNames()
  holdSheets()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
