import { createModel } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import reboot from 'bootstrap/dist/css/bootstrap-reboot.css?inline'
import infima from 'infima/dist/css/default/default.css?inline'
import { renderToString } from 'react-dom/server'
import preflight from 'tailwindcss/preflight.css?inline'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { CacheControls } from '../controls/CacheControls'
import { FaultPicker } from '../controls/FaultPicker'
import { ModelPicker } from '../controls/ModelPicker'
import { PromptPicker } from '../controls/PromptPicker'
import { SamplingControls } from '../controls/SamplingControls'
import { Transport } from '../controls/Transport'
import { AttentionHead } from '../figures/AttentionHead'
import { BackpropWave } from '../figures/BackpropWave'
import { ComplexityComparison } from '../figures/ComplexityComparison'
import { KVCacheGrid } from '../figures/KVCacheGrid'
import { ProbabilityTrail } from '../figures/ProbabilityTrail'
import { TokenPipeline } from '../figures/TokenPipeline'
import { Lesson } from '../lesson/Lesson'
import { type HostPage, hostPage } from '../testing/hostPage'
import ours from './index.css?inline'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 2, tokenizer },
)

const PROSE = `
  <h2>A heading</h2><p>A paragraph with <em>words</em>, <code>code</code> and a <a href="#">link</a>.</p>
  <ul><li>an item</li></ul><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>
  <details><summary>more</summary>text</details><blockquote>a quote</blockquote><pre><code>code</code></pre>
  <figure><img alt=""><figcaption>theirs</figcaption></figure><button>press</button><input value="text">
`
// biome-ignore lint/security/noDangerouslySetInnerHtml: the page's own words, as they stand above
const prose = <div className="prose" dangerouslySetInnerHTML={{ __html: PROSE }} />

const figures = renderToString(
  <Lesson model={model} prompt="ABCAB">
    {prose}
    <TokenPipeline />
    <AttentionHead />
    <KVCacheGrid />
    <ComplexityComparison />
    <BackpropWave />
    <ProbabilityTrail />
    <PromptPicker prompts={['ABC', 'CBA']} />
    <ModelPicker models={[{ id: 'own', name: 'Own' }]} />
    <SamplingControls />
    <CacheControls />
    <FaultPicker />
    <Transport />
  </Lesson>,
)
const html = `<main class="markdown">${PROSE}${figures.replaceAll('<details', '<details open')}</main>`

/** What resets do where they stand in no layer. */
const RESET = `
  *, *::before, *::after { margin: 0; padding: 0; border: 0; box-sizing: border-box; list-style: none; font: inherit; vertical-align: baseline }
  table { border-collapse: collapse; border-spacing: 0 } button { all: unset } img, svg, canvas, video { display: block; max-width: 100%; height: auto }
  a { color: inherit } input, select, button { appearance: none; background: none; border-radius: 0 } summary { display: block }
`
/** What themes for Markdown say of elements under one class. */
const MARKDOWN = `
  .markdown { font-size: 18px; line-height: 1.8; letter-spacing: 0.02em; text-align: justify; color: #444; word-spacing: 2px }
  .markdown p, .markdown ul, .markdown ol, .markdown dl, .markdown table, .markdown figure, .markdown details { margin: 0 0 1.25rem }
  .markdown ul, .markdown ol { padding-left: 2rem; list-style: square } .markdown li + li { margin-top: 0.5rem }
  .markdown li::before, .markdown li::marker { content: "*" } .markdown summary::before { content: ">"; margin: 0 4px }
  .markdown h3 { font: 700 24px/1.2 serif; text-transform: uppercase; border-bottom: 2px solid red }
  .markdown table { display: block; overflow: auto; width: 100% } .markdown td, .markdown th { padding: 12px; border: 1px solid #ccc }
  .markdown table tr { border-top: 1px solid #ccc } .markdown table tr:nth-child(2n) { background: #f3f3f3 }
  .markdown button { padding: 10px 20px; border-radius: 99px; background: hotpink; color: white; font-size: 20px; box-shadow: 0 2px 4px }
  .markdown input, .markdown select { width: 100%; height: 50px; padding: 20px; border: 3px solid blue; font-size: 22px }
  .markdown label { display: block; font-weight: bold; margin-bottom: 8px } .markdown fieldset { padding: 20px; border: 2px groove }
  .markdown legend { font-size: 24px; display: block; width: 100% } .markdown b, .markdown strong { font-weight: 900; color: black }
  .markdown em, .markdown i { color: teal; font-style: oblique } .markdown small { font-size: 60% } .markdown span { letter-spacing: 1px }
  .markdown svg, .markdown img, .markdown canvas { max-width: 100%; height: auto; display: block; border-radius: 12px; filter: brightness(0.9); box-shadow: 0 0 3px }
  .markdown figcaption { text-align: center; font-style: italic; color: gray } .markdown dt { font-weight: 700 } .markdown dd { margin-left: 40px }
  .markdown section { margin: 40px 0 } .markdown div { text-indent: 1px; transition: all 1s } .markdown sub { top: 4px; position: relative }
`

const HOSTS: Readonly<Record<string, readonly string[]>> = {
  'Tailwind 4 before': [`@layer base { ${preflight} }`, ours],
  'Tailwind 4 after': [ours, `@layer base { ${preflight} }`],
  'Tailwind 4 without its layers': [ours, preflight],
  'an unlayered reset before': [RESET, ours],
  'an unlayered reset after': [ours, RESET],
  'Infima before': [infima, ours],
  'Infima after': [ours, infima],
  "Bootstrap's reboot after": [ours, reboot],
  'a theme for Markdown before': [MARKDOWN, ours],
  'a theme for Markdown after': [ours, MARKDOWN],
}

const pages: HostPage[] = []
const open = (...args: Parameters<typeof hostPage>) => {
  const page = hostPage(...args)
  pages.push(page)
  return page
}
afterEach(() => {
  for (const page of pages.splice(0)) page.remove()
})

/** What a page may choose for its whole self, and no figure is broken by. */
const THEIRS =
  /^(--|-webkit-(tap-highlight-color|font-smoothing|text-size-adjust|locale)|text-size-adjust|text-rendering|tab-size)/

/** Said again in other words by the same style. */
const TWICE = /^(?!writing)(.*-)?(block|inline)(-|$)|^-webkit-|-origin$/

/** The elements and what is drawn before and after them, in the order of the document; of many alike the first few. */
function* boxesOf(page: HostPage, selector: string) {
  const seen = new Map<string, number>()
  for (const box of page.document.querySelectorAll(selector))
    for (const node of box.contains(page.body) || box.matches('main') ? [box] : [box, ...box.querySelectorAll('*')]) {
      const kind = [node.parentElement, node].map((one) => `${one?.tagName}.${one?.getAttribute('class')}`).join()
      const count = (seen.get(kind) ?? 0) + 1
      seen.set(kind, count)
      if (count > 3) continue
      for (const pseudo of [null, '::before', '::after'] as const) {
        const style = getComputedStyle(node, pseudo)
        if (pseudo === null || style.content !== 'none') yield { node, pseudo, style }
      }
    }
}

/** What the browser computed otherwise in the one page than in the other, the first few of it. */
function differences(one: HostPage, other: HostPage, selector: string): readonly string[] {
  const names = [...getComputedStyle(one.body)].filter((name) => !THEIRS.test(name) && !TWICE.test(name))
  const found: string[] = []
  const theirs = boxesOf(other, selector)
  for (const { node, pseudo, style } of boxesOf(one, selector)) {
    const there = theirs.next().value
    const name = `${node.tagName} ${node.getAttribute('class') ?? ''} ${pseudo ?? ''}`
    if (there?.node.tagName !== node.tagName || there.pseudo !== pseudo) return [...found, `${name}: is not there`]
    for (const property of names) {
      const [a, b] = [style.getPropertyValue(property), there.style.getPropertyValue(property)]
      // What takes the focus in a lesson scrolls clear of its transport.
      if (property.startsWith('scroll-margin')) continue
      // The page is as long as its figures are.
      if (node.querySelector('.gf-lesson') && /^(block-size|height|(perspective|transform)-origin)$/.test(property))
        continue
      // A border of no width looks like none, whatever its style and colour.
      const edge = /^(border-.*)-(style|color)$/.exec(property)?.[1]
      if (edge && style.getPropertyValue(`${edge}-width`) === '0px') continue
      if (a !== b) found.push(`${name} ${property}: ${a} became ${b}`)
    }
    if (found.length > 60) break
  }
  return found
}

const BOXES = '.gf-figure, .gf-control, .gf-lesson > .gf-transport'

const PAGE = 'body { margin: 8px !important } .markdown { display: block; padding: 0; max-width: none }'

describe('in a page with styles of its own', () => {
  const alone = hostPage(html, [ours, PAGE])
  afterAll(() => alone.remove())

  it.each(Object.entries(HOSTS))('%s: neither changes the other, in a lesson neither', (_, sheets) => {
    expect([...boxesOf(alone, BOXES)].length).toBeGreaterThan(200)
    const together = open(html, [...sheets, PAGE])
    expect(differences(alone, together, BOXES)).toEqual([])
    const without = open(html, [...sheets.filter((sheet) => sheet !== ours), PAGE])
    expect(differences(without, together, 'html, body, main, .markdown > :not(.gf-lesson), .prose > *')).toEqual([])
  })
})
