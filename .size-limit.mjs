const parts = [
  'AttentionHead',
  'KVCacheGrid',
  'TokenPipeline',
  'ComplexityComparison',
  'BackpropWave',
  'Transport',
  'Lesson',
]

/** The index names every shared chunk; that a bundler leaves out those it does not need is what is measured here. */
const quiet = (config) => ({ ...config, logOverride: { 'ignored-bare-import': 'silent' } })

/** Budgets: minified and gzipped, each part alone, without React, framer-motion and the core. */
const budgets = [
  {
    name: 'core, without models',
    path: 'packages/core/dist/index.js',
    // `train` loads its loop when it is first called.
    ignore: ['./loop.js'],
    limit: '14 kB',
    gzip: true,
  },
  ...parts.map((name) => ({
    name: `${name}, alone`,
    path: 'packages/components/dist/index.js',
    import: `{ ${name} }`,
    ignore: ['react', 'react-dom', 'framer-motion', '@glassformer/core'],
    modifyEsbuildConfig: quiet,
    limit: '18 kB',
    gzip: true,
  })),
  ...['sort', 'text'].map((name) => ({
    name: `${name} model, as a file`,
    path: `packages/core/dist/models/${name}.js`,
    disablePlugins: ['@size-limit/esbuild'],
    limit: '120 kB',
    gzip: true,
  })),
]
export default budgets
