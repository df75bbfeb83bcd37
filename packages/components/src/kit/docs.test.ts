import ts from 'typescript'
import { expect, it } from 'vitest'

const ROOT = 'packages/components'

/** What the kit exports, with what each says of itself, and what the parts of each that is an interface say. */
function exported() {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(`${ROOT}/tsconfig.json`, ts.sys.readFile).config,
    ts.sys,
    ROOT,
  )
  const program = ts.createProgram([`${ROOT}/src/kit/index.ts`], options)
  const checker = program.getTypeChecker()
  const docOf = (symbol: ts.Symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim()
  const file = program.getSourceFile(`${ROOT}/src/kit/index.ts`)
  const module = file && checker.getSymbolAtLocation(file)
  if (!module) throw new Error('The kit has no entry.')
  return checker.getExportsOfModule(module).map((symbol) => {
    const own = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    const isOurs = (part: ts.Symbol) =>
      part.declarations?.some((one) => one.getSourceFile().fileName.includes('components/src/')) ?? false
    const isInterface = (own.flags & ts.SymbolFlags.Interface) !== 0
    const parts = isInterface ? checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(own)).filter(isOurs) : []
    return { name: symbol.name, doc: docOf(own), parts: parts.map((part) => ({ name: part.name, doc: docOf(part) })) }
  })
}

it('says of everything in the kit what it is', () => {
  const all = exported()
  expect(all.length).toBeGreaterThan(70)
  // What a part's props are is said of each of them.
  const silent = all.filter(({ name, doc }) => doc === '' && !name.endsWith('Props')).map(({ name }) => name)
  expect(silent).toEqual([])
})

it('says of every prop what it is for', () => {
  const props = exported().filter(({ name }) => name.endsWith('Props'))
  const silent = props.flatMap(({ name, parts }) =>
    parts.filter(({ doc }) => doc === '').map((part) => `${name}.${part.name}`),
  )
  expect(silent).toEqual([])
})
