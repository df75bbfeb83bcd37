import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { preProcessFile } from 'typescript'
import { describe, expect, it } from 'vitest'

const SOURCE = 'packages/components/src'

/** What a figure may import from outside its folder: the kit, the strings, and the core. React is everyone's. */
const DOORS = [/^kit$/, /^messages\/(en\/\w+|useMessages)$/, /^@glassformer\/core(\/\w+)*$/, /^react$/]

interface Import {
  readonly file: string
  /** A path from the sources' root, or a package. */
  readonly from: string
}

function importsOf(file: string, code: string): readonly Import[] {
  return preProcessFile(code, true, true).importedFiles.map(({ fileName }) => ({
    file,
    from: fileName.startsWith('.') ? posix.join(posix.dirname(file), fileName) : fileName,
  }))
}

const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\.tsx?$/.test(name) && !/\.(test|stories|fixture)\.tsx?$/.test(name))
const imports = sources.flatMap((file) => importsOf(file, readFileSync(join(SOURCE, file), 'utf8')))

/** Imports of figures that go through none of the doors: into another figure, or into what the kit is made of. */
function besideTheDoors(all: readonly Import[]): readonly string[] {
  return all
    .filter(({ file }) => file.startsWith('figures/'))
    .filter(({ file, from }) => !from.startsWith(`${posix.dirname(file)}/`) && !DOORS.some((door) => door.test(from)))
    .map(({ file, from }) => `${file} imports ${from}`)
}

/** What the kit is made of and imports the kit: a circle. */
function circles(all: readonly Import[]): readonly string[] {
  return all
    .filter(({ file, from }) => from === 'kit' && !file.startsWith('figures/'))
    .map(({ file }) => `${file} imports the kit`)
}

describe('the doors of figures', () => {
  it('are the kit, the strings and the core', () => {
    expect(imports.filter(({ from }) => from === 'kit').length).toBeGreaterThan(30)
    expect(besideTheDoors(imports)).toEqual([])
  })

  it('are held: another way in is found', () => {
    const code = "import { Ring } from '../../marks/Ring'\nimport { seen } from '../../kit'\nimport { a } from './a'"
    expect(besideTheDoors(importsOf('figures/Mine/Mine.tsx', code))).toEqual([
      'figures/Mine/Mine.tsx imports marks/Ring',
    ])
    expect(besideTheDoors(importsOf('figures/Mine/Mine.tsx', "import { b } from '../Other/b'"))).toHaveLength(1)
  })

  it('open one way: what the kit is made of does not import it', () => expect(circles(imports)).toEqual([]))
})
