export type ThemeName = 'dark' | 'light'

/** The defaults of `theme.css`, dark and light, for the server, where no style can be read. A test holds the two together. */
const COLORS = {
  ground: ['#0b0e14', '#faf7f0'],
  panel: ['#11161f', '#fffdf8'],
  raised: ['#1a2130', '#f1ece1'],
  hairline: ['#2a3344', '#d8cfbf'],
  text: ['#e8ecf4', '#1c2028'],
  dim: ['#9aa6ba', '#5b6270'],
  forward: ['#00d4ff', '#006c87'],
  keys: ['#ffb020', '#7d4e00'],
  values: ['#ffd98c', '#8b5e17'],
  reads: ['#40ff90', '#0b7038'],
  gradient: ['#ff3080', '#b80f57'],
  loss: ['#ff4060', '#bf1730'],
  weights: ['#9d8cff', '#5444c4'],
  negative: ['#4f9dff', '#1c5fc2'],
  neutral: ['#1a2130', '#efe9dc'],
  positive: ['#ff9a3d', '#ab4a08'],
} as const

/** A colour of the theme: what kind of thing a mark stands for, or a neutral. */
export type ColorName = keyof typeof COLORS
/** Every colour of the theme, as `#rrggbb`. */
export type Palette = Readonly<Record<ColorName, string>>

export const COLOR_NAMES = Object.keys(COLORS) as ColorName[]

const paletteOf = (column: 0 | 1) =>
  Object.fromEntries(COLOR_NAMES.map((name) => [name, COLORS[name][column]])) as Palette

export const PALETTES: Readonly<Record<ThemeName, Palette>> = { dark: paletteOf(0), light: paletteOf(1) }

/** Every colour as the variable that holds it: for what is drawn in SVG, and follows the theme by itself. */
export const VARIABLES = Object.fromEntries(COLOR_NAMES.map((name) => [name, `var(--gf-${name})`])) as Palette
