import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byteLevelFile, llama2File, llama3File, qwenFile } from './exampleFiles'
import { readTokenizerJson } from './readTokenizerJson'

type Node = Record<string, unknown>

const TEXT = 'The cat\'s  hat,\n日本 café <tool> 😀 12345 "quoted" '
const FILES = [byteLevelFile(), llama3File(), qwenFile(), llama2File()]

/** Reads, and uses what was read: either all of it works, or `readTokenizerJson` says why not. */
function readOrRefuse(json: string | object): void {
  let tokenizer: ReturnType<typeof readTokenizerJson>
  try {
    tokenizer = readTokenizerJson(json)
  } catch (error) {
    expect(error).toMatchObject({ name: 'GlassformerError', code: 'bad-tokenizer' })
    expect((error as Error).message.length).toBeLessThan(500)
    return
  }
  const ids = tokenizer.encode(TEXT, { special: true })
  expect(tokenizer.decode(ids)).not.toContain('\ufffd')
  for (const id of ids) expect(tokenizer.bytes(id)).toBeInstanceOf(Uint8Array)
}

/** Goes down from the root by `path`, each number choosing a key, and changes what it comes to. */
function mutate(root: object, path: readonly number[], change: (parent: Node, key: string) => void): void {
  let parent = root as Node
  for (const [i, step] of path.entries()) {
    const keys = Object.keys(parent)
    const key = keys[step % Math.max(1, keys.length)]
    if (key === undefined) break
    const child = parent[key]
    if (i < path.length - 1 && typeof child === 'object' && child !== null) parent = child as Node
    else {
      change(parent, key)
      break
    }
  }
}

const anyFile = fc.constantFrom(...FILES)
const anyPath = fc.array(fc.nat(), { minLength: 1, maxLength: 6 })
const anyValue = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    null,
    true,
    -1,
    0.5,
    1e300,
    '',
    ' ',
    '▁',
    '__proto__',
    [],
    {},
    'Sequence',
    'ByteLevel',
    'BPE',
    '\ud800',
  ),
  fc.constantFrom('Split', 'Isolated', 'Removed', 'Metaspace', 'Replace', 'NFKC', 'Digits', '(a+)+', '\\p{L}+', '.'),
)

describe('readTokenizerJson, of files that are wrong', () => {
  it('refuses any JSON that is no tokenizer', () => {
    fc.assert(fc.property(fc.json(), readOrRefuse), { numRuns: 500 })
    fc.assert(fc.property(fc.string(), readOrRefuse), { numRuns: 500 })
    fc.assert(fc.property(fc.object(), readOrRefuse), { numRuns: 500 })
  })

  it('refuses or reads files with values that were changed or taken away', () => {
    fc.assert(
      fc.property(
        anyFile,
        fc.array(fc.tuple(anyPath, fc.option(anyValue)), { minLength: 1, maxLength: 3 }),
        (file, changes) => {
          const changed = structuredClone(file)
          for (const [path, value] of changes)
            mutate(changed, path, (parent, key) => {
              if (value === null) delete parent[key]
              else parent[key] = value
            })
          readOrRefuse(changed)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('refuses or reads texts with characters that were changed, or cut short', () => {
    const texts = FILES.map((file) => JSON.stringify(file))
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.nat(),
        fc.string({ maxLength: 3 }),
        fc.boolean(),
        (text, at, put, cut) => {
          const place = at % text.length
          readOrRefuse(text.slice(0, place) + put + (cut ? '' : text.slice(place + put.length)))
        },
      ),
      { numRuns: 200 },
    )
  })

  it('refuses lists with gaps', () => {
    const added = new Array(3)
    expect(() => readTokenizerJson(byteLevelFile({ added_tokens: added }))).toThrow(
      /added_tokens\[0\] must be an object/,
    )
  })

  it('is not drawn into depths, nor into sizes that are merely claimed', () => {
    let deep: unknown = { type: 'NFC' }
    for (let i = 0; i < 20_000; i++) deep = { type: 'Sequence', normalizers: [deep], pretokenizers: [deep] }
    readOrRefuse(byteLevelFile({ normalizer: deep }))
    readOrRefuse(byteLevelFile({ pre_tokenizer: deep }))
    readOrRefuse('['.repeat(100_000))
    for (const id of [2 ** 31, 2 ** 53, 1e308]) readOrRefuse(byteLevelFile({ added: { id } }))
  })
})
