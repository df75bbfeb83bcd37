/** An SVG element as data: what a still is made of, on the server as text and in the page as elements. */
export interface SvgNode {
  readonly tag: 'path' | 'svg' | 'text'
  readonly attributes: Readonly<Record<string, string>>
  readonly children?: readonly SvgNode[] | undefined
  readonly text?: string | undefined
}

const SVG = 'http://www.w3.org/2000/svg'
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter)

/** The nodes as they stand in HTML. */
export function markupOf(nodes: readonly SvgNode[]): string {
  return nodes
    .map(({ tag, attributes, children = [], text = '' }) => {
      const named = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`)
      return `<${tag}${named.join('')}>${escaped(text)}${markupOf(children)}</${tag}>`
    })
    .join('')
}

/** Makes the children of an element the given ones. Elements that are there already are kept, and changed where they differ. */
export function drawNodes(parent: Element, nodes: readonly SvgNode[]): void {
  nodes.forEach(({ tag, attributes, children, text }, i) => {
    const there = parent.children[i]
    const node = there?.localName === tag ? there : document.createElementNS(SVG, tag)
    for (const { name } of [...node.attributes]) if (!(name in attributes)) node.removeAttribute(name)
    for (const [name, value] of Object.entries(attributes))
      if (node.getAttribute(name) !== value) node.setAttribute(name, value)
    if (children) drawNodes(node, children)
    else if (text !== undefined && node.textContent !== text) node.textContent = text
    if (node !== there) there ? there.replaceWith(node) : parent.append(node)
  })
  while (parent.childElementCount > nodes.length) parent.lastElementChild?.remove()
}
