/** Packs both packages and asks publint and arethetypeswrong whether other people's tools can use them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pack } from './lib/pack.mjs'
import { tool } from './lib/run.mjs'

const folder = mkdtempSync(join(tmpdir(), 'glassformer-'))
try {
  const { core, components } = await pack(folder)
  await tool('publint', ['--strict', core])
  await tool('publint', ['--strict', components])
  await tool('attw', ['--profile', 'node16', core])
  await tool('attw', ['--profile', 'esm-only', '--exclude-entrypoints', 'styles.css', '--', components])
} finally {
  rmSync(folder, { recursive: true, force: true })
}
