import type { CurvePoint } from './data'

export interface Box {
  readonly width: number
  readonly height: number
}

/** `log` shows each growth law as a slope; `linear` shows amounts in proportion. */
export const CURVE_SCALES = ['log', 'linear'] as const
export type CurveScale = (typeof CURVE_SCALES)[number]

/** The ends of both axes. */
export interface Axes {
  readonly scale: CurveScale
  readonly n: readonly [from: number, to: number]
  readonly macs: readonly [from: number, to: number]
}

export function axesOf(curves: readonly (readonly CurvePoint[])[], upTo: number, scale: CurveScale): Axes {
  const all = curves.flat()
  const most = Math.max(1, ...all.map(({ macs }) => macs))
  if (scale === 'linear') return { scale, n: [0, upTo], macs: [0, most] }
  const least = Math.min(most, ...all.map(({ macs }) => macs).filter((macs) => macs > 0))
  return {
    scale,
    n: [Math.max(1, Math.min(upTo / 2, ...all.map(({ n }) => n))), upTo],
    macs: [10 ** Math.floor(Math.log10(least)), 10 ** Math.ceil(Math.log10(most))],
  }
}

/** Place of a value on an axis, 0 to 1. */
function along(value: number, [from, to]: readonly [number, number], scale: CurveScale): number {
  const at = scale === 'log' ? Math.log : (x: number) => x
  return to > from ? (at(Math.max(value, scale === 'log' ? from : 0)) - at(from)) / (at(to) - at(from)) : 0
}

/** Place of a point in the box, whose origin is above left. */
export function pointAt({ n, macs }: CurvePoint, axes: Axes, { width, height }: Box): { x: number; y: number } {
  return {
    x: round(along(n, axes.n, axes.scale) * width),
    y: round(height - along(macs, axes.macs, axes.scale) * height),
  }
}

/** The path of a curve in a box. */
export function pathOf(points: readonly CurvePoint[], axes: Axes, box: Box): string {
  return points
    .map((point, i) => {
      const { x, y } = pointAt(point, axes, box)
      return `${i ? 'L' : 'M'}${x} ${y}`
    })
    .join('')
}

/** Values at which an axis is marked: powers of ten on a logarithmic one, halves on a linear one. */
export function ticksOf([from, to]: readonly [number, number], scale: CurveScale): number[] {
  if (scale === 'linear') return [from + (to - from) / 2, to]
  const ticks: number[] = []
  for (let power = 10 ** Math.ceil(Math.log10(from)); power <= to * (1 + 1e-9); power *= 10) ticks.push(power)
  // No more than about six, evenly.
  const stride = Math.ceil(ticks.length / 6)
  return ticks.filter((_, i) => (ticks.length - 1 - i) % stride === 0)
}

/** The tokens at a fraction of the axis. */
export function tokensAt(fraction: number, { n: [from, to], scale }: Axes): number {
  const held = Math.min(1, Math.max(0, fraction))
  return Math.max(1, Math.round(scale === 'log' ? from * (to / from) ** held : from + held * (to - from)))
}

/** Dots that would lie on one another are left out, but for the current one: at least `least` apart, in the box's units. */
export function spread<T extends { readonly x: number; readonly current: boolean }>(
  dots: readonly T[],
  least: number,
): T[] {
  const current = dots.find((dot) => dot.current)
  const kept: T[] = current ? [current] : []
  for (const dot of dots) if (kept.every(({ x }) => Math.abs(x - dot.x) >= least)) kept.push(dot)
  return kept
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
