import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pnpm, root } from './root.mjs'
import { run } from './run.mjs'

/** Packs both packages, as they would be published, into a folder. Returns the two paths. They must be built. */
export async function pack(folder) {
  mkdirSync(folder, { recursive: true })
  const paths = {}
  for (const name of ['core', 'components']) {
    const from = `${root}/packages/${name}`
    if (!existsSync(`${from}/dist`)) throw new Error(`packages/${name} is not built. Run \`npm run build\` first.`)
    await run('npx', [...pnpm, 'pack', '--pack-destination', folder], { cwd: from, quiet: true })
    const { version } = JSON.parse(readFileSync(`${from}/package.json`, 'utf8'))
    paths[name] = join(folder, `glassformer-${name}-${version}.tgz`)
  }
  return paths
}
