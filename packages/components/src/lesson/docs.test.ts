/** The table of props in docs/write-a-lesson.mdx has every prop of `Lesson`, each with its default. */
import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, it } from 'vitest'

const PATH = 'packages/components/src/lesson/Lesson.tsx'
const source = ts.createSourceFile(PATH, readFileSync(PATH, 'utf8'), ts.ScriptTarget.Latest, true)

/** The props as they are declared, with what their comments say is the default. */
function declared() {
  const props = source.statements.find(
    (one): one is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(one) && one.name.text === 'LessonProps',
  )
  return (props?.members ?? []).map((member) => {
    const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === 'default')
    return { name: member.name?.getText() ?? '', byDefault: ts.getTextOfJSDocComment(tag?.comment) ?? 'none' }
  })
}

/** The props that are checked. */
function checked(): readonly string[] {
  const [, body = ''] = /const ACCEPTS: check\.PropChecks = \{([\s\S]*?)\n\}/.exec(source.text) ?? []
  return [...body.matchAll(/^ {2}(\w+):/gm)].map(([, name = '']) => name)
}

const [, section = ''] = readFileSync('docs/write-a-lesson.mdx', 'utf8').split('## Props of Lesson')
const told = [...section.matchAll(/^\| `(\w+)` \| .* \| (.*) \|$/gm)].map(([, name = '', byDefault = '']) => ({
  name,
  byDefault,
}))
const plain = (text: string) => text.replace(/[`"']/g, '')

it('names every prop, in whatever order', () => {
  const names = told.map(({ name }) => name).sort()
  expect(names).toEqual(
    declared()
      .map(({ name }) => name)
      .sort(),
  )
  // A trace is checked as a run, and not as a prop.
  expect(names.filter((name) => name !== 'trace')).toEqual([...checked()].sort())
})

it('says the default of each as its comment does', () => {
  const defaults = new Map(declared().map(({ name, byDefault }) => [name, plain(byDefault)]))
  // What stands in for a link is not a default of the prop, and is told in the table alone.
  for (const { name, byDefault } of told.filter(({ name }) => name !== 'link'))
    expect(plain(byDefault), name).toBe(defaults.get(name))
})
