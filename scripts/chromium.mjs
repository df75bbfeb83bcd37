import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { exists, run, tool } from './lib/run.mjs'

/** Flags for a Chromium that runs as root, without a screen, and does nothing of its own accord. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const places = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const executable = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Some distributions ship a `chromium` that only says how to get one; a true one answers. */
const answers = (path) => executable(path) && exists(path)

function playwrightsOwn() {
  try {
    const path = createRequire(import.meta.url)('playwright').chromium.executablePath()
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

/** The path of a Chromium on this machine, or undefined. `CHROMIUM` in the environment comes first. */
export function findChromium() {
  const named = process.env.CHROMIUM
  if (named) {
    if (executable(named)) return named
    throw new Error(`CHROMIUM names ${named}, which is no executable file. Name a Chromium or Chrome, or unset it.`)
  }
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return [...places, ...onPath].find(answers) ?? playwrightsOwn()
}

/** `[]` as root, `['sudo', '-n']` where that works without a password, undefined where neither does. */
function asRoot() {
  if (process.getuid?.() === 0) return []
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined
}

async function installByApt() {
  const prefix = asRoot()
  if (!prefix || !exists('apt-get')) return false
  const apt = (...args) => {
    const [command, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args]
    return run(command, rest)
  }
  try {
    await apt('update')
    await apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core')
  } catch (error) {
    console.log(`apt-get did not give a Chromium (${error.message}).`)
    return false
  }
  return true
}

/** The path of a Chromium, installed first where there is none. */
export async function ensureChromium() {
  const found = findChromium()
  if (found) return found
  console.log('No Chromium found. Installing one …')
  if (await installByApt()) {
    const installed = findChromium()
    if (installed) return installed
  }
  try {
    await tool('playwright', ['install', ...(asRoot() && exists('apt-get') ? ['--with-deps'] : []), 'chromium'])
  } catch (error) {
    console.log(error.message)
  }
  const installed = findChromium()
  if (installed) return installed
  throw new Error(
    'No Chromium, and none could be installed. Install Chromium or Chrome, or set CHROMIUM to the path of one, and run this again.',
  )
}
