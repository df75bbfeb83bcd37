import { runForward } from '@glassformer/core'
import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { contrast, luminance } from '../../color/ink'
import { Lesson } from '../../lesson/Lesson'
import '../../styles/index.css'
import { Transport } from '../../controls/Transport'
import { someTokens } from '../../testing/words'
import { BackpropWave } from '../BackpropWave'
import { ComplexityComparison } from '../ComplexityComparison'
import { KVCacheGrid } from '../KVCacheGrid'
import { TokenPipeline } from '../TokenPipeline'
import { AttentionHead } from './AttentionHead'
import { sharpModel } from './sharp.fixture'

const LIVE = '[aria-live], [role="status"], [role="alert"], [role="log"], [role="timer"], output'

describe('one arrow key', () => {
  it('is one announcement: the cell moved to has its value as its name, and no live region of a lesson changes', async () => {
    const { container } = render(
      <Lesson model={sharpModel()} prompt="the cat sat on the mat" maxNewTokens={2}>
        <TokenPipeline /> <AttentionHead /> <KVCacheGrid /> <ComplexityComparison /> <BackpropWave /> <Transport />
      </Lesson>,
    )
    const changes: string[] = []
    const observer = new MutationObserver((records) => {
      for (const { target } of records) {
        const region = (target instanceof Element ? target : target.parentElement)?.closest(LIVE)
        if (region) changes.push(region.outerHTML.slice(0, 120))
      }
    })
    observer.observe(container, { subtree: true, childList: true, characterData: true, attributes: true })
    for (const grid of [/one row per query/, /weighted sum/]) {
      const element = screen.getByRole('grid', { name: grid })
      const active = () => document.getElementById(element.getAttribute('aria-activedescendant') ?? '')
      element.focus()
      await expect.poll(() => document.activeElement).toBe(element)
      const names = new Set([active()?.textContent])
      for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown']) {
        const before = active()
        await userEvent.keyboard(`{${key}}`)
        await expect.poll(active).not.toBe(before)
        // The focus stays, and what it names is another element of the grid, with a number in its name.
        expect(document.activeElement).toBe(element)
        expect(element.contains(active())).toBe(true)
        expect(active()?.textContent).toMatch(/\d/)
        names.add(active()?.textContent)
      }
      expect(names.size).toBe(4)
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(changes).toEqual([])
    }
    observer.disconnect()
  })

  it('names the cell where it is painted, so that a magnifier goes there', async () => {
    render(
      <div data-gf-theme="dark" style={{ width: 900 }}>
        <AttentionHead trace={runForward(sharpModel(), someTokens(6))} defaultTime={1e9} />
      </div>,
    )
    const grid = screen.getByRole('grid', { name: /one row per query/ })
    grid.focus()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}')
    const whole = grid.getBoundingClientRect()
    const box = () =>
      document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.getBoundingClientRect() as DOMRect
    await expect.poll(() => box().left).toBeCloseTo(whole.left + whole.width / 6, 0)
    expect(box().top).toBeCloseTo(whole.top + whole.height / 3, 0)
    expect(box().width).toBeCloseTo(whole.width / 6, 0)
  })
})

describe.each(['dark', 'light'] as const)('numbers in cells, %s', (theme) => {
  it.each(['pattern', 'scores', 'output'] as const)(
    'are read at 4.5:1 on what is painted, a row chosen or none: %s',
    async (view) => {
      const { container } = render(
        <div data-gf-theme={theme} style={{ width: 900 }}>
          <AttentionHead trace={runForward(sharpModel(), someTokens(6))} view={view} head={0} defaultTime={1e9} />
        </div>,
      )
      const grid = screen.getByRole('grid', { name: /one row per query/ })
      const rows = 6
      const columns = view === 'output' ? 12 : 6
      const canvas = () => container.querySelector<HTMLCanvasElement>('.gf-attn-plot canvas') as HTMLCanvasElement
      const pixels = () => canvas().getContext('2d')?.getImageData(0, 0, columns, rows).data as Uint8ClampedArray
      await expect.poll(() => container.querySelector('.gf-attn-plot .gf-heatmap[data-painted]')).not.toBeNull()
      const bytes = (color: string) =>
        color
          .match(/[\d.]+/g)
          ?.slice(0, 3)
          .map(Number) as number[]
      const ground = bytes(getComputedStyle(container.querySelector('.gf-attn-plot') as Element).backgroundColor)
      const least = () => {
        const data = pixels()
        const texts = [...container.querySelectorAll<SVGTextElement>('.gf-attn-values text')]
        const whole = (container.querySelector('.gf-attn-values') as Element).getBoundingClientRect()
        return Math.min(
          ...texts.map((text) => {
            const box = text.getBoundingClientRect()
            const column = Math.floor((((box.left + box.right) / 2 - whole.left) / whole.width) * columns)
            const row = Math.floor((((box.top + box.bottom) / 2 - whole.top) / whole.height) * rows)
            const at = (row * columns + column) * 4
            const share = (data[at + 3] as number) / 255
            const cell = [0, 1, 2].map((i) => (data[at + i] as number) * share + (ground[i] as number) * (1 - share))
            let dim = 1
            for (let node: Element | null = text; node && node !== container; node = node.parentElement)
              dim *= Number(getComputedStyle(node).opacity)
            expect(dim, 'numbers are not faded').toBe(1)
            return contrast(luminance(bytes(getComputedStyle(text).fill)), luminance(cell))
          }),
        )
      }
      expect(container.querySelectorAll('.gf-attn-values text').length).toBeGreaterThan(20)
      expect(least()).toBeGreaterThanOrEqual(4.5)
      grid.focus()
      await userEvent.keyboard('{ArrowDown}{ArrowDown}')
      await expect.poll(() => pixels()[3]).toBe(166)
      await expect.poll(least).toBeGreaterThanOrEqual(4.5)
    },
  )
})
