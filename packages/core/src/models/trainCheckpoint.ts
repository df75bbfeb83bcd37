import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

/** Writes a checkpoint as a module to models/data: its `info`, and its long strings. `type` is what info.ts calls it. */
export function writeCheckpoint<Data extends { readonly info: object }>(name: string, type: string, data: Data): void {
  const { info, ...rest } = data
  const names = [...new Set(type.match(/\w+/g))].sort()
  const strings = Object.entries(rest).map(([key, value]) => `  ${key}:\n    '${value}',\n`)
  const text = `// Written by a training script; not to be edited. The command and its results are in \`info\`.
import type { ${names.join(', ')} } from '../info'

export const data: ${type} = {
  info: ${literal(info)},
${strings.join('')}}
`
  const path = new URL(`data/${name}.ts`, import.meta.url)
  writeFileSync(path, text)
  console.log(`${path.pathname}: ${text.length} bytes, ${gzipSync(text).length} with gzip`)
}

/** An object as the formatter would write it. */
function literal(value: unknown, indent = '  '): string {
  if (typeof value === 'string') return `'${value}'`
  if (typeof value !== 'object' || value === null) return String(value)
  const rows = Object.entries(value).map(([key, entry]) => `${indent}  ${key}: ${literal(entry, `${indent}  `)},\n`)
  return `{\n${rows.join('')}${indent}}`
}

/** Rounded to four places: enough to compare, and the same whatever the last bits do. */
export function rounded(value: number): number {
  return Number(value.toFixed(4))
}
