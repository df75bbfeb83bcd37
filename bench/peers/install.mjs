import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '..')

/** The versions that npm put here, or undefined: it keeps the lock that it followed beside the packages. */
function installed() {
  const path = join(folder, 'node_modules/.package-lock.json')
  return existsSync(path) ? versions(path) : undefined
}

function versions(path) {
  const { packages } = JSON.parse(readFileSync(path, 'utf8'))
  const named = Object.entries(packages).filter(([name]) => name !== '')
  return JSON.stringify(named.map(([name, { version }]) => `${name}@${version}`).sort())
}

/** Installs the peers that the bench's own lock names, unless they are there; the project itself needs none of them. */
export function installPeers() {
  if (installed() === versions(join(folder, 'package-lock.json'))) return
  console.error('Installing the peers to compare with …')
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('npm could not install the peers. Run `npm ci` in bench/ to see why.')
}
