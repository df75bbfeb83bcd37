/** Installs what is missing, builds the packages, serves the Storybook and says where. `PORT` and `HOST` choose where. */
import { createServer } from 'node:net'
import { installPackages } from './lib/install.mjs'
import { root } from './lib/root.mjs'
import { run, tool } from './lib/run.mjs'

const free = (port) =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, () => probe.close(() => resolve(true)))
  })

async function choosePort() {
  const named = process.env.PORT
  if (named) {
    const port = Number(named)
    if (!Number.isInteger(port) || port < 1 || port > 65535)
      throw new Error(`PORT is "${named}". It must be a number from 1 to 65535.`)
    if (!(await free(port))) throw new Error(`Port ${port} is taken. Set PORT to another one.`)
    return port
  }
  for (let port = 6006; port < 6026; port += 1) if (await free(port)) return port
  throw new Error('Ports 6006 to 6025 are all taken. Set PORT to a free one.')
}

/** Resolves when the Storybook answers with its list of stories; until then, asks four times a second. */
async function answers(origin) {
  for (;;) {
    try {
      if ((await fetch(`${origin}/index.json`)).ok) return
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

async function main() {
  await installPackages()
  const port = await choosePort()
  await run(process.execPath, [`${root}/scripts/build.mjs`])
  const origin = `http://localhost:${port}`
  const host = process.env.HOST ? ['--host', process.env.HOST] : []
  const storybook = tool(
    'storybook',
    ['dev', '--port', String(port), '--exact-port', '--ci', '--no-open', '--no-version-updates', ...host],
    { timeoutMs: 0 },
  )
  answers(origin).then(() => console.log(`\nGlassformer is at ${origin}\n`))
  await storybook
}

try {
  await main()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
