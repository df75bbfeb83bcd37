import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { preProcessFile } from 'typescript'
import { describe, expect, it } from 'vitest'
import { entries } from '../tsup.config'

const src = fileURLToPath(new URL('.', import.meta.url))

/** Every file that the entry reaches, with the modules that it names, types included. */
function importGraph(entries: readonly string[]): Map<string, string[]> {
  const graph = new Map<string, string[]>()
  const visit = (file: string) => {
    if (graph.has(file)) return
    const code = readFileSync(`${src}${file}.ts`, 'utf8')
    const specifiers = preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName)
    graph.set(file, specifiers)
    for (const specifier of specifiers)
      if (specifier.startsWith('.')) visit(new URL(specifier, `file:///${file}`).pathname.slice(1))
  }
  for (const entry of entries) visit(entry)
  return graph
}

describe('the entries of the core', () => {
  const graph = importGraph(Object.values(entries).map((path) => path.replace(/^src\/(.*)\.ts$/, '$1')))

  it('are those of package.json', () => {
    const { exports } = JSON.parse(readFileSync(`${src}../package.json`, 'utf8')) as { exports: object }
    const published = Object.keys(exports).filter((name) => name !== './package.json')
    expect(published).toEqual(Object.keys(entries).map((name) => (name === 'index' ? '.' : `./${name}`)))
  })

  it('reaches the whole core', () => {
    for (const file of ['model/forward', 'ops/linear', 'timeline/compile', 'complexity/countOps', 'trace/encode'])
      expect(graph.has(file), file).toBe(true)
  })

  it('imports nothing but files of its own: no React, no Node, no dependency', () => {
    const foreign = [...graph].flatMap(([file, specifiers]) =>
      specifiers.filter((specifier) => !specifier.startsWith('.')).map((specifier) => `${file} imports ${specifier}`),
    )
    expect(foreign).toEqual([])
  })

  it('is compiled without the types of the DOM or of Node, and names none of their globals', () => {
    const read = (path: string) => readFileSync(`${src}${path}`, 'utf8')
    const { compilerOptions } = JSON.parse(read('../tsconfig.json'))
    expect(compilerOptions.lib).toEqual(['ES2023'])
    expect(JSON.parse(read('../../../tsconfig.base.json')).compilerOptions.types).toEqual([])
    expect(JSON.parse(read('../package.json'))).not.toHaveProperty('dependencies')
    for (const file of graph.keys())
      expect(read(`${file}.ts`), file).not.toMatch(/\b(document|window|process|Buffer)\.|Math\.random|Date\.now/)
  })
})
