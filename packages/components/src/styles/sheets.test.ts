import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const SOURCE = 'packages/components/src'

/** A figure's mark in its classes. What has none here says its folder's name. */
const PREFIXES: Readonly<Record<string, string>> = {
  AttentionHead: 'gf-attn',
  BackpropWave: 'gf-wave',
  ComplexityComparison: 'gf-cmp',
  KVCacheGrid: 'gf-kv',
  ProbabilityTrail: 'gf-trail',
  TokenPipeline: 'gf-pipe',
}

interface Rule {
  /** Selectors as nested, from the outermost in; at-rules are left out. */
  readonly path: readonly string[]
  readonly declarations: readonly string[]
}

const sheets = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.css'))
  .map((name) => ({ name, css: readFileSync(join(SOURCE, name), 'utf8') }))

/** The rules of a sheet with their declarations, nesting kept. Enough of CSS for sheets that Biome has formatted. */
function rulesOf(css: string): readonly Rule[] {
  const rules: { path: string[]; declarations: string[] }[] = []
  const open: { selector: string; rule: { path: string[]; declarations: string[] } | null }[] = []
  let text = ''
  for (const character of css.replace(/\/\*.*?\*\//gs, '')) {
    if (character === '{') {
      const selector = text.trim()
      const path = [...open.map((one) => one.selector), selector].filter((one) => !one.startsWith('@'))
      const rule = selector.startsWith('@') ? null : { path, declarations: [] }
      if (rule) rules.push(rule)
      open.push({ selector, rule })
    } else if (character === '}') open.pop()
    else if (character === ';') {
      const rule = open.findLast((one) => one.rule)?.rule
      rule?.declarations.push(text.trim())
    } else {
      text += character
      continue
    }
    text = ''
  }
  return rules.filter(({ declarations }) => declarations.length > 0)
}

/** Selectors of a list, split at its own commas alone. */
function alternatives(selector: string): readonly string[] {
  const found: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at <= selector.length; at++) {
    const character = selector[at]
    if (character === '(') depth++
    if (character === ')') depth--
    if (character === undefined || (character === ',' && depth === 0)) {
      found.push(selector.slice(from, at).trim())
      from = at + 1
    }
  }
  return found
}

const each = (css: string) =>
  rulesOf(css).flatMap(({ path, declarations }) =>
    alternatives(path.at(-1) ?? '').map((selector) => ({ outer: path.slice(0, -1).join(' '), selector, declarations })),
  )

describe.each(sheets)('$name', ({ name, css }) => {
  it('has no more than 250 lines', () => {
    expect(css.split('\n').length - 1).toBeLessThanOrEqual(250)
  })

  it('stands in no layer', () => {
    expect(css).not.toContain('@layer')
  })

  it('asks nothing of light-dark, which builds lower to what only a plain color-scheme sets', () => {
    expect(css).not.toContain('light-dark(')
  })

  it('says nothing of the page: each rule stands below a box of ours, and names a class of ours', () => {
    for (const { outer, selector } of each(css)) {
      const whole = `${outer} ${selector}`
      expect(whole, whole).not.toMatch(/(^|[\s,(>+~])(:root|html|body|\*)(?![\w-])(?!\s*\))/)
      const first = (outer || selector).trim()
      expect(first, whole).toMatch(/^(:where\(|:is\(|\s)*(\[data-|\.gf-)/)
      expect(whole, whole).toMatch(/\.gf-|\[data-gf-theme/)
      // A rule that holds anywhere in a lesson must not hold for what the author wrote there.
      if (outer === '.gf-root') expect(selector, whole).toMatch(/\.gf-(?!root)/)
    }
  })

  it('weighs two classes at least, but for what is undone and what is only a variable', () => {
    for (const { outer, selector, declarations } of each(css)) {
      if (basename(name) === 'reset.css' || declarations.every((one) => one.startsWith('--'))) continue
      const weighs = `${outer} ${selector}`.replace(/:where\([^{]*\)/g, '').match(/\.gf-|\[|:(?!:|is|not|has)/g) ?? []
      expect(weighs.length, `${outer} ${selector}`).toBeGreaterThanOrEqual(2)
    }
  })

  it('sizes type by the root of the page', () => {
    for (const { selector, declarations } of each(css))
      for (const one of declarations) if (/^font(-size)?:/.test(one)) expect(one, selector).not.toMatch(/[\d.]px/)
  })

  if (!/^figures/.test(name)) return
  it("marks its classes with its figure's prefix", () => {
    const prefix = PREFIXES[basename(dirname(name))] ?? `gf-${basename(dirname(name)).toLowerCase()}`
    for (const { selector } of each(css)) {
      const own = selector.match(/\.gf-[\w-]+/g)?.filter((one) => one.startsWith(`.${prefix}`)) ?? []
      expect(own.length, selector).toBeGreaterThan(0)
    }
  })
})

it('has no class that nothing wears', () => {
  const worn = new Set(
    readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.(test|stories)\./.test(name))
      .flatMap((name) => readFileSync(join(SOURCE, name), 'utf8').match(/\bgf-[\w-]+/g) ?? []),
  )
  const styled = sheets.flatMap(({ css }) => css.match(/(?<=\.)gf-[\w-]+/g) ?? [])
  expect([...new Set(styled)].filter((name) => !worn.has(name))).toEqual([])
})

it('finds the sheets', () => {
  expect(sheets.length).toBeGreaterThan(10)
})
