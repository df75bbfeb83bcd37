/** A colour of the theme: what kind of thing a mark stands for, or a neutral. */
export const COLOR_NAMES = [
  'ground',
  'panel',
  'raised',
  'hairline',
  'text',
  'dim',
  'forward',
  'keys',
  'values',
  'reads',
  'gradient',
  'loss',
  'weights',
  'negative',
  'neutral',
  'positive',
] as const
export type ColorName = (typeof COLOR_NAMES)[number]
export type Palette = Readonly<Record<ColorName, string>>
export type ThemeName = 'dark' | 'light'

/** The defaults of `theme.css`, for the server, where no style can be read. A test holds the two together. */
export const PALETTES: Readonly<Record<ThemeName, Palette>> = {
  dark: {
    ground: '#0b0e14',
    panel: '#11161f',
    raised: '#1a2130',
    hairline: '#2a3344',
    text: '#e8ecf4',
    dim: '#9aa6ba',
    forward: '#00d4ff',
    keys: '#ffb020',
    values: '#ffd98c',
    reads: '#40ff90',
    gradient: '#ff3080',
    loss: '#ff4060',
    weights: '#9d8cff',
    negative: '#4f9dff',
    neutral: '#1a2130',
    positive: '#ff9a3d',
  },
  light: {
    ground: '#faf7f0',
    panel: '#fffdf8',
    raised: '#f1ece1',
    hairline: '#d8cfbf',
    text: '#1c2028',
    dim: '#5b6270',
    forward: '#006c87',
    keys: '#7d4e00',
    values: '#8b5e17',
    reads: '#0b7038',
    gradient: '#b80f57',
    loss: '#bf1730',
    weights: '#5444c4',
    negative: '#1c5fc2',
    neutral: '#efe9dc',
    positive: '#ab4a08',
  },
}
