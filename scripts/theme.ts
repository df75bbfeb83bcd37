/** Writes theme.css anew from the palette. A test holds the two together. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { themeCss } from '../packages/components/src/styles/themeCss.ts'

const file = fileURLToPath(new URL('../packages/components/src/styles/theme.css', import.meta.url))
writeFileSync(file, themeCss())
spawnSync('npx', ['biome', 'format', '--write', file], { stdio: 'inherit' })
