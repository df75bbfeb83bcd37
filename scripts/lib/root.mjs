import { fileURLToPath } from 'node:url'

/** The repository's folder, without a trailing slash. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '')

/** The package manager, as npx wants it. Its version stands once more in package.json, for other tools. */
export const pnpm = ['-y', 'pnpm@12.21.0']
