/** What every figure does alike that only a browser can show: themes, paper, and no wider than its place. Found by their folders. */
import '../styles/index.css'
import { createModel, generate, runBackward, type Trace } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { cleanup, render, screen } from '@testing-library/react'
import type { ComponentType } from 'react'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { cdp } from 'vitest/browser'

type AnyFigure = ComponentType<Record<string, unknown>>
const modules = import.meta.glob<Record<string, unknown>>('./*/index.ts', { eager: true })
const figures = Object.entries(modules).map(([path, module]) => {
  const name = path.split('/')[1] as string
  return [name, module[name] as AnyFigure] as const
})

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 40, dVocab: tokenizer.size },
  { seed: 3, tokenizer },
)
const traces: readonly Trace[] = [
  generate(model, 'ABCAABCAAB', { maxNewTokens: 3, compare: true }),
  runBackward(model, 'ABCABCAABC'),
]

/** Brightness, 0 to 255, of a computed colour. */
function brightness(color: string): number {
  const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? []).map(Number)
  return 0.2 * r + 0.7 * g + 0.1 * b
}

const media = (type: string) =>
  (cdp() as unknown as { send(method: string, params: unknown): Promise<unknown> }).send('Emulation.setEmulatedMedia', {
    media: type,
  })

afterEach(async () => {
  await media('')
  cleanup()
})

describe.each(figures)('%s', (_, Figure) => {
  let trace: Trace
  beforeAll(() => {
    trace = traces.find((candidate) => {
      render(<Figure trace={candidate} />)
      const refused = screen.queryByRole('alert') !== null
      cleanup()
      return !refused
    }) as Trace
  })
  const figure = () => screen.getByRole('figure')
  const stills = () => [...figure().querySelectorAll<SVGElement>('.gf-still')]
  const visible = (node: Element) => node.getClientRects().length > 0 && getComputedStyle(node).visibility === 'visible'

  it('is dark in the dark theme and light in the light one, its text the other way', () => {
    for (const [theme, dark] of [
      ['dark', true],
      ['light', false],
    ] as const) {
      render(
        <div data-gf-theme={theme}>
          <Figure trace={trace} />
        </div>,
      )
      const { backgroundColor, color } = getComputedStyle(figure())
      expect(brightness(backgroundColor) < 60).toBe(dark)
      expect(brightness(color) > 160).toBe(dark)
      cleanup()
    }
  })

  it('is light on paper, its pictures as stills that hold something, without controls or transport', async () => {
    render(
      <div data-gf-theme="dark" style={{ marginTop: 3000 }}>
        <Figure trace={trace} defaultTime={1e9} />
      </div>,
    )
    await media('print')
    window.dispatchEvent(new Event('beforeprint'))
    expect(brightness(getComputedStyle(figure()).backgroundColor)).toBeGreaterThan(230)
    expect(brightness(getComputedStyle(figure()).color)).toBeLessThan(90)
    expect(stills().length).toBeGreaterThan(0)
    for (const still of stills()) {
      expect(visible(still)).toBe(true)
      expect(still.querySelectorAll('path').length).toBeGreaterThan(0)
    }
    for (const node of figure().querySelectorAll('canvas, .gf-transport, .gf-controls'))
      expect(visible(node)).toBe(false)
    expect(figure().querySelector('.gf-now')?.textContent).toMatch(/\S/)
  })

  it.each([320, 560, 1100])('is no wider than %d pixels, its table open', async (width) => {
    render(
      <div style={{ width }}>
        <Figure trace={trace} defaultTime={1e9} />
      </div>,
    )
    const details = screen.getByText('Table').closest('details') as HTMLDetailsElement
    details.open = true
    await expect.poll(() => details.querySelector('table')).not.toBeNull()
    expect(figure().scrollWidth).toBeLessThanOrEqual(width)
    expect((figure().parentElement as HTMLElement).scrollWidth).toBeLessThanOrEqual(width)
  })
})
