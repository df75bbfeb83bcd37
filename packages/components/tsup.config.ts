import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'tsup'

/** A file per figure, so that a page that imports one carries no other. The package's doors are its index and the kit. */
const parts = ['figures', 'controls', 'prose', 'inspector'].flatMap((folder) =>
  (existsSync(`src/${folder}`) ? readdirSync(`src/${folder}`) : [])
    .filter((name) => existsSync(`src/${folder}/${name}/index.ts`))
    .map((name) => [name, `src/${folder}/${name}/index.ts`]),
)

/** A stylesheet per figure, beside what all of them need: see docs/install.mdx. */
const sheets = readdirSync('src/figures')
  .filter((name) => existsSync(`src/figures/${name}/${name}.css`))
  .map((name) => [`styles/${name}`, `src/figures/${name}/${name}.css`])

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    kit: 'src/kit/index.ts',
    Lesson: 'src/lesson/Lesson.tsx',
    // Loaded when a number is first opened: a file by this name, whose size is watched.
    inspectorPanel: 'src/inspector/panelFile.ts',
    textModel: 'src/lesson/textModel.lazy.ts',
    'textModel.node': 'src/lesson/textModel.node.ts',
    styles: 'src/styles/index.css',
    'styles/base': 'src/styles/shared.css',
    'styles/prose': 'src/styles/prose.css',
    ...Object.fromEntries(sheets),
    ...Object.fromEntries(parts),
  },
  format: ['esm'],
  // Which of the two it is, whoever imports the package chooses: see "imports" in package.json.
  external: ['#textModel'],
  dts: { entry: { index: 'src/index.ts', kit: 'src/kit/index.ts' } },
  sourcemap: true,
  clean: true,
  target: 'es2022',
  // Stylesheets are nested in the source, flat where they are used.
  esbuildOptions: (options) => {
    options.supported = { ...options.supported, nesting: false }
  },
  // tsup drops the directive from sources when it bundles; every entry here is a client entry.
  banner: { js: "'use client';" },
})
