/**
 * `npm run bench` measures everything and prints it in Markdown; `npm run bench speed painting` measures the parts named.
 * With `-- --write` the output takes the place of the last one in `docs/performance.md`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { installPeers } from './peers/install.mjs'

const parts = {
  speed: async () => (await import('./speed.mjs')).speed,
  growth: async () => (await import('./growth.mjs')).growth,
  training: async () => (await import('./training.mjs')).training,
  scrubbing: async () => (await import('./scrubbing.mjs')).scrubbing,
  painting: async () => (await import('./painting.mjs')).painting,
}
const page = join(import.meta.dirname, '../docs/performance.md')

const named = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
const unknown = named.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. There are ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}

/** On what, and how busy it was: a busy machine measures itself. */
function machine() {
  const [{ model }] = cpus()
  const busy = loadavg()[0].toFixed(1)
  return `${model.trim()}, ${cpus().length} cores, Node ${process.versions.node}; processes that wanted to run when this began: ${busy}.`
}

/** Puts a part's output between its two marks in the page. */
function write(name, text) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
  const before = readFileSync(page, 'utf8')
  const [from, to] = [before.indexOf(start), before.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no place for ${name}: ${start} and ${end}.`)
  writeFileSync(page, `${before.slice(0, from + start.length)}\n\n${text}\n\n${before.slice(to)}`)
}

for (const [name, load] of Object.entries(parts)) {
  if (named.length > 0 && !named.includes(name)) continue
  if (name === 'speed') installPeers()
  const measure = await load()
  const lines = [machine(), '']
  await measure((text) => lines.push(text))
  const text = lines.join('\n')
  console.log(`${text}\n`)
  if (process.argv.includes('--write')) write(name, text)
}
process.exit(0)
