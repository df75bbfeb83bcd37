import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = import.meta.dirname
const input = readdirSync(here)
  .filter((name) => name.endsWith('.html'))
  .map((name) => join(here, name))

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [react(), tailwindcss()],
  build: { rolldownOptions: isSsrBuild ? {} : { input }, emptyOutDir: true },
}))
