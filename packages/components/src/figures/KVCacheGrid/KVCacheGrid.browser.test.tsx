import '../../styles/index.css'
import { createModel, generate } from '@glassformer/core'
import { quantised, slidingWindow } from '@glassformer/core/cache'
import { render, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { PALETTES } from '../../color/palette'
import { rampOf, signedT } from '../../color/ramp'
import { formatExact } from '../../messages/format'
import { viewCache } from './data'
import { layOutShelf } from './geometry'
import { KVCacheGrid } from './KVCacheGrid'

const model = createModel({ nLayers: 2, nHeads: 2, dModel: 12, nCtx: 16, dVocab: 20 }, { seed: 4 })
const trace = generate(model, [3, 1, 4], { maxNewTokens: 4 })
const view = viewCache(trace)
const shelf = layOutShelf(view, 1, 0)

async function drawn(time?: number) {
  const { container } = render(
    <div data-gf-theme="dark" style={{ width: 800 }}>
      <KVCacheGrid trace={trace} {...(time === undefined ? {} : { defaultTime: time })} />
    </div>,
  )
  const canvas = () => container.querySelector<HTMLCanvasElement>('[data-layer="1"] .gf-kv-cells[data-painted] canvas')
  await waitFor(() => expect(canvas()).not.toBeNull())
  return { container, canvas: canvas() as HTMLCanvasElement }
}

describe('KVCacheGrid in a browser', () => {
  it('paints the numbers of the trace, a pixel each, and leaves unwritten slots clear', async () => {
    const { canvas } = await drawn()
    const band = shelf.bands[1]
    const row = band?.rows[1]
    if (!row || !band) throw new Error('layer 1 has a second head')
    expect([canvas.width, canvas.height]).toEqual([6, band.pixelRows])
    const brush = canvas.getContext('2d') as CanvasRenderingContext2D
    const ramp = rampOf(PALETTES.dark, 'diverging')
    const values = trace.tensor('blocks.1.attn.v').data
    for (const index of [0, 5]) {
      const value = values[(2 * 2 + 1) * 6 + index] as number
      const expected = ramp(Math.round(signedT(value, view.vBound) * 255) / 255)
      const [r, g, b, a] = brush.getImageData(2, row.vPixel + index, 1, 1).data
      expect([r, g, b, a]).toEqual([...expected, 255])
    }
    // The prompt has three positions; the fourth is not written yet.
    expect(brush.getImageData(3, 0, 3, band.pixelRows).data.every((byte) => byte === 0)).toBe(true)
  })

  it('paints, of a cache in few bits, what is read back, and the error where it is asked for', async () => {
    const rounded = generate(model, [3, 1, 4], { maxNewTokens: 4, cache: quantised({ bits: 4 }) })
    const { container } = render(
      <div data-gf-theme="dark" style={{ width: 800 }}>
        <KVCacheGrid trace={rounded} defaultTime={1e9} />
      </div>,
    )
    const pixel = () => {
      const canvas = container.querySelector<HTMLCanvasElement>('[data-layer="1"] .gf-kv-cells[data-painted] canvas')
      return canvas && [...(canvas.getContext('2d')?.getImageData(2, shelf.rows[2]?.kPixel ?? 0, 1, 1).data ?? [])]
    }
    const ramp = rampOf(PALETTES.dark, 'diverging')
    const colourOf = (values: 'held' | 'error') => {
      const shown = viewCache(rounded, values)
      const value = shown.layers[1]?.k.data[2 * 2 * 6] as number
      return [...ramp(Math.round(signedT(value, shown.kBound) * 255) / 255), 255]
    }
    expect(colourOf('held')).not.toEqual(colourOf('error'))
    await waitFor(() => expect(pixel()).toEqual(colourOf('held')))
    await userEvent.click(screen.getByRole('radio', { name: 'error' }))
    await waitFor(() => expect(pixel()).toEqual(colourOf('error')))
  })

  it('leaves the place of what is evicted, hatched, and nothing in it', async () => {
    const forgetful = generate(model, [3, 1, 4, 1, 5], { maxNewTokens: 3, cache: slidingWindow({ window: 3 }) })
    const { container } = render(
      <div style={{ width: 800 }}>
        <KVCacheGrid trace={forgetful} defaultTime={1e9} />
      </div>,
    )
    const canvas = () =>
      container.querySelector<HTMLCanvasElement>('[data-layer="1"] .gf-kv-cells[data-painted] canvas')
    await waitFor(() => expect(canvas()).not.toBeNull())
    const { width, height } = canvas() as HTMLCanvasElement
    const brush = canvas()?.getContext('2d') as CanvasRenderingContext2D
    expect(width).toBe(7)
    expect(brush.getImageData(0, 0, 4, height).data.every((byte) => byte === 0)).toBe(true)
    expect(brush.getImageData(4, 0, 3, height).data.some((byte) => byte === 255)).toBe(true)
    const plot = screen.getByRole('grid', { name: /Keys and values/ }).getBoundingClientRect()
    const gone = [...container.querySelectorAll('.gf-kv-gone')].filter((node) => node.matches('[data-layer="1"]'))
    expect(gone.reduce((sum, node) => sum + node.getBoundingClientRect().width, 0)).toBeCloseTo((plot.width / 7) * 4, 0)
    for (const node of gone) expect(getComputedStyle(node).backgroundImage).toContain('gradient')
  })

  it('reads out the number under the pointer, and moves by arrow keys', async () => {
    const { container } = await drawn(1e9)
    const plot = screen.getByRole('grid', { name: /Keys and values/ })
    const row = shelf.rows[3]
    const cellPx = shelf.bands[1]?.cellPx ?? 0
    if (!row) throw new Error('there are four rows')
    const columnPx = plot.getBoundingClientRect().width / 6
    await userEvent.hover(plot, { position: { x: 4.5 * columnPx, y: row.k.top + 2.5 * cellPx } })
    const readout = container.querySelector('.gf-readout')
    const value = trace.tensor('blocks.1.attn.k').data[(4 * 2 + 1) * 6 + 2] as number
    expect(readout).toHaveTextContent('layer 1, head 1')
    expect(readout).toHaveTextContent(`K[2] = ${formatExact(value)}`)
    plot.focus()
    await userEvent.keyboard('{ArrowLeft}{ArrowUp}')
    const left = trace.tensor('blocks.1.attn.k').data[(3 * 2 + 1) * 6 + 1] as number
    expect(readout).toHaveTextContent(`K[1] = ${formatExact(left)}`)
    await userEvent.keyboard('{Enter}')
    expect((container.querySelector('.gf-kv-lights .gf-ring') as HTMLElement).style.left).toBe('50%')
  })

  it.each([1, 2, 4, 7])(
    'keeps the marks of its ruler within the columns, so that nothing scrolls: %i new tokens',
    (maxNewTokens) => {
      const { container } = render(
        <div style={{ width: 1100 }}>
          <KVCacheGrid trace={generate(model, [3, 1, 4, 1, 5, 9, 2, 6], { maxNewTokens })} defaultTime={1e9} />
        </div>,
      )
      const scroller = container.querySelector('.gf-kv-scroll') as HTMLElement
      expect(scroller.scrollWidth).toBe(scroller.clientWidth)
      const ruler = container.querySelector('.gf-kv-ruler') as HTMLElement
      const boxes = [...container.querySelectorAll('.gf-kv-mark')].map((mark) => mark.getBoundingClientRect())
      const { left, right } = ruler.getBoundingClientRect()
      for (const [i, box] of boxes.entries()) {
        expect(box.left).toBeGreaterThanOrEqual(i === 0 ? left - 0.5 : (boxes[i - 1] as DOMRect).right)
        expect(box.right).toBeLessThanOrEqual(right + 0.5)
      }
    },
  )

  it('does so with the text model and its sentence', async () => {
    const { container } = render(
      <div style={{ width: 1100 }}>
        <KVCacheGrid />
      </div>,
    )
    await waitFor(() => expect(container.querySelector('.gf-kv-scroll')).not.toBeNull())
    const scroller = container.querySelector('.gf-kv-scroll') as HTMLElement
    expect(scroller.scrollWidth).toBe(scroller.clientWidth)
  })

  it('scrolls in itself where it is narrow, and keeps its labels in sight', async () => {
    const { container } = render(
      <div style={{ width: 240 }}>
        <KVCacheGrid trace={generate(model, [1, 2, 3, 4, 5, 6], { maxNewTokens: 8 })} defaultTime={1e9} />
      </div>,
    )
    const scroller = container.querySelector('.gf-kv-scroll') as HTMLElement
    expect(scroller.scrollWidth).toBeGreaterThan(scroller.clientWidth)
    expect(container.firstElementChild?.scrollWidth).toBe(240)
    // The newest column is in sight.
    expect(scroller.scrollLeft).toBeGreaterThan(0)
    const labels = container.querySelector('.gf-kv-labels') as HTMLElement
    expect(labels.getBoundingClientRect().left).toBeCloseTo(scroller.getBoundingClientRect().left, 0)
  })
})
