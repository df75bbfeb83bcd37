import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawNodes, markupOf, type SvgNode } from './svgNodes'

const SVG = 'http://www.w3.org/2000/svg'
const value = fc.string({ unit: fc.constantFrom('a', '<', '>', '"', '&', "'", ' ', '0', '\u2212'), maxLength: 8 })
const attributes = fc.dictionary(fc.constantFrom('d', 'fill', 'opacity', 'x'), value, { noNullPrototype: true })
const leaf = fc.oneof(
  fc.record({ tag: fc.constant('path' as const), attributes }),
  fc.record({ tag: fc.constant('text' as const), attributes, text: value }),
)
const nodes: fc.Arbitrary<readonly SvgNode[]> = fc.array(
  fc.oneof(
    leaf,
    fc.record({ tag: fc.constant('svg' as const), attributes, children: fc.array(leaf, { maxLength: 4 }) }),
  ),
  { maxLength: 5 },
)

const parsed = (html: string) => {
  const box = document.createElement('div')
  box.innerHTML = `<svg>${html}</svg>`
  return box.firstElementChild as Element
}
/** Apart from the order of attributes. */
const shapeOf = (node: Element): unknown => [
  node.namespaceURI,
  node.localName,
  Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value])),
  node.childElementCount > 0 ? [...node.children].map(shapeOf) : node.textContent,
]

describe('nodes of a still', () => {
  it('are the same from HTML and from a script, whatever was there before', () => {
    fc.assert(
      fc.property(nodes, nodes, (before, after) => {
        const svg = document.createElementNS(SVG, 'svg')
        drawNodes(svg, before)
        expect(shapeOf(svg)).toEqual(shapeOf(parsed(markupOf(before))))
        drawNodes(svg, after)
        expect(shapeOf(svg)).toEqual(shapeOf(parsed(markupOf(after))))
      }),
      { numRuns: 50 },
    )
  })

  it('keep the elements that are there, and write nothing where nothing changed', async () => {
    const svg = document.createElementNS(SVG, 'svg')
    const picture: SvgNode[] = [
      { tag: 'path', attributes: { d: 'M0 0h1v1h-1z', fill: 'var(--gf-reads)' } },
      { tag: 'text', attributes: { x: '5%' }, text: '0.5' },
    ]
    drawNodes(svg, picture)
    const [path] = svg.children
    const writes: MutationRecord[] = []
    const observer = new MutationObserver((records) => writes.push(...records))
    observer.observe(svg, { attributes: true, childList: true, characterData: true, subtree: true })
    drawNodes(svg, picture)
    await Promise.resolve()
    expect(writes).toEqual([])
    drawNodes(svg, [{ tag: 'path', attributes: { d: 'M1 0h1v1h-1z', fill: 'var(--gf-reads)' } }])
    await Promise.resolve()
    expect(svg.children[0]).toBe(path)
    expect(writes).toHaveLength(2)
    observer.disconnect()
  })
})
