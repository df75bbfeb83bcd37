import type { SvgNode } from './svgNodes'

/** Steps of opacity, of stroke widths and of places in a pixel: shapes of one look become one path. */
const SHADES = 20
const WIDTHS = 4
const PLACES = 10
/** Corners that are rounder than this, in pixels, can be seen to be round. */
const ROUND_PX = 2.5

interface Recorder {
  /** As much of a 2D context as painters of stills use. */
  readonly context: CanvasRenderingContext2D
  /** What was painted, stretched over `width` by `height`; texts keep their form, at their places. */
  readonly nodes: () => readonly SvgNode[]
}

const FIXED = 'non-scaling-stroke'
const ANCHORS: Partial<Record<CanvasTextAlign, string>> = { center: 'middle', right: 'end', end: 'end' }

/** Paints into shapes instead of pixels. */
export function recorder(width: number, height: number): Recorder {
  const shapes = new Map<string, { readonly attributes: Record<string, string>; d: string }>()
  const texts: SvgNode[] = []
  let path = ''
  let dashes = ''
  /** Where the pen is, as it is written. */
  let [penX, penY] = [Number.NaN, Number.NaN]
  const n = (value: number) => Math.round(value * PLACES) / PLACES
  const percent = (part: number, of: number) => `${Math.round((part / of) * 1e4) / 100}%`
  const box = (x: number, y: number, w: number, h: number) => `M${n(x)} ${n(y)}h${n(w)}v${n(h)}h${n(-w)}z`
  const rounded = (x: number, y: number, w: number, h: number, r: number) => {
    const corner = (dx: number, dy: number, tx: number, ty: number) => `q${n(dx)} ${n(dy)} ${n(tx)} ${n(ty)}`
    const [across, down] = [w - 2 * r, h - 2 * r]
    return `M${n(x + r)} ${n(y)}h${n(across)}${corner(r, 0, r, r)}v${n(down)}${corner(0, r, -r, r)}h${n(-across)}${corner(-r, 0, -r, -r)}v${n(-down)}${corner(0, -r, r, -r)}z`
  }
  const shade = () => Math.round(context.globalAlpha * SHADES) / SHADES
  const put = (d: string, line: boolean) => {
    const alpha = shade()
    if (!d || alpha <= 0) return
    const strokeWidth = Math.round(context.lineWidth * WIDTHS) / WIDTHS
    const key = line ? `${context.strokeStyle} ${alpha} ${strokeWidth} ${dashes}` : `${context.fillStyle} ${alpha}`
    const same = shapes.get(key)
    if (same) {
      same.d += d
      return
    }
    const ink = line
      ? { fill: 'none', stroke: context.strokeStyle, 'stroke-width': `${strokeWidth}`, 'vector-effect': FIXED }
      : { fill: context.fillStyle }
    const opacity = alpha < 1 && { opacity: `${alpha}` }
    shapes.set(key, { attributes: { ...ink, ...(line && dashes && { 'stroke-dasharray': dashes }), ...opacity }, d })
  }
  const nothing = () => {}
  const context = {
    globalAlpha: 1,
    lineWidth: 1,
    fillStyle: '',
    strokeStyle: '',
    textAlign: 'start' as CanvasTextAlign,
    textBaseline: 'alphabetic',
    clearRect: nothing,
    setLineDash: (lengths: number[]) => {
      dashes = lengths.join(' ')
    },
    fillText: (text: string, x: number, y: number) => {
      const alpha = shade()
      const attributes = {
        x: percent(x, width),
        y: percent(y, height),
        fill: context.fillStyle,
        'text-anchor': ANCHORS[context.textAlign] ?? 'start',
        ...(context.textBaseline === 'middle' && { 'dominant-baseline': 'central' }),
        ...(alpha < 1 && { opacity: `${alpha}` }),
      }
      if (alpha > 0) texts.push({ tag: 'text', attributes, text })
    },
    beginPath: () => {
      path = ''
    },
    closePath: () => {
      path += 'z'
      penX = penY = Number.NaN
    },
    moveTo: (x: number, y: number) => {
      penX = n(x)
      penY = n(y)
      path += `M${penX} ${penY}`
    },
    lineTo: (x: number, y: number) => {
      const [toX, toY] = [n(x), n(y)]
      path += toX === penX ? `V${toY}` : toY === penY ? `H${toX}` : `L${toX} ${toY}`
      penX = toX
      penY = toY
    },
    rect: (x: number, y: number, w: number, h: number) => context.roundRect(x, y, w, h, 0),
    roundRect: (x: number, y: number, w: number, h: number, radius: number) => {
      const r = Math.min(radius, w / 2, h / 2)
      path += r < ROUND_PX ? box(x, y, w, h) : rounded(x, y, w, h, r)
      penX = penY = Number.NaN
    },
    fill: () => put(path, false),
    stroke: () => put(path, true),
    fillRect: (x: number, y: number, w: number, h: number) => put(box(x, y, w, h), false),
    strokeRect: (x: number, y: number, w: number, h: number) => put(box(x, y, w, h), true),
  }
  return {
    context: context as unknown as CanvasRenderingContext2D,
    nodes: () => {
      const attributes = {
        viewBox: `0 0 ${n(width)} ${n(height)}`,
        preserveAspectRatio: 'none',
        width: '100%',
        height: '100%',
      }
      const paths = [...shapes.values()].map(
        ({ attributes, d }): SvgNode => ({ tag: 'path', attributes: { ...attributes, d } }),
      )
      return [{ tag: 'svg', attributes, children: paths }, ...texts]
    },
  }
}
