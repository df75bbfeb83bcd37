/**
 * `node scripts/release.mjs version` raises the packages as the changesets say; without a word it builds both and publishes what the
 * registry has not got. Whatever is needed for it is installed first.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { installPackages } from './lib/install.mjs'
import { pnpm, root } from './lib/root.mjs'
import { run, tool } from './lib/run.mjs'

/** A statement of provenance is taken only from a package that names the repository which the workflow runs in. */
function nameRepository() {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env
  if (!server || !repository) return
  for (const name of ['core', 'components']) {
    const path = `${root}/packages/${name}/package.json`
    const manifest = JSON.parse(readFileSync(path, 'utf8'))
    manifest.repository ??= {
      type: 'git',
      url: `git+${server}/${repository}.git`,
      directory: `packages/${name}`,
    }
    writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`)
  }
}

await installPackages()
if (process.argv[2] === 'version') {
  await tool('changeset', ['version'])
} else {
  await run(process.execPath, [`${root}/scripts/build.mjs`])
  nameRepository()
  // It calls for the package manager by name, which is so at hand without being installed.
  await run('npx', [...pnpm, 'exec', 'changeset', 'publish'])
}
