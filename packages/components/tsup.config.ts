import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'tsup'

/** A file per figure, so that a page that imports one carries no other. The package's only door is still its index. */
const figures = readdirSync('src')
  .filter((name) => /^[A-Z]/.test(name) && existsSync(`src/${name}/index.ts`))
  .map((name) => [name, `src/${name}/index.ts`])

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    Lesson: 'src/lesson/Lesson.tsx',
    styles: 'src/styles/index.css',
    ...Object.fromEntries(figures),
  },
  format: ['esm'],
  dts: { entry: { index: 'src/index.ts' } },
  sourcemap: true,
  clean: true,
  target: 'es2022',
  // tsup drops the directive from sources when it bundles; every entry here is a client entry.
  banner: { js: "'use client';" },
})
