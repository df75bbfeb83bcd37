import '../../styles/index.css'
import { createModel, generate } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { contrast, luminance } from '../../color/ink'
import { ProbabilityTrail } from './ProbabilityTrail'

const tokenizer = createCharTokenizer('ABCDEFGH ')
const model = createModel(
  { nLayers: 3, nHeads: 2, dModel: 8, nCtx: 80, dVocab: tokenizer.size },
  { seed: 3, tokenizer },
)
for (let i = 0; i < model.params.length; i++) model.params[i] = 0.7 * Math.sin(1.3 * i + 0.01 * i * i)
const short = generate(model, 'ABCDEFGHAB', { maxNewTokens: 3 })
const long = generate(model, 'ABCDEFGH '.repeat(7), { maxNewTokens: 3 })

const plot = () => document.querySelector('.gf-trail-plot') as HTMLElement
const canvas = () => plot().querySelector('canvas') as HTMLCanvasElement
const grid = () => screen.getByRole('grid', { name: /Best guess/ })
const painted = () => expect.poll(() => plot().querySelector('[data-painted]')).not.toBeNull()
const bytes = (color: string) => (color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number)

afterEach(cleanup)

describe.each(['dark', 'light'] as const)('words in cells, %s', (theme) => {
  it('are read at 4.5:1 on what is painted, a token chosen or none', async () => {
    render(
      <div data-gf-theme={theme} style={{ width: 900 }}>
        <ProbabilityTrail trace={short} defaultTime={1e9} />
      </div>,
    )
    await painted()
    const contrasts = () => {
      const ground = bytes(getComputedStyle(plot()).backgroundColor)
      const { width, height } = canvas()
      const cells = canvas().getContext('2d')?.getImageData(0, 0, width, height).data as Uint8ClampedArray
      const box = plot().getBoundingClientRect()
      return [...plot().querySelectorAll('.gf-trail-words text')].map((node) => {
        const at = node.getBoundingClientRect()
        const column = Math.floor(((at.left + at.right) / 2 - box.left) / (box.width / width))
        const row = Math.floor(((at.top + at.bottom) / 2 - box.top) / (box.height / height))
        const cell = cells.slice(4 * (row * width + column), 4 * (row * width + column) + 4)
        const share = (cell[3] as number) / 255
        const under = ground.map((channel, i) => (cell[i] as number) * share + channel * (1 - share))
        return contrast(luminance(bytes(getComputedStyle(node).fill)), luminance(under))
      })
    }
    expect(contrasts()).toHaveLength(2 * 4 * 12)
    expect(Math.min(...contrasts())).toBeGreaterThanOrEqual(4.5)
    grid().focus()
    await userEvent.keyboard('{PageUp}{ArrowDown}')
    await expect.poll(() => screen.getByRole('figure').dataset.position).toBe('1')
    // The other rows are dimmed in the next frame.
    await expect.poll(() => canvas().getContext('2d')?.getImageData(0, 0, 1, 1).data[3]).toBe(166)
    await expect.poll(() => Math.min(...contrasts())).toBeGreaterThanOrEqual(4.5)
  })
})

describe('the bars of agreement', () => {
  it('stand in the gutter, where no word and no cell is', async () => {
    render(
      <div style={{ width: 900 }}>
        <ProbabilityTrail trace={short} defaultTime={1e9} />
      </div>,
    )
    await painted()
    const box = plot().getBoundingClientRect()
    const columnPx = box.width / 4
    const path = plot().querySelector('.gf-trail-agree path') as SVGPathElement
    const columns = new Set(
      [...(path.getAttribute('d') ?? '').matchAll(/M(\d+) /g)].map(([, column]) => Number(column)),
    )
    expect(columns.size).toBeGreaterThan(1)
    const matrix = path.getScreenCTM() as DOMMatrix
    for (const column of columns) {
      const left = new DOMPoint(column, 0).matrixTransform(matrix).x - box.left
      expect(left - column * columnPx).toBeGreaterThan(2)
      expect(left - column * columnPx).toBeLessThan(6)
    }
    for (const word of plot().querySelectorAll('.gf-trail-words text:not([data-end])')) {
      const inColumn = (word.getBoundingClientRect().left - box.left) % columnPx
      expect(inColumn).toBeGreaterThan(8)
    }
  })
})

describe('a long text', () => {
  it('does not move under the pointer, and opens the row that is kept', async () => {
    render(
      <div style={{ width: 700 }}>
        <ProbabilityTrail trace={long} defaultTime={1e9} />
      </div>,
    )
    await painted()
    const height = plot().clientHeight
    const ringBox = () => (plot().querySelector('.gf-ring[data-mark="focus"]') as HTMLElement).getBoundingClientRect()
    const cells = grid()
    await userEvent.hover(cells, { position: { x: 300, y: 40 } })
    await expect.poll(() => Number(screen.getByRole('figure').dataset.position)).toBeLessThan(20)
    expect(plot().clientHeight).toBe(height)
    expect(ringBox().height).toBeLessThan(10)
    await userEvent.click(cells, { position: { x: 300, y: 40 } })
    await expect.poll(() => ringBox().height).toBeGreaterThanOrEqual(28)
    expect(plot().clientHeight).toBe(height)
    expect(plot().querySelectorAll('.gf-trail-words text:not([data-end])')).toHaveLength(4)
  })
})
