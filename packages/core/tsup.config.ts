import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'src/index.ts', 'models/sort': 'src/models/sort.ts', 'models/text': 'src/models/text.ts' },
  format: ['esm', 'cjs'],
  dts: true,
  sourcemap: true,
  clean: true,
  target: 'es2022',
  treeshake: true,
})
