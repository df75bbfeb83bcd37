import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'tsup'

/** A file per figure, so that a page that imports one carries no other. The package's only door is still its index. */
const parts = ['figures', 'controls'].flatMap((folder) =>
  readdirSync(`src/${folder}`)
    .filter((name) => existsSync(`src/${folder}/${name}/index.ts`))
    .map((name) => [name, `src/${folder}/${name}/index.ts`]),
)

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    Lesson: 'src/lesson/Lesson.tsx',
    styles: 'src/styles/index.css',
    ...Object.fromEntries(parts),
  },
  format: ['esm'],
  dts: { entry: { index: 'src/index.ts' } },
  sourcemap: true,
  clean: true,
  target: 'es2022',
  // tsup drops the directive from sources when it bundles; every entry here is a client entry.
  banner: { js: "'use client';" },
})
