import { type BackwardFrame, compileTimeline, frameAt } from '@glassformer/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contrast, luminance } from '../../color/ink'
import { PALETTES } from '../../color/palette'
import { NO_SELECTION } from '../../lesson/selection'
import { waveOf } from './data'
import { layoutOf } from './geometry'
import { createLightPainter } from './painters'
import { inkOnNode, type LightScene } from './paintLight'
import { untrainedTrace } from './untrained.fixture'

const trace = untrainedTrace(2, 5)
const wave = waveOf(trace)
const timeline = compileTimeline(trace)
const scene: LightScene = {
  wave,
  layout: layoutOf(5, 2, 500),
  palette: PALETTES.dark,
  dark: true,
  scale: 'sqrt',
  selection: NO_SELECTION,
}

interface Mark {
  readonly top: number
  readonly bottom: number
  readonly what: string
}

/** A canvas that remembers what stands on it; clearing a strip takes away what lies in it, and must cut nothing in two. */
function fakeCanvas() {
  let marks: Mark[] = []
  let cleared = 0
  let path: [number, number][] = []
  const state: Record<string, unknown> = {}
  const put = (what: string, ys: readonly number[], ...args: unknown[]) => {
    const outline = what.startsWith('stroke')
    const ink = outline ? [state.strokeStyle, state.lineWidth] : [state.fillStyle]
    const style = JSON.stringify([what, args, state.globalAlpha, ...ink])
    if (state.globalAlpha !== 0) marks.push({ top: Math.min(...ys), bottom: Math.max(...ys), what: style })
  }
  const methods: Record<string, (...args: number[]) => void> = {
    clearRect: (_x = 0, y = 0, _w = 0, h = 0) => {
      cleared++
      marks = marks.filter(({ top, bottom }) => {
        const inside = top >= y - 1e-6 && bottom <= y + h + 1e-6
        const outside = bottom <= y + 1e-6 || top >= y + h - 1e-6
        expect(inside || outside).toBe(true)
        return !inside
      })
    },
    beginPath: () => {
      path = []
    },
    moveTo: (x = 0, y = 0) => path.push([x, y]),
    lineTo: (x = 0, y = 0) => path.push([x, y]),
    rect: (x = 0, y = 0, w = 0, h = 0) => path.push([x, y], [x + w, y + h]),
    roundRect: (x = 0, y = 0, w = 0, h = 0) => path.push([x, y], [x + w, y + h]),
    closePath: () => {},
    setLineDash: () => {},
    fill: () =>
      path.length > 0 &&
      put(
        'fill',
        path.map(([, y]) => y),
        path,
      ),
    stroke: () =>
      path.length > 0 &&
      put(
        'stroke',
        path.map(([, y]) => y),
        path,
      ),
    fillRect: (x = 0, y = 0, w = 0, h = 0) => put('fillRect', [y, y + h], x, y, w, h),
    strokeRect: (x = 0, y = 0, w = 0, h = 0) => put('strokeRect', [y, y + h], x, y, w, h),
    fillText: (text, x = 0, y = 0) => put('fillText', [y - 5, y + 5], text, x, y),
  }
  const context = new Proxy(state, {
    get: (target, name) => methods[String(name)] ?? target[String(name)],
    set: (target, name, value) => {
      target[String(name)] = value
      return true
    },
  })
  return {
    context: context as unknown as CanvasRenderingContext2D,
    picture: () => marks.map(({ what }) => what).sort(),
    cleared: () => cleared,
  }
}

const at = (ms: number): BackwardFrame => frameAt(timeline, ms) as BackwardFrame
const moment = fc.double({ min: 0, max: timeline.durationMs, noNaN: true })

describe('the light', () => {
  it('is the same whichever way time came here', () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 12 }), moment, (before, now) => {
        const wandered = fakeCanvas()
        const paint = createLightPainter(trace)
        for (const ms of [...before, now]) paint(wandered.context, scene, at(ms), false)
        const straight = fakeCanvas()
        createLightPainter(trace)(straight.context, scene, at(now), true)
        expect(wandered.picture()).toEqual(straight.picture())
      }),
      { numRuns: 40 },
    )
  })

  it('repaints nothing where nothing changed, and only the rows of the running cue where time passed', () => {
    const canvas = fakeCanvas()
    const paint = createLightPainter(trace)
    const cue = timeline.cues.find(({ kind, layer }) => kind === 'd_keys_values' && layer === 1)
    const start = cue?.startMs ?? 0
    paint(canvas.context, scene, at(start + 100), true)
    const first = canvas.cleared()
    expect(first).toBe(scene.layout.rows + 1)
    paint(canvas.context, scene, at(start + 100), false)
    expect(canvas.cleared()).toBe(first)
    paint(canvas.context, scene, at(start + 200), false)
    expect(canvas.cleared() - first).toBe(2)
  })

  it('is dark before anything is computed, and has every bar and node once the gradient has arrived', () => {
    const canvas = fakeCanvas()
    const paint = createLightPainter(trace)
    paint(canvas.context, scene, at(0), true)
    expect(canvas.picture()).toEqual([])
    paint(canvas.context, scene, at(timeline.durationMs), false)
    const magenta = canvas.picture().filter((what) => what.includes(PALETTES.dark.gradient))
    // Four positions have a loss; each lights its two nodes per layer, and the two at its ends.
    expect(magenta.filter((what) => what.startsWith('["fill"')).length).toBeGreaterThanOrEqual(4 * (2 * 2 + 2))
    expect(canvas.picture().filter((what) => what.includes(PALETTES.dark.loss))).toHaveLength(4)
  })

  it('dims all but the chosen position', () => {
    const paintWith = (selection: LightScene['selection']) => {
      const canvas = fakeCanvas()
      createLightPainter(trace)(canvas.context, { ...scene, selection }, at(timeline.durationMs), true)
      return canvas.picture().filter((what) => what.includes(PALETTES.dark.loss))
    }
    const alphas = (marks: string[]) => marks.map((mark) => (JSON.parse(mark) as unknown[])[2]).sort()
    expect(alphas(paintWith(NO_SELECTION))).toEqual([1, 1, 1, 1])
    expect(alphas(paintWith({ ...NO_SELECTION, position: 2 }))).toEqual([0.65, 0.65, 0.65, 1])
  })
})

describe('numbers in nodes', () => {
  const bytes = (color: string) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))

  it.each(['dark', 'light'] as const)('reach 4.5:1 on every brightness of a node: %s', (theme) => {
    const palette = PALETTES[theme]
    const inks = new Set<string>()
    for (let share = 0; share <= 1; share += 1 / 256) {
      const ink = inkOnNode(palette, share, theme === 'dark')
      const [below, above] = [bytes(palette.raised), bytes(palette.gradient)]
      const seen = below.map((byte, i) => Math.round(byte + ((above[i] as number) - byte) * share))
      expect(contrast(luminance(bytes(ink)), luminance(seen)), `${share}`).toBeGreaterThanOrEqual(4.5)
      inks.add(ink)
    }
    expect(inks.size).toBe(2)
  })
})
