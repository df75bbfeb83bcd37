import { HOST_SWITCHES } from './hosts'
import type { ThemeName } from './palette'

const SAYS = { dark: HOST_SWITCHES.dark.join(', '), light: HOST_SWITCHES.light.join(', ') } as const

/** The element around, through the borders of shadow trees. */
export function parentOf(element: Element): Element | null {
  const { parentNode } = element
  return parentNode instanceof ShadowRoot ? parentNode.host : element.parentElement
}

/**
 * What the page around an element says of dark and light where `theme.css` cannot see it: a `color-scheme` without a
 * switch, switches within switches, anything outside of the shadow tree. Undefined where the stylesheet is right by itself.
 */
function hiddenScheme(element: Element): ThemeName | undefined {
  const tree = element.getRootNode()
  let said: ThemeName | undefined
  for (let at = parentOf(element); at; at = parentOf(at)) {
    const ours = at.getAttribute('data-gf-theme')
    const outside = at.getRootNode() !== tree
    if (said === undefined && (ours === 'dark' || ours === 'light')) return outside ? ours : undefined
    const [dark, light] = [at.matches(SAYS.dark), at.matches(SAYS.light)]
    if (!dark && !light) continue
    // Of two, the nearer one holds, which a selector cannot say.
    if (said !== undefined) return said
    said = dark ? 'dark' : 'light'
    if (outside) return said
  }
  if (said !== undefined) return undefined
  const around = parentOf(element)
  const scheme = around ? getComputedStyle(around).colorScheme?.replace('only', '').trim() : undefined
  return scheme === 'dark' || scheme === 'light' ? scheme : undefined
}

/** Writes `data-gf-scheme` where it is needed: where the theme of a root begins, if it begins with what the page says. */
export function settleScheme(root: Element): void {
  const scope = root.closest('[data-gf-theme]') ?? root
  const theme = scope.getAttribute('data-gf-theme')
  if (theme === 'dark' || theme === 'light') return
  if (scope === root && root.parentElement?.closest('.gf-root')) return
  const scheme = hiddenScheme(scope)
  if (scheme === undefined) scope.removeAttribute('data-gf-scheme')
  else if (scope.getAttribute('data-gf-scheme') !== scheme) scope.setAttribute('data-gf-scheme', scheme)
}
