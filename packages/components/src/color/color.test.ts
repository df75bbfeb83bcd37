import { readFileSync } from 'node:fs'
import { interpolateLab } from 'd3-interpolate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { themeCss } from '../styles/themeCss'
import { mixLab, type Rgb } from './lab'
import { type ColorName, PALETTES, type ThemeName } from './palette'
import { boundWithin, colorTable, rampOf, signedT } from './ramp'

const css = readFileSync('packages/components/src/styles/theme.css', 'utf8')

const channels = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
/** Relative luminance and contrast: WCAG 2.2. */
const luminance = (hex: string) => {
  const [r, g, b] = channels(hex).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [
    number,
    number,
    number,
  ]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

const THEMES: readonly ThemeName[] = ['dark', 'light']
const KINDS: readonly ColorName[] = [
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
  'positive',
]

describe('palettes', () => {
  it('are those of theme.css, and so is every other line of it: `npm run theme` writes it anew', () => {
    const plain = (text: string) => text.replace(/\s+/g, '').replace(/,(?=\))/g, '')
    expect(plain(css)).toBe(plain(themeCss()))
  })

  it.each(THEMES)('reach 4.5:1 for text in every kind, on every ground: %s', (theme) => {
    const palette = PALETTES[theme]
    for (const kind of KINDS)
      for (const ground of ['ground', 'panel', 'raised'] as const)
        expect(contrast(palette[kind], palette[ground]), `${kind} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  })
})

describe('mixLab', () => {
  it('agrees with d3, to the rounding of a byte', () => {
    const color = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`)
    fc.assert(
      fc.property(color, color, fc.integer({ min: 0, max: 16 }), (a, b, step) => {
        const theirs = (interpolateLab(a, b)(step / 16).match(/-?[\d.]+/g) ?? []).map(Number)
        const ours = mixLab(a, b)(step / 16)
        ours.forEach((byte, i) => {
          expect(Math.abs(byte - (theirs[i] as number)), `${a} ${b} ${step}`).toBeLessThanOrEqual(1)
        })
      }),
      { numRuns: 500 },
    )
  })

  it('gives back its ends', () => {
    const mix = mixLab('#0b0e14', '#40ff90')
    expect([mix(0), mix(1)]).toEqual([
      [0x0b, 0x0e, 0x14],
      [0x40, 0xff, 0x90],
    ])
  })
})

describe('ramps', () => {
  const lightness = (rgb: Rgb) => {
    const hex = `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`
    const y = luminance(hex)
    return y > 216 / 24389 ? 116 * Math.cbrt(y) - 16 : (24389 / 27) * y
  }

  it.each(THEMES)('run from the panel to the hue, evenly in lightness: %s', (theme) => {
    for (const kind of ['reads', 'forward', 'gradient'] as const) {
      const ramp = rampOf(PALETTES[theme], kind)
      const steps = Array.from({ length: 33 }, (_, i) => lightness(ramp(i / 32)))
      const even = (i: number) => (steps[0] as number) + ((steps[32] as number) - (steps[0] as number)) * (i / 32)
      for (const [i, l] of steps.entries()) expect(Math.abs(l - even(i)), `${kind} at ${i}`).toBeLessThan(1.5)
    }
  })

  it.each(THEMES)('of signed values are neutral at zero and part to both sides: %s', (theme) => {
    const table = colorTable(rampOf(PALETTES[theme], 'diverging'))
    const at = (i: number) => [...table.subarray(i * 3, i * 3 + 3)].map((part) => part / 255)
    const near = (a: readonly number[], b: readonly number[]) =>
      a.every((part, i) => Math.abs(part - (b[i] as number)) < 0.02)
    expect(near(at(0), channels(PALETTES[theme].negative))).toBe(true)
    expect(near(at(255), channels(PALETTES[theme].positive))).toBe(true)
    expect(near(at(128), channels(PALETTES[theme].neutral))).toBe(true)
  })

  it('place signed values around one half, whatever their bound', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: 1, max: 1000 }), (value, bound) => {
        const t = signedT(value, bound)
        expect(t).toBeCloseTo(0.5 + Math.max(-1, Math.min(1, value / bound)) / 2, 12)
        expect(signedT(-value, bound)).toBeCloseTo(1 - t, 12)
      }),
    )
    expect(signedT(3, 0)).toBe(0.5)
  })
})

describe('boundWithin', () => {
  it('holds the share that is asked for, and no more than it must', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { maxLength: 30 }), { maxLength: 3 }),
        fc.integer({ min: 1, max: 100 }),
        (parts, percent) => {
          const sizes = parts.flat().map(Math.abs)
          const bound = boundWithin(
            parts.map((part) => Float32Array.from(part)),
            percent / 100,
          )
          if (sizes.length === 0) {
            expect(bound).toBe(0)
            return
          }
          const count = (least: boolean) => sizes.filter((size) => (least ? size < bound : size <= bound)).length
          expect(sizes).toContain(bound)
          expect(count(false)).toBeGreaterThanOrEqual((percent / 100) * sizes.length)
          expect(count(true)).toBeLessThan((percent / 100) * sizes.length)
        },
      ),
    )
  })

  it('leaves out what is no number, however much of it there is', () => {
    const none = Array.from({ length: 50 }, () => Number.NaN)
    expect(boundWithin([Float32Array.of(1, -3, 2, ...none, Infinity), [-Infinity]], 1)).toBe(3)
    expect(boundWithin([none])).toBe(0)
  })
})
