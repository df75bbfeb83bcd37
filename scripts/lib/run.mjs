import { spawn, spawnSync } from 'node:child_process'
import { root } from './root.mjs'

const live = new Set()

/** Of a quiet command's output, what a failure tells. */
const KEPT_CHARACTERS = 8000

/** Ends a child and everything it started; each runs in a process group of its own. */
const end = (child, signal) => {
  try {
    process.kill(-child.pid, signal)
  } catch {
    child.kill(signal)
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of live) end(child, signal)
    process.exit(signal === 'SIGINT' ? 130 : 143)
  })
}
process.on('exit', () => {
  for (const child of live) end(child, 'SIGTERM')
})

/**
 * Runs a command with its output streamed, in the repository unless told otherwise; `quiet` keeps the output back, and tells
 * its end with a failure alone. Rejects on a non-zero exit and after `timeoutMs` (10 minutes unless told otherwise; 0 is for ever).
 */
export function run(command, args, { cwd = root, env = {}, timeoutMs = 600_000, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      detached: true,
    })
    live.add(child)
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        said = (said + text).slice(-KEPT_CHARACTERS)
      })
    }
    const words = [command, ...args].join(' ')
    const timer =
      timeoutMs > 0
        ? setTimeout(() => {
            reject(new Error(`\`${words}\` did not end within ${timeoutMs / 1000} s`))
            end(child, 'SIGKILL')
          }, timeoutMs)
        : undefined
    const settle = (act) => {
      clearTimeout(timer)
      live.delete(child)
      act()
    }
    child.on('error', (error) => settle(() => reject(new Error(`\`${words}\` could not start: ${error.message}`))))
    child.on('exit', (code, signal) =>
      settle(() =>
        code === 0
          ? resolve()
          : reject(new Error(`\`${words}\` ended with ${signal ?? `exit code ${code}`}\n${said}`.trim())),
      ),
    )
  })
}

/** Whether a command can be started at all. */
export const exists = (command, args = ['--version']) =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 30_000 }).status === 0

/** Runs a tool installed in the repository. */
export const tool = (name, args, options) => run(`${root}/node_modules/.bin/${name}`, args, options)
