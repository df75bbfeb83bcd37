import { describe as about, expect, it } from 'vitest'
import { describe } from './describe'
import { checkOption, GlassformerError, outOfRange, said } from './errors'
import { clause, say, spell, unspell } from './say'

const filled = (template: string, values: readonly (string | number)[]) =>
  template.replace(/\{(\d+)\}/g, (_, i) => String(values[Number(i)]))

about('an error that can be said in another language', () => {
  it('has its message, and the same with its values apart', () => {
    const error = new GlassformerError('bad-config', say`${'nHeads'} must be above ${0}; got ${describe('two')}.`)
    expect(error).toMatchObject({
      code: 'bad-config',
      message: 'nHeads must be above 0; got "two".',
      template: '{0} must be above {1}; got {2}.',
      values: ['nHeads', 0, '"two"'],
    })
    expect(filled('{2} est reçu ; {0} doit dépasser {1}.', error.values)).toBe(
      '"two" est reçu ; nHeads doit dépasser 0.',
    )
  })

  it('takes plain words, which are their own template, braces and all', () => {
    const error = new GlassformerError('bad-option', 'Give { from } or {0}.')
    expect(error).toMatchObject({ message: 'Give { from } or {0}.', template: 'Give { from } or {0}.', values: [] })
  })

  it('joins sentences within sentences, and counts all values through', () => {
    const inner = say`got ${3} of ${4}${clause(', too few')}`
    const { message, template, values } = spell(say`${'x'}: ${inner}; ${5}`)
    expect(message).toBe('x: got 3 of 4, too few; 5')
    expect(template).toBe('{0}: got {1} of {2}, too few; {3}')
    expect(values).toEqual(['x', 3, 4, 5])
  })

  it('does not take a value for a place', () => {
    const { message, template, values } = spell(say`${'{1}'} and ${'b'}`)
    expect(message).toBe('{1} and b')
    expect(filled(template, values)).toBe(message)
  })

  it('is the same again after it was sent as template and values', () => {
    for (const error of [
      new GlassformerError('bad-option', say`${1} of ${'{0}'}`),
      new GlassformerError('bad-option', 'only {0} words'),
      outOfRange('head', 7, 4),
    ]) {
      const { code, template, values, message } = error
      expect(new GlassformerError(code, unspell({ template, values }))).toMatchObject({ message, template, values })
    }
  })

  it('becomes part of another, without its full stop, its values still apart', () => {
    const { template, values } = spell(say`config: ${said(outOfRange('head', 7, 4))}; mend it.`)
    expect(template).toBe('config: head {0} does not exist: heads are whole numbers from 0 to {1}; mend it.')
    expect(values).toEqual([7, 3])
    expect(spell(said(new TypeError('broken.'))).message).toBe('broken')
  })

  it('says what an option may be in words, not as a value', () => {
    expect(() => checkOption('cache', 'half', false, "'full' or 'none'")).toThrow(
      expect.objectContaining({
        template: "{0} must be 'full' or 'none'; got {1}.",
        values: ['cache', '"half"'],
      }),
    )
  })
})

about('describe', () => {
  const hostile = new Proxy(
    {},
    {
      get() {
        throw new Error('no')
      },
      ownKeys() {
        throw new Error('no')
      },
    },
  )
  const round: Record<string, unknown> = { a: 1 }
  round.round = round
  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [true, 'true'],
    [5, 5],
    [Number.NaN, Number.NaN],
    [5n, '5n'],
    ['text', '"text"'],
    ['say "no"\n', '"say \\"no\\"\\n"'],
    ['x'.repeat(99), `"${'x'.repeat(39)}…"`],
    [Symbol('s'), 'Symbol(s)'],
    [function greedy() {}, 'the function greedy'],
    [class Sampler {}, 'the class Sampler'],
    [() => 1, 'a function'],
    [[], '[]'],
    [[1, 'a', [2, [3]]], '[1, "a", [2, […]]]'],
    [[1, 2, 3, 4, 5, 6, 7, 8], '[1, 2, 3, 4, 5, 6, and 2 more]'],
    [{}, '{}'],
    [{ nLayers: 2, bias: 'qkv', deep: { er: { est: 1 } } }, '{ nLayers: 2, bias: "qkv", deep: { er: {…} } }'],
    [Object.create(null), '{}'],
    [new Float32Array([1.5, -0]), 'Float32Array(2) [1.5, -0]'],
    [new ArrayBuffer(8), 'the object ArrayBuffer'],
    [new Map([[1, 2]]), 'a Map of 1'],
    [Promise.resolve(), 'the object Promise'],
    [new RangeError('far'), 'RangeError: "far"'],
    [new Date(Number.NaN), 'Date NaN'],
    [hostile, 'an object that cannot be read'],
    [round, '{ a: 1, round: { a: 1, round: {…} } }'],
  ])('%#', (value, written) => {
    expect(describe(value)).toEqual(written)
  })

  it('is short, whatever it is given', () => {
    const wide = Object.fromEntries(Array.from({ length: 999 }, (_, i) => [`${i}`.repeat(99), 'y'.repeat(999)]))
    expect(String(describe({ a: wide, b: [wide, wide], c: wide })).length).toBeLessThan(2500)
  })
})
