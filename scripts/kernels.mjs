/**
 * Compiles the kernels of packages/core/src/kernels/assembly into binary.ts beside it, unless that is there already and made
 * of the same sources. Installing and building call it, and so does whatever runs on the sources: through aliases.ts,
 * or before it starts.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './lib/root.mjs'

const folder = `${root}/packages/core/src/kernels/assembly`
const target = `${root}/packages/core/src/kernels/binary.ts`
const flags = ['-Oz', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd']
// Constants lie behind the places that assembly/memory.ts lays out, and before the `SCRATCH_BYTES` of arena.ts.
const memory = ['--importMemory', '--noExportMemory', '--memoryBase', '12288']

const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .sort()
const { version } = JSON.parse(readFileSync(`${root}/node_modules/assemblyscript/package.json`, 'utf8'))
// In hexadecimal digits, which gzip packs by a quarter better than base64: they keep bytes apart.
const hash = createHash('sha256').update([version, 'hex', ...flags, ...memory].join(' '))
for (const name of sources) hash.update(name).update(readFileSync(`${folder}/${name}`))
const stamp = hash.digest('hex').slice(0, 16)

async function compile() {
  // 15 MB, which need not be read when there is nothing to do.
  const { default: asc } = await import('assemblyscript/asc')
  const out = mkdtempSync(join(tmpdir(), 'glassformer-kernels-'))
  try {
    const file = join(out, 'kernels.wasm')
    const { error, stderr } = await asc.main([`${folder}/index.ts`, '-o', file, ...flags, ...memory])
    if (error) throw new Error(`The kernels do not compile. ${error.message}\n${stderr.toString()}`)
    return readFileSync(file)
  } finally {
    rmSync(out, { recursive: true })
  }
}

if (!existsSync(target) || !readFileSync(target, 'utf8').includes(stamp)) {
  const binary = await compile()
  writeFileSync(
    target,
    `// Made by scripts/kernels.mjs of kernels/assembly (${stamp}). Not to be edited.\nexport const BINARY = '${binary.toString('hex')}'\n`,
  )
  console.log(`Kernels: ${binary.length} bytes of WebAssembly.`)
}
