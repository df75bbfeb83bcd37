import { existsSync, readFileSync } from 'node:fs'
import { pnpm, root } from './root.mjs'
import { run } from './run.mjs'

const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)

/** pnpm keeps the lockfile that it last installed beside the packages; equal means that nothing is to be done. */
const installed = () => read(`${root}/node_modules/.pnpm/lock.yaml`) === read(`${root}/pnpm-lock.yaml`)

/** Installs the packages that the lockfile names, unless they are there already, and compiles the kernels likewise. */
export async function installPackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(
      `Node 20.19 or newer is needed, and this is ${process.versions.node}. Install a newer Node and try again.`,
    )
  }
  if (!installed()) {
    console.log('Installing packages …')
    await run('npx', [...pnpm, 'install', '--frozen-lockfile'], { env: { CI: 'true' } })
  }
  // Installing makes the kernels too, but not again when their sources have changed since.
  await run(process.execPath, [`${root}/scripts/kernels.mjs`])
}
