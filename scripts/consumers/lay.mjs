/** Lays a site of `examples` into a folder: the packed packages in place of the published ones, installed and built. */
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pnpm, root } from '../lib/root.mjs'
import { run } from '../lib/run.mjs'

const made = ['node_modules', 'dist', 'build', 'out', '.next', '.astro', '.docusaurus']

export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** The example's package.json, with the tarballs in place of the published packages. */
function withTarballs(example, { core, components }, more = {}) {
  const local = { '@glassformer/components': `file:${components}`, '@glassformer/core': `file:${core}` }
  return { ...example, dependencies: { ...example.dependencies, ...local, ...more } }
}

/** The components ask for a published core and get the packed one; nobody's scripts are needed to build these sites. */
const settings = ({ core }) => `packages: []
overrides:
  '@glassformer/core': 'file:${core}'
pmOnFail: ignore
strictDepBuilds: false
ignoreScripts: true
`

/** No site tells anybody that it was built. */
export const silent = {
  CI: 'true',
  NEXT_TELEMETRY_DISABLED: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  DOCUSAURUS_NO_TELEMETRY: '1',
}

/**
 * `extra.dependencies` are installed besides; `extra.before(folder)` may add pages before the build and `extra.after(folder)` build
 * more after it. Returns the folder.
 */
export async function lay(name, folder, tarballs, extra = {}) {
  rmSync(folder, { recursive: true, force: true })
  cpSync(`${root}/examples/${name}`, folder, { recursive: true, filter: (path) => !made.includes(basename(path)) })
  const manifest = withTarballs(readJson(join(folder, 'package.json')), tarballs, extra.dependencies)
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2))
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), settings(tarballs))
  const inside = { cwd: folder, env: silent, quiet: true }
  await run('npx', [...pnpm, 'install', '--no-frozen-lockfile', '--prefer-offline'], inside)
  await extra.before?.(folder)
  await run('npm', ['run', 'build'], inside)
  await extra.after?.(folder)
  return folder
}

/** Whether a site was laid there before, to the end. */
export const isLaid = (folder) => existsSync(join(folder, 'laid'))
export const markLaid = (folder) => writeFileSync(join(folder, 'laid'), '')

/** Runs a script of `inside` in a laid site, where the installed packages are found. */
export async function runInside(folder, name, ...args) {
  cpSync(`${root}/scripts/consumers/inside/${name}`, join(folder, name))
  await run(process.execPath, [name, ...args], { cwd: folder, quiet: true })
}
