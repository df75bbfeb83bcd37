/** Compiles the kernels, if need be, and builds both packages. */
import { root } from './lib/root.mjs'
import { run, tool } from './lib/run.mjs'

await run(process.execPath, [`${root}/scripts/kernels.mjs`])
// The core first: the components' types read its.
for (const name of ['core', 'components']) await tool('tsup', [], { cwd: `${root}/packages/${name}` })
