import { COLOR_NAMES, PALETTES, type Palette } from './palette'

/** The palette in force at an element: the variables of `theme.css` and whatever a site set over them, as `#rrggbb`. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element)
  const entries = COLOR_NAMES.map((name) => [
    name,
    asHex(style.getPropertyValue(`--gf-${name}`).trim()) ?? PALETTES.dark[name],
  ])
  return Object.fromEntries(entries) as Palette
}

const known = new Map<string, string>()

/** Any CSS colour, as the browser paints it; undefined for what is none. */
function asHex(color: string): string | undefined {
  if (color === '') return undefined
  if (/^#[\da-f]{6}$/i.test(color)) return color
  if (!known.has(color) && globalThis.CSS?.supports?.('color', color)) {
    const brush = typeof OffscreenCanvas === 'function' ? new OffscreenCanvas(1, 1).getContext('2d') : null
    if (!brush) return undefined
    brush.fillStyle = color
    brush.fillRect(0, 0, 1, 1)
    const bytes = [...brush.getImageData(0, 0, 1, 1).data.subarray(0, 3)]
    known.set(color, `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`)
  }
  return known.get(color)
}
