import type { SvgNode } from './svgNodes'

/** Steps of opacity and of stroke widths: shapes of one look become one path. */
const SHADES = 20
const WIDTHS = 4

interface Recorder {
  /** As much of a 2D context as painters of stills use. */
  readonly context: CanvasRenderingContext2D
  /** What was painted, stretched over `width` by `height`; texts keep their form, at their places. */
  readonly nodes: () => readonly SvgNode[]
}

const ANCHORS: Partial<Record<CanvasTextAlign, string>> = { center: 'middle', right: 'end', end: 'end' }

/** Paints into shapes instead of pixels. */
export function recorder(width: number, height: number): Recorder {
  const shapes = new Map<string, { readonly attributes: Record<string, string>; d: string }>()
  const texts: SvgNode[] = []
  let path = ''
  let dashes = ''
  const n = (value: number) => `${Math.round(value * 100) / 100}`
  const percent = (part: number, of: number) => `${n((part / of) * 100)}%`
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
    const opacity = { ...(alpha < 1 && { opacity: `${alpha}` }) }
    const strokeWidth = `${Math.round(context.lineWidth * WIDTHS) / WIDTHS}`
    const attributes: Record<string, string> = line
      ? { fill: 'none', stroke: context.strokeStyle, 'stroke-width': strokeWidth, ...opacity }
      : { fill: context.fillStyle, ...opacity }
    if (line) attributes['vector-effect'] = 'non-scaling-stroke'
    if (line && dashes) attributes['stroke-dasharray'] = dashes
    const key = Object.values(attributes).join(' ')
    const same = shapes.get(key)
    if (same) same.d += d
    else shapes.set(key, { attributes, d })
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
    },
    moveTo: (x: number, y: number) => {
      path += `M${n(x)} ${n(y)}`
    },
    lineTo: (x: number, y: number) => {
      path += `L${n(x)} ${n(y)}`
    },
    rect: (x: number, y: number, w: number, h: number) => {
      path += box(x, y, w, h)
    },
    roundRect: (x: number, y: number, w: number, h: number, radius: number) => {
      path += rounded(x, y, w, h, Math.min(radius, w / 2, h / 2))
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
