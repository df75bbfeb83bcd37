import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { alias } from '../aliases.ts'

/** Bundles a file for this process as a site would for its pages, minified code aside, and hands its path to `load`. */
export async function withBundle(entry, format, load) {
  const outDir = mkdtempSync(join(tmpdir(), 'glassformer-bench-'))
  const entryFileNames = format === 'cjs' ? 'entry.cjs' : 'entry.mjs'
  try {
    await build({
      root: import.meta.dirname,
      configFile: false,
      logLevel: 'error',
      resolve: { alias },
      ssr: { noExternal: true },
      build: { ssr: entry, outDir, rolldownOptions: { output: { format, entryFileNames } } },
    })
    return await load(join(outDir, entryFileNames))
  } finally {
    rmSync(outDir, { recursive: true })
  }
}
