import { mixLab, type Rgb } from './lab'
import type { ColorName, Palette } from './palette'

/** 256 colours, three bytes each: what a heatmap is painted through. */
export type ColorTable = Uint8Array

/** Unsigned values run from the panel to one kind's hue; signed ones run blue, neutral, orange around zero. */
export type RampName = ColorName | 'diverging'

/** A pure `t -> colour`, `t` in 0..1; for `diverging` zero lies at 0.5. Interpolated in CIELAB, so even in lightness. */
export function rampOf(palette: Palette, name: RampName): (t: number) => Rgb {
  if (name !== 'diverging') return mixLab(palette.panel, palette[name])
  const below = mixLab(palette.neutral, palette.negative)
  const above = mixLab(palette.neutral, palette.positive)
  return (t) => (t < 0.5 ? below(1 - 2 * t) : above(2 * t - 1))
}

/** A ramp at 256 steps, for a painter of many cells. */
export function colorTable(ramp: (t: number) => Rgb): ColorTable {
  const table = new Uint8Array(256 * 3)
  for (let i = 0; i < 256; i++) table.set(ramp(i / 255), i * 3)
  return table
}

/**
 * The bound that a share of the numbers lies within, by size: the few beyond are shown as the scale's ends, so that they do
 * not take the others' colour. What is not finite is left out; 0 if nothing is left.
 */
export function boundWithin(parts: readonly ArrayLike<number>[], share = 0.98): number {
  const sizes = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let count = 0
  for (const part of parts)
    for (let i = 0; i < part.length; i++) {
      const size = Math.abs(part[i] as number)
      if (size < Infinity) sizes[count++] = size
    }
  return sizes.subarray(0, count).sort()[Math.ceil(share * count) - 1] ?? 0
}

/** Place of a signed value on a diverging ramp that is symmetric over -bound..bound. */
export function signedT(value: number, bound: number): number {
  return bound > 0 ? Math.min(1, Math.max(0, 0.5 + value / (2 * bound))) : 0.5
}
