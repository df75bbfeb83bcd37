const parts = [
  'AttentionHead',
  'KVCacheGrid',
  'TokenPipeline',
  'ComplexityComparison',
  'BackpropWave',
  'ProbabilityTrail',
  'Transport',
  'Lesson',
]

const prose = ['Value', 'Part', 'Moment', 'During']
const asking = ['Term', 'Glossary', 'Predict', 'Check']

const telling = ['Chapters', 'Chapter', 'Segment', 'Together', 'Difference']

/** Each is less than 3 kB beyond what a lesson with a figure has. */
const controls = ['PromptPicker', 'ModelPicker', 'SamplingControls', 'CacheControls', 'FaultPicker']

const PEERS = ['react', 'react-dom', 'framer-motion']

/** The index names every shared chunk; that a bundler leaves out those it does not need is what is measured here. */
const quiet = (config) => ({ ...config, logOverride: { 'ignored-bare-import': 'silent' } })

/**
 * Budgets, minified and gzipped, without React and framer-motion: the whole core with its kernels, and each part alone with
 * what it takes of the core. docs/decisions/0012 says what they are for, 0013, 0021 and 0028 why they were raised. The text
 * model is a file of its own, loaded when it is needed.
 */
const budgets = [
  {
    name: 'core, without models',
    path: 'packages/core/dist/index.js',
    // `train` loads its loop when it is first called.
    ignore: ['./loop.js'],
    limit: '34 kB',
    gzip: true,
  },
  {
    name: 'explain, with what it takes of the core',
    path: 'packages/core/dist/explain.js',
    limit: '12 kB',
    gzip: true,
  },
  ...[
    ...parts.map((name) => [name, name, '78 kB']),
    ['All of them', parts.join(', '), '140 kB'],
    ...controls.map((name) => [name, name, '13 kB']),
    ['All controls beside a figure', `AttentionHead, Lesson, Transport, ${controls.join(', ')}`, '87 kB'],
    // The four parts of prose are of one code, which finds and tells a number: 3 kB each, beyond what figures have.
    [
      'Value, Part, Moment and During beside a figure',
      `AttentionHead, Lesson, Transport, ${prose.join(', ')}`,
      '90 kB',
    ],
    // Those that ask and explain find their answers by the same code: 3 kB each again.
    [
      'Term, Glossary, Predict and Check beside those',
      `AttentionHead, Lesson, Transport, ${[...prose, ...asking].join(', ')}`,
      '102 kB',
    ],
    // Those that tell in chapters and compare: 3 kB each again.
    [
      'Chapters and Together with their parts beside those',
      `AttentionHead, Lesson, Transport, ${[...prose, ...asking, ...telling].join(', ')}`,
      '115 kB',
    ],
  ].map(([name, imported, limit]) => ({
    name: `${name}, with the core`,
    path: 'packages/components/dist/index.js',
    import: `{ ${imported} }`,
    ignore: [...PEERS, '@glassformer/core/models/*', '@floating-ui/react-dom', './inspectorPanel.js'],
    modifyEsbuildConfig: quiet,
    limit,
    gzip: true,
  })),
  {
    name: "The kit, as the guide's figure takes it, with the core",
    path: 'packages/components/dist/kit.js',
    import: '{ createFigure, Figure, HeatGrid, LegendScale, number, plain, Said, say, tokenNames, useSelection }',
    ignore: [...PEERS, '@glassformer/core/models/*', '@floating-ui/react-dom', './inspectorPanel.js'],
    modifyEsbuildConfig: quiet,
    limit: '62 kB',
    gzip: true,
  },
  {
    name: 'Inspector, as it is loaded when a number is first opened, without explain',
    path: 'packages/components/dist/inspectorPanel.js',
    // What every figure has of the core is there already, and most of what it takes of this package.
    ignore: [...PEERS, '@glassformer/core'],
    modifyEsbuildConfig: quiet,
    limit: '28 kB',
    gzip: true,
  },
  ...[
    ['sort', '120 kB'],
    ['text', '600 kB'],
  ].map(([name, limit]) => ({
    name: `${name} model, as a file`,
    path: `packages/core/dist/models/${name}.js`,
    disablePlugins: ['@size-limit/esbuild'],
    limit,
    gzip: true,
  })),
]
export default budgets
