import { defineConfig } from 'tsup'

/** What package.json exports, by name, and where it begins. */
export const entries = {
  index: 'src/index.ts',
  tokenizer: 'src/tokenizer/index.ts',
  trace: 'src/trace/index.ts',
  intervene: 'src/intervene/index.ts',
  training: 'src/training/index.ts',
  checkpoint: 'src/checkpoint/index.ts',
  cache: 'src/cache/index.ts',
  presets: 'src/presets/index.ts',
  heads: 'src/heads/index.ts',
  explain: 'src/explain/index.ts',
  lens: 'src/lens/index.ts',
  trainingWorker: 'src/training/trainingWorker.ts',
  'models/sort': 'src/models/sort.ts',
  'models/text': 'src/models/text.ts',
  'models/textProbes': 'src/models/textProbes.ts',
}

export default defineConfig({
  // The training loop has a file with a name of its own: `train` loads it when it is first called.
  entry: { ...entries, loop: 'src/training/loop.ts' },
  dts: { entry: entries },
  format: ['esm', 'cjs'],
  sourcemap: true,
  clean: true,
  target: 'es2022',
  treeshake: true,
})
