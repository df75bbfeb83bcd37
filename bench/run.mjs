/**
 * `pnpm bench` measures everything and prints it in Markdown; `pnpm bench speed painting` measures the parts named.
 * `docs/performance.md` holds its last output.
 */
import { installPeers } from './peers/install.mjs'

const parts = {
  speed: async () => (await import('./speed.mjs')).speed,
  growth: async () => (await import('./growth.mjs')).growth,
  training: async () => (await import('./training.mjs')).training,
  painting: async () => (await import('./painting.mjs')).painting,
}

const named = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
const unknown = named.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. There are ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}
installPeers()
for (const [name, load] of Object.entries(parts)) {
  if (named.length > 0 && !named.includes(name)) continue
  const measure = await load()
  await measure((text) => console.log(text))
  console.log()
}
process.exit(0)
