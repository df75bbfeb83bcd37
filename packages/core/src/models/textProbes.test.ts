import { describe, expect, it } from 'vitest'
import { HEAD_ROLES, type HeadRole, measureHeads, type Probe, passes, standardProbes } from '../heads'
import { createModel } from '../model/model'
import { ANIMALS, BOYS, CATEGORIES, GIRLS, PLACES } from './corpus/words'
import { loadTextModel } from './text'
import { textProbes } from './textProbes'

const model = loadTextModel()
const word = (id: number | undefined) => model.tokenizer?.token(id as number).trim() ?? ''

interface Read {
  readonly text: string
  readonly query: string
  readonly keys: readonly string[]
  readonly decoys: readonly string[]
}

function read({ tokens, marks }: Probe): Read {
  const [mark] = marks
  const words = (at: readonly number[] = []) => at.map((i) => word(tokens[i]))
  expect(marks).toHaveLength(1)
  expect(mark?.query).toBe(tokens.length - 1)
  return {
    text: model.tokenizer?.decode(tokens) ?? '',
    query: word(tokens.at(-1)),
    keys: words(mark?.keys),
    decoys: words(mark?.decoys),
  }
}

describe('textProbes', () => {
  const probes = textProbes(model)
  const of = (role: HeadRole) => (probes[role] ?? []).map(read)

  it('gives as many as are wanted of each role, from a seed', () => {
    expect(Object.keys(probes)).toEqual(['same-category', 'subject', 'opener', 'same-name'])
    for (const given of Object.values(probes)) {
      expect(given).toHaveLength(64)
      expect(new Set(given.map(({ tokens }) => tokens.join())).size).toBeGreaterThan(60)
      for (const { tokens } of given) expect(tokens.length).toBeLessThanOrEqual(model.config.nCtx)
    }
    expect(textProbes(model)).toEqual(probes)
    expect(textProbes(model, { seed: 1 })).not.toEqual(probes)
    expect(textProbes(model, { count: 3 }).subject).toEqual(probes.subject?.slice(0, 3))
  })

  it('asks for the subject before the verb, past other nouns of either number', () => {
    const nouns = [...ANIMALS.flatMap(({ one, many }) => [one, many]), ...PLACES]
    const plural = (noun: string) => ANIMALS.some(({ many }) => many === noun)
    const read = of('subject')
    for (const { text, query, keys, decoys } of read) {
      expect(text).toMatch(RegExp(`\\b[Tt]he ${keys[0]} near the [a-z]+( and the [a-z]+)?$`))
      expect(keys).toHaveLength(1)
      expect(nouns).toContain(keys[0])
      expect(decoys).toContain(query)
      expect(decoys).toHaveLength(text.split(/[ .]+/).filter((w) => nouns.includes(w)).length - 1)
    }
    const share = (test: (read: Read) => boolean) => read.filter(test).length / read.length
    const numbers = share(({ keys, query }) => plural(keys[0] ?? '') !== plural(query))
    for (const part of [share(({ keys }) => plural(keys[0] ?? '')), numbers]) {
      expect(part).toBeGreaterThan(0.25)
      expect(part).toBeLessThan(0.75)
    }
  })

  it('asks for the mark that is open and closes next, past all that are not', () => {
    const read = of('opener')
    for (const { text, keys, decoys } of read) {
      // What closes is taken out with what it closes, from the inside, until only what is open is left.
      let rest = text
      for (let before = ''; before !== rest; ) {
        before = rest
        rest = rest.replace(/\([^()[\]{}"]*\)|\[[^()[\]{}"]*\]|\{[^()[\]{}"]*\}|"[^()[\]{}"]*"(?! ?[A-Z])/, '')
      }
      expect(rest.match(/[([{"]/g)?.at(-1), text).toBe(keys[0])
      expect(keys).toHaveLength(1)
      for (const decoy of decoys) expect(decoy).toMatch(/^[([{"]$/)
    }
    expect(read.filter(({ keys }) => keys[0] === '"')).toHaveLength(32)
    expect(read.filter(({ decoys }) => decoys.length).length).toBeGreaterThan(50)
  })

  it('asks for the name that returns, past all others', () => {
    const names = [...GIRLS, ...BOYS].map(({ text }) => text)
    const read = of('same-name')
    for (const { text, keys, decoys } of read) {
      expect(new Set(keys).size).toBe(1)
      expect(decoys).not.toContain(keys[0])
      expect(keys.length + decoys.length).toBe(text.split(/[^A-Za-z]+/).filter((w) => names.includes(w)).length)
    }
    expect(read.filter(({ decoys }) => decoys.length).length).toBeGreaterThan(50)
  })

  it('asks for the words of a kind that was named, among words of another', () => {
    const kindOf = (one: string) => CATEGORIES.find(({ members }) => members.some((member) => member.one === one))?.kind
    const read = of('same-category')
    for (const { text, keys, decoys } of read) {
      const [, asked] = /\. The (\w+) are the$/.exec(text) ?? []
      for (const key of keys) expect(kindOf(key)?.many).toBe(asked)
      expect(new Set(decoys.map(kindOf)).size).toBe(1)
      expect(kindOf(decoys[0] ?? '')?.many).not.toBe(asked)
      expect(keys.length + decoys.length).toBe(text.split('.')[0]?.match(/\ban? /g)?.length)
    }
    // Neither kind stands nearer to the query than the other.
    const last = read.filter(({ text, keys }) => keys.some((key) => text.includes(`and a ${key}.`))).length
    expect(last).toBeGreaterThan(16)
    expect(last).toBeLessThan(48)
  })

  it('needs a tokenizer', () => {
    const bare = createModel({ nLayers: 1, nHeads: 1, dModel: 4, nCtx: 8, dVocab: 8 })
    expect(() => textProbes(bare)).toThrow(/tokenizer/)
  })
})

/** The heads of the text model that do the most of what each role says. */
const TAKEN: Readonly<Partial<Record<HeadRole, string>>> = {
  'previous-token': '0.0',
  'first-token': '3.2',
  'current-token': '0.1',
  induction: '1.3',
  'same-category': '1.2',
  subject: '2.2',
  opener: '2.0',
  'same-name': '1.3',
}

describe('the heads of the text model', () => {
  const drawn = [0, 1].map((seed) => ({ ...standardProbes(model.config, { seed }), ...textProbes(model, { seed }) }))
  const reports = drawn.map((probes) => measureHeads(model, probes))

  it.each(HEAD_ROLES)('%s: taken, or not, whatever probes are drawn', (role) => {
    for (const { named } of reports)
      expect(
        named.find((score) => score.role === role),
        role,
      ).toEqual(TAKEN[role] ? expect.objectContaining({ role }) : undefined)
    if (!TAKEN[role]) return
    // Two heads that do the same may change places with the probes: the one that is stated passes, and is near the best.
    for (const { scores } of reports) {
      const of = scores.filter((score) => score.role === role)
      const stated = of.find(({ layer, head }) => `${layer}.${head}` === TAKEN[role])
      expect(stated && passes(stated)).toBe(true)
      expect(stated?.score).toBeGreaterThan(Math.max(...of.map(({ score }) => score)) - 0.05)
    }
  })

  it('close brackets and quotations by heads of their own', () => {
    const opens = (marks: RegExp) => ({
      opener: (drawn[0]?.opener ?? []).filter(({ tokens, marks: [mark] }) =>
        marks.test(word(tokens[mark?.keys[0] ?? 0])),
      ),
    })
    const best = [/[([{]/, /"/].map((marks) => measureHeads(model, opens(marks)).named[0])
    for (const head of best) expect(head?.score).toBeGreaterThan(0.8)
    expect(best[0]).not.toMatchObject({ layer: best[1]?.layer, head: best[1]?.head })
  })
})
