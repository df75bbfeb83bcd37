import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GPT4_STYLE } from './exampleFiles'
import { translateRegex } from './translateRegex'

const found = (source: string, text: string) => text.match(translateRegex(source, 'Regex')) ?? []

describe('translateRegex', () => {
  it('leaves what both engines understand alike', () => {
    expect(translateRegex('a|[^b-d]?e+|f{1,3}?(?:gh)?(?=i)(?!j)\\n\\u0041', 'x').source).toBe(
      'a|[^b-d]?e+|f{1,3}?(?:gh)?(?=i)(?!j)\\n\\u0041',
    )
    expect(translateRegex(' ?[^\\p{L}\\p{N}]+', 'x').flags).toBe('gu')
  })

  it("takes Unicode's white space, digits and letters, not JavaScript's", () => {
    expect(found('\\s', 'a \u0085\ufeff\u3000')).toEqual([' ', '\u0085', '\u3000'])
    expect(found('\\S+', 'a\ufeffb c')).toEqual(['a\ufeffb', 'c'])
    expect(found('[\\s,]+', 'a, \u0085b')).toEqual([', \u0085'])
    expect(found('[^\\S\\n]', ' \n\u0085')).toEqual([' ', '\u0085'])
    expect(found('\\d+', '12٣½')).toEqual(['12٣'])
    expect(found('\\w+', 'naïve_日本 x')).toEqual(['naïve_日本', 'x'])
    // What Oniguruma 6.9 finds: Roman and circled letters, vowel signs, and outside of sets Latin-1's other numbers.
    expect(found('\\w+', 'a² b½-ⅣⒶ\u200dक्षि‿x١')).toEqual(['a²', 'b½', 'ⅣⒶ', 'क्षि‿x١'])
    expect(found('[\\w-]+', 'a² ⅣⒶ-')).toEqual(['a', 'ⅣⒶ-'])
    expect(found('\\W+', 'a² b½-ⅣⒶ\u200dc')).toEqual([' ', '-', '\u200d'])
    expect(found('.+', 'a\rb\u2028c\nd')).toEqual(['a\rb\u2028c', 'd'])
  })

  it('ignores case where it is asked to, with the letters that Unicode folds to s and k', () => {
    expect(found("(?i:'s|'ll)|t", "'S'ſ'lL'Ltt T")).toEqual(["'S", "'ſ", "'lL", 't', 't'])
    expect(found('(?i:k)k', 'Kk\u212akkK')).toEqual(['Kk', '\u212ak'])
  })

  it('does not take back what a possessive quantifier took', () => {
    expect(found('a++b', 'aab')).toEqual(['aab'])
    expect(found('a?+a', 'a')).toEqual([])
    expect(found('[ab]*+b|c', 'abc')).toEqual(['c'])
    expect(found('(?:ab)?+x|[^\\r\\n]?+\\p{L}++', 'abx!cd')).toEqual(['abx', '!cd'])
  })

  it('escapes what JavaScript wants escaped, and no more', () => {
    expect(found("\\-\\'\\#\\.", "-'#.")).toEqual(["-'#."])
    expect(found('[\\-\\]\\^\\!]+', '-]^!')).toEqual(['-]^!'])
    expect(found('\\x41\\😀', 'A😀')).toEqual(['A😀'])
  })

  it.each([
    '^a',
    'a$',
    'a\\b',
    '\\Aa',
    '(a)\\1',
    '\\k<n>',
    '(?<n>a)',
    '(?>a)',
    '(?m:a)',
    '(?i)a',
    '\\h',
    '[[:alpha:]]',
    '[a[b]]',
    '[a&&b]',
    '[]',
    '[^]',
    '[a',
    '(a',
    'a)',
    '(a+)+',
    '(?:a|b)*',
    '(a){2}',
    '*a',
    'a**',
    'a|+',
    '(?=a)*',
    'a{2}+',
    '{',
    ']',
    '}',
    '\\',
    '[\\',
    '\\p{Hoax}',
    '[\\W]',
    '[b-a]',
    '(?i:é)',
    '(?i:\\p{Lu})',
    '(?i:[s])',
    'a'.repeat(5000),
  ])('refuses %s', (source) => {
    expect(() => translateRegex(source, 'Regex')).toThrow(
      expect.objectContaining({ code: 'bad-tokenizer', message: expect.stringContaining('Regex must be') }),
    )
  })

  it('refuses by GlassformerError whatever it cannot read, and never fails otherwise', () => {
    const parts = fc.constantFrom(...GPT4_STYLE, '\\p{L}', '(?i:', '(?:', '(?!', '[^', '\\s', '{1,3}', '?+', '&&', '\\')
    const sources = fc.oneof(
      fc.string(),
      fc.array(parts).map((chosen) => chosen.join('')),
    )
    fc.assert(
      fc.property(sources, (source) => {
        try {
          expect(translateRegex(source, 'Regex')).toBeInstanceOf(RegExp)
        } catch (error) {
          expect(error).toMatchObject({ name: 'GlassformerError', code: 'bad-tokenizer' })
        }
      }),
      { numRuns: 2000 },
    )
  })
})
