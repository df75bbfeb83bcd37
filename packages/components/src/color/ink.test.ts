import { describe, expect, it } from 'vitest'
import { contrast, DIMMED, inkOn, luminance } from './ink'
import { COLOR_NAMES, PALETTES, type ThemeName } from './palette'
import { type RampName, rampOf } from './ramp'

const RAMPS: readonly RampName[] = ['diverging', ...COLOR_NAMES]
const hex = (color: string) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))

/** What marks.css makes of `data-ink`. */
const writtenIn = (theme: ThemeName, ink: ReturnType<typeof inkOn>) => {
  const other = ink === theme || ink === 'both'
  return (theme === 'dark') === other ? 0 : 1
}

describe('numbers in cells', () => {
  it.each(['dark', 'light'] as const)('reach 4.5:1 on every level of every ramp, whole and dimmed: %s', (theme) => {
    const ground = hex(PALETTES[theme].ground)
    let least = Infinity
    for (const ramp of RAMPS)
      for (const opacity of [255, DIMMED])
        for (let level = 0; level < 256; level++) {
          const cell = rampOf(PALETTES[theme], ramp)(level / 255)
          const seen = cell.map((byte, i) =>
            Math.round((byte * opacity + (ground[i] as number) * (255 - opacity)) / 255),
          )
          const ratio = contrast(writtenIn(theme, inkOn(ramp, level, opacity)), luminance(seen))
          expect(ratio, `${ramp} ${level} ${opacity}`).toBeGreaterThanOrEqual(4.5)
          least = Math.min(least, ratio)
        }
    // The bound is met where the ink turns, and not by luck alone.
    expect(least).toBeLessThan(5.5)
  })

  it('turn over within a ramp', () => {
    expect([0, 255].map((level) => inkOn('reads', level))).toEqual([undefined, 'both'])
  })
})

describe('contrast', () => {
  it('is that of WCAG', () => {
    expect(contrast(luminance([255, 255, 255]), luminance([0, 0, 0]))).toBe(21)
    expect(contrast(luminance(hex('#767676')), 1)).toBeCloseTo(4.54, 2)
  })
})
