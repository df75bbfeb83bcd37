import type { BackwardFrame, BackwardTrace } from '@glassformer/core'
import { COLOR_NAMES, type Palette } from '../../color/palette'
import { NO_SELECTION } from '../../lesson/selection'
import type { Wave } from './backpropWave.data'
import { layoutOf, type WaveScale } from './backpropWave.geometry'
import { paintBase } from './paintBase'
import { createLightPainter } from './painters'

const COLUMN = 64
const VARIABLES = Object.fromEntries(COLOR_NAMES.map((name) => [name, `var(--gf-${name})`])) as Palette

interface Shape {
  readonly d: string
  readonly fill: string
  readonly stroke: string
  readonly strokeWidth: number
  readonly opacity: number
}

/** Paints into shapes instead of pixels: as much of a 2D context as the painters use. Text is left out: it would be stretched. */
function recorder(shapes: Shape[]): CanvasRenderingContext2D {
  let path = ''
  const n = (value: number) => Math.round(value * 100) / 100
  const box = (x: number, y: number, w: number, h: number) => `M${n(x)} ${n(y)}h${n(w)}v${n(h)}h${n(-w)}z`
  const add = (x: number, y: number, w: number, h: number) => {
    path += box(x, y, w, h)
  }
  const put = (d: string, line: boolean) => {
    if (!d || context.globalAlpha <= 0) return
    const [fill, stroke] = line ? ['none', context.strokeStyle] : [context.fillStyle, 'none']
    shapes.push({ d, fill, stroke, strokeWidth: n(context.lineWidth), opacity: n(context.globalAlpha) })
  }
  const nothing = () => {}
  const context = {
    globalAlpha: 1,
    lineWidth: 1,
    fillStyle: '',
    strokeStyle: '',
    clearRect: nothing,
    setLineDash: nothing,
    fillText: nothing,
    beginPath: () => {
      path = ''
    },
    closePath: () => {
      path += 'z'
    },
    moveTo: (x: number, y: number) => {
      path += `M${n(x)} ${n(y)}`
    },
    lineTo: (x: number, y: number) => {
      path += `L${n(x)} ${n(y)}`
    },
    rect: add,
    roundRect: add,
    fill: () => put(path, false),
    stroke: () => put(path, true),
    fillRect: (x: number, y: number, w: number, h: number) => put(box(x, y, w, h), false),
    strokeRect: (x: number, y: number, w: number, h: number) => put(box(x, y, w, h), true),
  }
  return context as unknown as CanvasRenderingContext2D
}

interface ServerNetworkProps {
  readonly wave: Wave
  readonly trace: BackwardTrace
  readonly frame: BackwardFrame
  readonly scale: WaveScale
}

/** The network as it stands in the server's HTML: what the painters paint, as one stretched SVG. */
export function ServerNetwork({ wave, trace, frame, scale }: ServerNetworkProps) {
  const layout = layoutOf(wave.positions, wave.nLayers, wave.positions * COLUMN)
  const shapes: Shape[] = []
  const context = recorder(shapes)
  paintBase(context, layout, VARIABLES)
  const scene = { wave, layout, scale, palette: VARIABLES, dark: true, selection: NO_SELECTION }
  createLightPainter(trace)(context, scene, frame, true)
  return (
    <svg
      className="gf-wave-server"
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {shapes.map((shape, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes are made once
        <path key={i} {...shape} />
      ))}
    </svg>
  )
}
