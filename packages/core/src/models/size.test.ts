import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'

const here = dirname(fileURLToPath(import.meta.url))

/** A module and all that it imports, types included, as text. */
function sourcesFrom(path: string, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(path)) return seen
  const source = readFileSync(path, 'utf8')
  seen.set(path, source)
  for (const [, target = ''] of source.matchAll(/from '([^']+)'/g)) {
    expect(target, `${path} imports something that is not the core's`).toMatch(/^\.\.?\//)
    sourcesFrom(`${join(dirname(path), target)}.ts`, seen)
  }
  return seen
}

// The sources, comments and types and all, are more than what is built from them; so the bound holds for that too.
it.each([
  ['sort', 120],
  ['text', 600],
] as const)('the %s model is a small entry: under %i kB with gzip', (name, kilobytes) => {
  const sources = sourcesFrom(join(here, `${name}.ts`))
  expect([...sources.keys()].some((path) => path.endsWith(`data/${name}.ts`))).toBe(true)
  expect([...sources.keys()].filter((path) => /models.(train|corpus)/.test(path))).toEqual([])
  expect(gzipSync([...sources.values()].join('')).length).toBeLessThan(1000 * kilobytes)
})
