import { describe, expect, it } from 'vitest'
import { healStyles } from './useHealedStyles'

/** What a policy leaves of an element: the attribute, and no style that is in force. jsdom has no policies. */
function blocked(node: HTMLElement | SVGElement): void {
  let text = ''
  const style = {
    get length() {
      return text ? 1 : 0
    },
    get cssText() {
      return text
    },
    set cssText(next: string) {
      text = next
    },
  }
  Object.defineProperty(node, 'style', { value: style })
}

function box(html: string): HTMLElement {
  const root = document.createElement('div')
  root.innerHTML = html
  return root
}
const styled = (root: Element) => [...root.querySelectorAll<HTMLElement | SVGElement>('[style]')]

describe('healStyles', () => {
  it('sets again what was blocked, in HTML and SVG, the root itself and custom properties too', () => {
    const root = box('<p style="width: 22%"><svg><g style="--gf-weight: 0.5"></g></svg></p><i style=""></i>')
    root.setAttribute('style', 'color: red')
    for (const node of [root, ...styled(root)]) blocked(node)
    healStyles(root)
    expect([root, ...styled(root)].map(({ style }) => style.cssText)).toEqual([
      'color: red',
      'width: 22%',
      '--gf-weight: 0.5',
      '',
    ])
  })

  it('looks at one element where nothing is blocked', () => {
    const root = box('<p style="width: 22%"></p><p style="width: 33%"></p>')
    const second = styled(root)[1] as HTMLElement
    blocked(second)
    healStyles(root)
    expect(second.style.cssText).toBe('')
  })

  it('leaves alone what a script has set since', () => {
    const root = box('<p style="width: 22%"></p><p style="width: 33%"></p>')
    const [first, second] = styled(root) as [HTMLElement, HTMLElement]
    blocked(first)
    second.style.width = '44%'
    healStyles(root)
    expect([first.style.cssText, second.style.width]).toEqual(['width: 22%', '44%'])
  })
})
