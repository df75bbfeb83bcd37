import { COLOR_NAMES, PALETTES, type Palette } from './palette'

/** The palette in force at an element: the variables of `theme.css` and whatever a site set over them. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element)
  const entries = COLOR_NAMES.map((name) => [
    name,
    style.getPropertyValue(`--gf-${name}`).trim() || PALETTES.dark[name],
  ])
  return Object.fromEntries(entries) as Palette
}

/** Calls back when the theme may have changed: the system's preference, or a `data-gf-theme` anywhere. Returns the unsubscriber. */
export function watchTheme(onChange: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)')
  media.addEventListener('change', onChange)
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-gf-theme'], subtree: true })
  return () => {
    media.removeEventListener('change', onChange)
    observer.disconnect()
  }
}
