/**
 * Compiles the kernels of packages/core/src/kernels/assembly into binary.ts beside it, unless that is there already and made
 * of the same sources. Installing, building and testing call it.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import asc from 'assemblyscript/asc'
import { root } from './lib/root.mjs'

const folder = `${root}/packages/core/src/kernels/assembly`
const target = `${root}/packages/core/src/kernels/binary.ts`
const flags = ['-Oz', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd']
// Constants lie behind the kernels' scratch space: see assembly/memory.ts.
const memory = ['--importMemory', '--noExportMemory', '--memoryBase', '12288']

const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .sort()
// In hexadecimal digits, which gzip packs by a quarter better than base64: they keep bytes apart.
const hash = createHash('sha256').update([asc.version, 'hex', ...flags, ...memory].join(' '))
for (const name of sources) hash.update(name).update(readFileSync(`${folder}/${name}`))
const stamp = hash.digest('hex').slice(0, 16)

async function compile() {
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
