import { PALETTES, type ThemeName } from './palette'
import { type RampName, rampOf } from './ramp'

/** How much of a cell shows that is not chosen while another one is, 0 to 255: 65%. */
export const DIMMED = 166

/**
 * In which themes the number in a cell is written in the theme's other ink: black on a cell that is bright in the dark theme,
 * white on one that is dark in the light theme. Goes into `data-ink` of an element of class `gf-ink`.
 */
export type Ink = 'dark' | 'light' | 'both' | undefined

const inks = new Map<string, Ink>()

/** The ink of a number on a cell of a ramp, as the cell is painted: at its level and opacity (both 0 to 255) over the ground. */
export function inkOn(ramp: RampName, level: number, opacity = 255): Ink {
  const id = `${ramp} ${level} ${opacity}`
  if (!inks.has(id)) {
    const dark = luminanceOf('dark', ramp, level, opacity) > TURN
    const light = luminanceOf('light', ramp, level, opacity) < TURN
    inks.set(id, dark && light ? 'both' : dark ? 'dark' : light ? 'light' : undefined)
  }
  return inks.get(id)
}

/** Where black and white are read equally well, both at 4.58:1. Elsewhere one of them is read better. */
const TURN = Math.sqrt(1.05 * 0.05) - 0.05

function luminanceOf(theme: ThemeName, ramp: RampName, level: number, opacity: number): number {
  const palette = PALETTES[theme]
  const ground = rampOf(palette, 'ground')(1)
  const cell = rampOf(palette, ramp)(level / 255)
  const share = opacity / 255
  return luminance(cell.map((channel, i) => Math.round(channel * share + (ground[i] as number) * (1 - share))))
}

/** Relative luminance of WCAG 2, from three bytes of sRGB. */
export function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((byte) => {
    const c = byte / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Contrast of WCAG 2 between two luminances, from 1 to 21. */
export function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}
