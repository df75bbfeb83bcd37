import { fileURLToPath } from 'node:url'
// The sources lack one file, which is compiled: whoever runs on them has it made, if it is not there or of older sources.
import './scripts/kernels.mjs'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const textModel = (kind: 'lazy' | 'node') => ({
  find: /^#textModel$/,
  replacement: at(`./packages/components/src/lesson/textModel.${kind}.ts`),
})

/** What tests under Node have in place of a browser's: as whoever tests with the package has it there. */
export const nodeAlias = [textModel('node')]

/** Source aliases, so that tests and stories need no build. */
export const alias = [
  textModel('lazy'),
  { find: /^@glassformer\/components\/styles\.css$/, replacement: at('./packages/components/src/styles/index.css') },
  { find: /^@glassformer\/components\/kit$/, replacement: at('./packages/components/src/kit/index.ts') },
  { find: /^@glassformer\/components$/, replacement: at('./packages/components/src/index.ts') },
  {
    find: /^@glassformer\/core\/(tokenizer|trace|intervene|training|checkpoint|cache|presets|heads|explain|lens)$/,
    replacement: `${at('./packages/core/src')}/$1/index.ts`,
  },
  {
    find: /^@glassformer\/core\/trainingWorker$/,
    replacement: at('./packages/core/src/training/trainingWorker.ts'),
  },
  { find: /^@glassformer\/core\/(.+)$/, replacement: `${at('./packages/core/src')}/$1.ts` },
  { find: /^@glassformer\/core$/, replacement: at('./packages/core/src/index.ts') },
]
