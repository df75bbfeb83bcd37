/** The guide's figure, where only a browser can show it: themes, paper, its painted cells, and no wider than its place. */
import '../styles/index.css'
import { createModel, generate } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { StreamNorms } from '../../../../examples/docusaurus/src/StreamNorms'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 3, nHeads: 2, dModel: 8, nCtx: 80, dVocab: tokenizer.size },
  { seed: 3, tokenizer },
)
const trace = generate(model, 'ABCAABCAAB', { maxNewTokens: 3 })
const n = trace.tokens.length - 1
const figure = () => screen.getByRole('figure')

/** The painted cells, row by row: red, green, blue and how much each shows. */
function cells(): readonly (readonly number[])[] {
  const canvas = figure().querySelector('canvas') as HTMLCanvasElement
  const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, canvas.width, canvas.height)
  return Array.from({ length: data.length / 4 }, (_, i) => [...data.slice(4 * i, 4 * i + 4)])
}
const painted = () => expect.poll(() => figure().querySelector('[data-painted]')).not.toBeNull()
const brightness = (color: string) => {
  const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? []).map(Number)
  return 0.2 * r + 0.7 * g + 0.1 * b
}

afterEach(cleanup)

describe('the figure of the guide', () => {
  it('paints each norm by its size, and leaves dark what is not computed', async () => {
    render(
      <div data-gf-theme="dark" style={{ width: 700 }}>
        <StreamNorms trace={trace} defaultTime={1e9} />
      </div>,
    )
    await painted()
    const all = cells()
    expect(all).toHaveLength(3 * n)
    const norms = [0, 1, 2].flatMap((layer) => {
      const { data } = trace.tensor(`blocks.${layer}.resid_post`)
      return Array.from({ length: n }, (_, at) => Math.hypot(...data.subarray(at * 8, at * 8 + 8)))
    })
    const order = [...norms.keys()].sort((a, b) => (norms[a] as number) - (norms[b] as number))
    const greens = order.map((i) => all[i]?.[1] as number)
    for (const [i, green] of greens.slice(1).entries()) expect(green).toBeGreaterThanOrEqual(greens[i] as number)
    expect(greens.at(-1)).toBeGreaterThan((greens[0] as number) + 50)
    cleanup()
    render(<StreamNorms trace={trace} defaultTime={0} />)
    await painted()
    expect(cells().every(([, , , alpha]) => alpha === 0)).toBe(true)
  })

  it('follows the theme around it', () => {
    for (const theme of ['dark', 'light'] as const) {
      render(
        <div data-gf-theme={theme}>
          <StreamNorms trace={trace} />
        </div>,
      )
      expect(brightness(getComputedStyle(figure()).backgroundColor) < 60).toBe(theme === 'dark')
      cleanup()
    }
  })

  it.each([320, 560, 1100])('is no wider than %d pixels, its names beside their cells and apart', (width) => {
    render(
      <div style={{ width }}>
        <StreamNorms
          trace={generate(model, 'ABC '.repeat(width < 500 ? 16 : 4), { maxNewTokens: 3 })}
          defaultTime={1e9}
        />
      </div>,
    )
    expect(figure().scrollWidth).toBeLessThanOrEqual(width)
    const names = [...figure().querySelectorAll('.gf-heat-columns > span')].filter((node) => node.textContent)
    const boxes = names.map((node) => node.getBoundingClientRect())
    for (const [i, box] of boxes.slice(1).entries())
      expect(box.left).toBeGreaterThanOrEqual((boxes[i] as DOMRect).right - 4)
    const plot = figure().querySelector('.gf-heat-plot')?.getBoundingClientRect() as DOMRect
    for (const box of boxes) expect(box.bottom).toBeLessThanOrEqual(plot.top + 1)
  })
})
