import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { preProcessFile } from 'typescript'
import { describe, expect, it } from 'vitest'

/**
 * The floors of the core, from the ground up. A file imports from its own folder and from those above it in this list,
 * types included, and never in a circle. Tests stand outside and may import what they like.
 */
const FLOORS: Readonly<Record<string, string>> = {
  tensor: 'shapes, layouts, random numbers, errors: what all else stands on',
  counts: 'multiply-adds and bytes, by kind: their names, and their sums',
  tokenizer: 'text to ids and back',
  sampling: 'logits to the next id',
  kernels: 'fast twins of loops, and the memory that they work in',
  ops: 'one operation a file, forward beside backward',
  model: 'config, parameters, and one pass through them, forward and backward',
  trace: 'what a run leaves behind, as plain data',
  cache: 'what is kept of K and V between steps',
  inference: 'runs forward: one pass, or token by token',
  intervene: 'changes made in the middle of a run',
  training: 'runs backward: one step recorded, or as many as it takes',
  explain: 'one number of a trace, taken apart',
  lens: 'what the stream would say, were it read early',
  complexity: 'counts for any size, by formula',
  timeline: 'a trace on a clock, moment by moment',
  heads: 'roles of heads, measured',
  checkpoint: 'files of models, read and written',
  presets: 'published shapes and devices',
  models: 'models trained here, and how',
  'index.ts': 'the main entry',
  testing: 'what tests share',
}

const importsOf = (code: string) => preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName)

type Graph = ReadonlyMap<string, readonly string[]>

const floorOf = (file: string) => Object.keys(FLOORS).indexOf(file.split('/')[0] as string)

/** Every import from a lower floor to a higher one, or from or to a file that stands on none. */
function upward(graph: Graph): string[] {
  return [...graph].flatMap(([file, imports]) =>
    imports
      .filter((other) => floorOf(file) < 0 || floorOf(other) < 0 || floorOf(file) < floorOf(other))
      .map((other) => `${file} imports ${other}`),
  )
}

/** Circles of files, at least one of every knot of them: `a > b > a`. */
function circles(graph: Graph): string[] {
  const found: string[] = []
  const path: string[] = []
  const done = new Set<string>()
  const visit = (file: string) => {
    const at = path.indexOf(file)
    if (at >= 0) found.push([...path.slice(at), file].join(' > '))
    if (at >= 0 || done.has(file)) return
    path.push(file)
    for (const other of graph.get(file) ?? []) visit(other)
    path.pop()
    done.add(file)
  }
  for (const file of graph.keys()) visit(file)
  return found
}

/** All files of a folder but tests and declarations, with the files that they import. */
function graphOf(src: string): Graph {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !/\.(test|d)\.ts$/.test(path))
  const fileAt = (path: string) => [`${path}.ts`, `${path}/index.ts`, path].find((file) => files.includes(file)) ?? path
  return new Map(
    files.map((file) => {
      const own = importsOf(readFileSync(`${src}${file}`, 'utf8')).filter((name) => name.startsWith('.'))
      return [file, own.map((name) => fileAt(posix.join(posix.dirname(file), name)))]
    }),
  )
}

describe('the floors of the core', () => {
  const graph = graphOf(fileURLToPath(new URL('.', import.meta.url)))

  it('are all there, and each file stands on one', () => {
    const places = new Set([...graph.keys()].map((file) => file.split('/')[0]))
    expect([...places].sort()).toEqual(Object.keys(FLOORS).sort())
    const missing = [...graph].flatMap(([file, imports]) =>
      imports.filter((other) => !graph.has(other)).map((other) => `${file} imports ${other}, which is not there`),
    )
    expect(missing).toEqual([])
  })

  it('are imported downwards alone', () => {
    expect(upward(graph)).toEqual([])
  })

  it('hold no circle of files', () => {
    expect(circles(graph)).toEqual([])
  })

  it('would be seen to be broken', () => {
    const broken: Graph = new Map([
      ['model/a.ts', ['tensor/b.ts', 'trace/c.ts']],
      ['tensor/b.ts', ['tensor/d.ts']],
      ['tensor/d.ts', ['tensor/e.ts']],
      ['tensor/e.ts', ['tensor/b.ts', 'tensor/e.ts']],
      ['trace/c.ts', ['model/a.ts', 'index.ts', 'cellar/f.ts']],
    ])
    expect(upward(broken)).toEqual([
      'model/a.ts imports trace/c.ts',
      'trace/c.ts imports index.ts',
      'trace/c.ts imports cellar/f.ts',
    ])
    expect(circles(broken)).toEqual([
      'tensor/b.ts > tensor/d.ts > tensor/e.ts > tensor/b.ts',
      'tensor/e.ts > tensor/e.ts',
      'model/a.ts > trace/c.ts > model/a.ts',
    ])
    const all =
      "import type { A } from './a'\nexport * from '../b'\nconst c = () => import('./c')\nlet d: import('./d').D"
    expect(importsOf(all)).toEqual(['./a', '../b', './c', './d'])
  })
})
