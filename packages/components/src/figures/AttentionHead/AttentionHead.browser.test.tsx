import { runForward } from '@glassformer/core'
import { intervene } from '@glassformer/core/intervene'
import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { PALETTES } from '../../color/palette'
import { colorTable, rampOf } from '../../color/ramp'
import { formatExact } from '../../messages/format'
import '../../styles/index.css'
import { someTokens } from '../../testing/words'
import { AttentionHead } from './AttentionHead'
import { sharpModel } from './sharp.fixture'

const N = 6
const trace = runForward(sharpModel(), someTokens(N))
const weight = (query: number, key: number) => trace.tensor('blocks.1.attn.pattern').data[query * N + key] as number

function show() {
  const { container } = render(
    <div data-gf-theme="dark" style={{ width: 900 }}>
      <AttentionHead trace={trace} head={0} defaultTime={1e9} />
    </div>,
  )
  return { container, cells: screen.getByLabelText(/one row per query/) }
}

it('paints each cell in the colour of its weight, and masked cells not at all', async () => {
  const { container } = show()
  const table = colorTable(rampOf(PALETTES.dark, 'reads'))
  await expect.poll(() => container.querySelector('.gf-attn-plot .gf-heatmap[data-painted]')).not.toBeNull()
  const canvas = container.querySelector<HTMLCanvasElement>('.gf-attn-plot canvas')
  const pixels = canvas?.getContext('2d')?.getImageData(0, 0, N, N).data
  for (let query = 0; query < N; query++)
    for (let key = 0; key < N; key++) {
      const at = query * N + key
      const painted = [...(pixels?.slice(at * 4, at * 4 + 4) ?? [])]
      const level = Math.round(255 * weight(query, key))
      const expected = key > query ? [0, 0, 0, 0] : [...table.slice(level * 3, level * 3 + 3), 255]
      expect(painted, `cell ${query}, ${key}`).toEqual(expected)
    }
})

it('paints the cells above the diagonal too, of a run without a mask', async () => {
  const fault = runForward(sharpModel(), someTokens(N), { fault: 'no-causal-mask' })
  const { container } = render(
    <div data-gf-theme="dark" style={{ width: 900 }}>
      <AttentionHead trace={fault} head={0} defaultTime={1e9} />
    </div>,
  )
  const table = colorTable(rampOf(PALETTES.dark, 'reads'))
  await expect.poll(() => container.querySelector('.gf-attn-plot .gf-heatmap[data-painted]')).not.toBeNull()
  const canvas = container.querySelector<HTMLCanvasElement>('.gf-attn-plot canvas')
  const pixels = canvas?.getContext('2d')?.getImageData(0, 0, N, N).data
  const pattern = fault.tensor('blocks.1.attn.pattern').data
  for (let at = 0; at < N * N; at++) {
    const level = Math.round(255 * (pattern[at] as number))
    expect([...(pixels?.slice(at * 4, at * 4 + 4) ?? [])]).toEqual([...table.slice(level * 3, level * 3 + 3), 255])
  }
  expect(container.querySelector('figcaption')).toHaveTextContent('Deliberate fault')
})

it('says of a run with interventions how many there were, within the figure', async () => {
  const interventions = intervene([{ tensor: 'blocks.1.attn.z', head: 0, scale: 0.5 }])
  const { container } = render(
    <div data-gf-theme="light" style={{ width: 320 }}>
      <AttentionHead trace={runForward(sharpModel(), someTokens(N), { interventions })} defaultTime={1e9} />
    </div>,
  )
  const note = container.querySelector('[data-note="interventions"]') as HTMLElement
  expect(note).toBeVisible()
  expect(note.getBoundingClientRect().right).toBeLessThanOrEqual(320)
  // The line of the change stands over its strip.
  const changed = container.querySelector('[data-line="changed"]')?.getBoundingClientRect()
  const strips = container.querySelector('.gf-attn-strips')?.getBoundingClientRect()
  expect(changed?.top).toBeGreaterThan(strips?.top ?? Infinity)
  expect(changed?.bottom).toBeLessThan(strips?.bottom ?? 0)
  expect(changed?.right).toBeLessThanOrEqual(strips?.left ?? 0)
})

it('says the exact weight of the cell under the pointer, and dims the other rows', async () => {
  const { container, cells } = show()
  const box = cells.getBoundingClientRect()
  const position = { x: (box.width * 1.5) / N, y: (box.height * 3.5) / N }
  await userEvent.hover(page.elementLocator(cells), { position })
  await expect
    .poll(() => container.querySelector('.gf-readout')?.textContent)
    .toContain(`weight ${formatExact(weight(3, 1))}`)
  const canvas = container.querySelector<HTMLCanvasElement>('.gf-attn-plot canvas')
  const alpha = (query: number) => canvas?.getContext('2d')?.getImageData(0, query, 1, 1).data[3]
  await expect.poll(() => [alpha(2), alpha(3), alpha(4)]).toEqual([166, 255, 166])
})

it('is moved through with the arrow keys', async () => {
  const { container, cells } = show()
  cells.focus()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}')
  await expect
    .poll(() => container.querySelector('.gf-readout')?.textContent)
    .toContain(`weight ${formatExact(weight(2, 1))}`)
})

it('never widens the page, and scrolls inside itself where cells would be too small', () => {
  const long = runForward(sharpModel(), someTokens(64))
  const { container } = render(
    <div data-gf-theme="dark" style={{ width: 320 }}>
      <AttentionHead trace={long} defaultTime={1e9} />
    </div>,
  )
  const figure = container.querySelector('figure')
  expect(figure?.scrollWidth).toBeLessThanOrEqual(320)
  const scroller = container.querySelector('.gf-attn-scroll')
  expect(scroller?.scrollWidth).toBeGreaterThan(scroller?.clientWidth ?? 0)
  expect(container.querySelector('.gf-attn-plot')?.clientWidth).toBeGreaterThanOrEqual(64 * 5)
})

it('keeps what stands in a line in the line, and its own transport apart from the controls', () => {
  const { container } = show()
  const styleOf = (selector: string) => getComputedStyle(container.querySelector(selector) as HTMLElement)
  for (const selector of ['.gf-now em', '.gf-now .gf-said-number', '.gf-terms dt', '.gf-terms dd'])
    expect(styleOf(selector).display, selector).toMatch(/^inline(-block)?$/)
  expect(styleOf('.gf-transport').marginTop).toBe('12px')
  expect(styleOf('.gf-transport').borderLeftWidth).toBe('0px')
})

it('keeps tokens, scales and the matrix the way that they are read in a page that runs from right to left', () => {
  const { container } = render(
    <div data-gf-theme="dark" dir="rtl" style={{ width: 900 }}>
      <AttentionHead trace={trace} defaultTime={1e9} />
    </div>,
  )
  const box = (selector: string) => (container.querySelector(selector) as HTMLElement).getBoundingClientRect()
  // The space stands before the word that it belongs to, in chips, labels and sentences.
  for (const selector of ['.gf-attn-keys > span', '.gf-attn-strips', '.gf-chip', '.gf-now em'])
    expect(container.querySelector(selector), selector).not.toBeNull()
  for (const token of container.querySelectorAll('.gf-attn-names > span, .gf-chip, .gf-now em'))
    expect(getComputedStyle(token).direction, token.textContent ?? '').toBe('ltr')
  const space = container.querySelector('.gf-chip .gf-space') as HTMLElement
  const chip = (space.parentElement as HTMLElement).getBoundingClientRect()
  expect(space.getBoundingClientRect().left - chip.left).toBeLessThan(chip.width / 3)
  // The picture runs from left to right, and the labels of the rows stand next to them.
  const [label, plot] = [box('.gf-attn-queries > span'), box('.gf-attn-plot')]
  expect(label.right).toBeLessThan(plot.left)
  expect(plot.left - label.right).toBeLessThan(12)
  // A scale has its low end where its colours begin.
  const scale = container.querySelector('.gf-legend [dir="ltr"]') as HTMLElement
  const ramp = (scale.querySelector('i') as HTMLElement).getBoundingClientRect()
  const range = document.createRange()
  range.selectNode(scale.firstChild as Node)
  expect(range.toString()).toBe('0')
  expect(range.getBoundingClientRect().right).toBeLessThanOrEqual(ramp.left)
})

it('does not make the page overflow at 256 pixels, the width of a screen at 400%', () => {
  const { container } = render(
    <div data-gf-theme="dark" style={{ width: 256 }}>
      <AttentionHead trace={trace} defaultTime={1e9} />
    </div>,
  )
  const figure = (container.querySelector('figure') as HTMLElement).getBoundingClientRect()
  for (const control of container.querySelectorAll('.gf-controls > *, .gf-attn-sum'))
    expect(control.getBoundingClientRect().right, control.className).toBeLessThanOrEqual(figure.right)
})
