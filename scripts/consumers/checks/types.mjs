/**
 * A strict site that checks its libraries' types too (`skipLibCheck: false`) compiles, however it resolves modules: with the
 * compiler that the site has, and once with the one before it. The core compiles without the DOM's types.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../lib/root.mjs'
import { run } from '../../lib/run.mjs'
import { readJson } from '../lay.mjs'

const strict = {
  target: 'ES2022',
  jsx: 'react-jsx',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedSideEffectImports: true,
  skipLibCheck: false,
  noEmit: true,
  types: [],
}
const withDom = { ...strict, lib: ['ES2022', 'DOM', 'DOM.Iterable'] }

const ways = {
  bundler: { ...withDom, module: 'ESNext', moduleResolution: 'bundler' },
  node16: { ...withDom, module: 'Node16', moduleResolution: 'Node16' },
  nodenext: { ...withDom, module: 'NodeNext', moduleResolution: 'NodeNext' },
  'core-alone': { ...strict, lib: ['ES2022'], module: 'NodeNext', moduleResolution: 'NodeNext' },
}

/** Every entry of the installed core, as it says itself. */
function allOfCore(folder) {
  const { exports } = readJson(join(folder, 'node_modules/@glassformer/core/package.json'))
  const entries = Object.keys(exports).filter((entry) => !entry.endsWith('.json'))
  return entries.map((entry, index) => `export * as entry${index} from '@glassformer/core${entry.slice(1)}'\n`).join('')
}

const older = `${root}/node_modules/typescript/bin/tsc6`

export async function check({ folder, site }) {
  const at = join(folder, 'types')
  mkdirSync(at, { recursive: true })
  cpSync(`${root}/scripts/consumers/inside/types`, at, { recursive: true })
  // The figure that the guide makes with the kit.
  cpSync(`${root}/examples/docusaurus/src/StreamNorms.tsx`, join(at, 'StreamNorms.tsx'))
  writeFileSync(join(at, 'core.ts'), allOfCore(folder))
  writeFileSync(join(at, 'package.json'), '{ "type": "module" }')
  const own = join(folder, 'node_modules/typescript/bin/tsc')
  for (const [way, compilerOptions] of Object.entries(ways)) {
    const compilers = site.name === 'vite-react' && way === 'nodenext' ? [own, older] : [own]
    const files = way === 'core-alone' ? ['core.ts'] : ['page.tsx', 'StreamNorms.tsx']
    writeFileSync(join(at, `${way}.json`), JSON.stringify({ compilerOptions, files }))
    for (const tsc of compilers) {
      await run(process.execPath, [tsc, '-p', join(at, `${way}.json`)], { cwd: folder, quiet: true })
    }
  }
}
