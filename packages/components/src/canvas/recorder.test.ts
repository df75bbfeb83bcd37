import { describe, expect, it } from 'vitest'
import { recorder } from './recorder'

describe('recorder', () => {
  it('makes shapes of one look one path, and tells looks apart', () => {
    const { context, nodes } = recorder(200, 100)
    context.fillStyle = 'var(--gf-gradient)'
    for (const [x, alpha] of [
      [0, 0.5],
      [10, 0.51],
      [20, 0.9],
      [30, 0.01],
    ] as const) {
      context.globalAlpha = alpha
      context.fillRect(x, 1, 4, 5)
    }
    context.globalAlpha = 1
    context.lineWidth = 2.05
    context.strokeStyle = 'var(--gf-keys)'
    context.setLineDash([2, 2])
    context.strokeRect(1.24, 2, 3, 4)
    context.setLineDash([])
    context.beginPath()
    context.moveTo(0, 0)
    context.lineTo(7.04, 9)
    context.lineTo(7.01, 12)
    context.lineTo(9, 12)
    context.closePath()
    context.stroke()
    const [svg, ...rest] = nodes()
    expect(rest).toEqual([])
    expect(svg?.attributes).toMatchObject({ viewBox: '0 0 200 100', preserveAspectRatio: 'none', width: '100%' })
    const line = { fill: 'none', stroke: 'var(--gf-keys)', 'stroke-width': '2', 'vector-effect': 'non-scaling-stroke' }
    expect(svg?.children?.map(({ attributes }) => attributes)).toEqual([
      { fill: 'var(--gf-gradient)', opacity: '0.5', d: 'M0 1h4v5h-4zM10 1h4v5h-4z' },
      { fill: 'var(--gf-gradient)', opacity: '0.9', d: 'M20 1h4v5h-4z' },
      { ...line, 'stroke-dasharray': '2 2', d: 'M1.2 2h3v4h-3z' },
      { ...line, d: 'M0 0L7 9V12H9z' },
    ])
  })

  it('rounds corners that can be seen to be round, by no more than half a side', () => {
    const { context, nodes } = recorder(20, 20)
    context.fillStyle = 'red'
    context.beginPath()
    context.roundRect(0, 0, 10, 8, 9)
    context.roundRect(0, 10, 10, 8, 1)
    context.fill()
    expect(nodes()[0]?.children?.[0]?.attributes.d).toBe(
      'M4 0h2q4 0 4 4v0q0 4 -4 4h-2q-4 0 -4 -4v0q0 -4 4 -4zM0 10h10v8h-10z',
    )
  })

  it('keeps texts out of what is stretched, at their places', () => {
    const { context, nodes } = recorder(200, 50)
    context.fillStyle = 'var(--gf-text)'
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.globalAlpha = 0.35
    context.fillText('0.5', 50, 10)
    context.globalAlpha = 0
    context.fillText('unseen', 50, 10)
    const [, ...texts] = nodes()
    expect(texts).toEqual([
      {
        tag: 'text',
        text: '0.5',
        attributes: {
          x: '25%',
          y: '20%',
          fill: 'var(--gf-text)',
          'text-anchor': 'middle',
          'dominant-baseline': 'central',
          opacity: '0.35',
        },
      },
    ])
  })
})
