import type { CSSProperties, ReactNode } from 'react'
import type { ColorName } from '../color/palette'
import type { RampName } from '../color/ramp'

/**
 * How a key's mark looks: `fill` a filled swatch, `frame` an outlined one, `dashed` outlined with dashes, `dotted`
 * with dots, `line` a stroke,
 * `dashes` a broken stroke, `hatch` what is masked, `outside` what a window left behind, `faint` a swatch that is there and
 * not worked on, `diamond` and `square` the marks of values and keys, `bar` an upright stroke.
 */
export const LEGEND_MARKS = [
  'fill',
  'frame',
  'dashed',
  'dotted',
  'line',
  'dashes',
  'hatch',
  'outside',
  'faint',
  'diamond',
  'square',
  'bar',
] as const
/** The look of a key's mark. */
export type LegendMark = (typeof LEGEND_MARKS)[number]

export interface LegendKeyProps {
  /** How the mark looks: as it does in the picture. */
  mark: LegendMark
  /** The kind of thing that it stands for. @default 'dim' */
  color?: ColorName
  /** What it stands for, in a few words. */
  children: ReactNode
}

/** One entry of a legend: a mark and its words. */
export function LegendKey({ mark, color = 'dim', children }: LegendKeyProps) {
  return (
    <span className="gf-key">
      <i data-mark={mark} style={{ '--gf-key': `var(--gf-${color})` } as CSSProperties} />
      {children}
    </span>
  )
}

export interface LegendScaleProps {
  /** What is measured. */
  children: ReactNode
  /** The colours: those of the cells that it explains. */
  ramp: RampName
  /** The low end of the scale, as it is shown. */
  from: string
  /** The high end of the scale, as it is shown. */
  to: string
  /** Told of the place on the scale that is pointed at, 0 to 1; `null` when the pointer leaves. */
  onPoint?: (t: number | null) => void
}

/** A colour scale with its range, from left to right whatever the page's letters do; mixed as cells are. */
export function LegendScale({ children, ramp, from, to, onPoint }: LegendScaleProps) {
  const style = ramp === 'diverging' ? undefined : ({ '--gf-key': `var(--gf-${ramp})` } as CSSProperties)
  return (
    <span className="gf-key">
      {children}{' '}
      <span className="gf-key" dir="ltr">
        {from}
        <i
          data-mark="ramp"
          data-ramp={ramp === 'diverging' ? ramp : undefined}
          style={style}
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect()
            onPoint?.(Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)))
          }}
          onPointerLeave={() => onPoint?.(null)}
        />
        {to}
      </span>
    </span>
  )
}
