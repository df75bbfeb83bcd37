// First, since others keep what they find when they load.
import { framesCease } from '../../testing/countFrames'
import '@glassformer/components/styles.css'
import { compileTimeline, generate, sample } from '@glassformer/core'
import { loadTextModel } from '@glassformer/core/models/text'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { TokenPipeline } from './TokenPipeline'

const text = loadTextModel()
const trace = generate(text, 'the cat sat on the', { maxNewTokens: 2 })
const sampling = compileTimeline(trace).cues.find((cue) => cue.kind === 'sample')
const at = (progress: number) => {
  const { startMs = 0, endMs = 0 } = sampling ?? {}
  return startMs + progress * (endMs - startMs)
}
const find = (selector: string) => document.querySelector<HTMLElement>(selector)
const corner = (selector: string) => {
  const { left, top } = find(selector)?.getBoundingClientRect() ?? { left: Number.NaN, top: Number.NaN }
  return { left, top }
}

describe('TokenPipeline in a browser', () => {
  it('cuts a typed sentence into chips, and the focus stays in the text', async () => {
    render(<TokenPipeline model={text} prompt="the dog" />)
    const input = screen.getByRole('textbox', { name: 'Text' })
    await userEvent.clear(input)
    await userEvent.type(input, 'the cat sat')
    await waitFor(() =>
      expect([...document.querySelectorAll('button.gf-pipe-token .gf-chip')].map((chip) => chip.textContent)).toEqual(
        expect.arrayContaining(['the', '·cat', '·sat']),
      ),
    )
    expect(document.activeElement).toBe(input)
  })

  it('has room for every number of a draw in any width, with the heads over them', () => {
    const sampler = sample({ temperature: 3, topK: 40, topP: 0.8, seed: 2 })
    const drawn = generate(text, 'the cat sat on the', { maxNewTokens: 1, sampler })
    const end = compileTimeline(drawn).durationMs
    for (const width of [250, 300, 340, 390, 640, 1000]) {
      const { unmount } = render(
        <div style={{ width }}>
          <TokenPipeline trace={drawn} defaultTime={end} />
        </div>,
      )
      const seen = (within: Element) =>
        [...within.children].map((cell) => cell.getBoundingClientRect()).filter((box) => box.width > 0)
      const list = find('.gf-pipe-out')?.getBoundingClientRect() ?? new DOMRect()
      const heads = seen(find('.gf-pipe-head') as Element).slice(1)
      for (const row of document.querySelectorAll('.gf-pipe-out li')) {
        const cells = seen(row)
        cells.forEach((box, i) => {
          expect(box.right, `${width}`).toBeLessThanOrEqual((cells[i + 1]?.left ?? list.right) + 0.5)
        })
        expect(heads).toHaveLength(width > 350 ? 3 : width > 320 ? 2 : 1)
        expect(heads.at(-1)?.right).toBeCloseTo(cells.at(-1)?.right ?? Number.NaN, 0)
        if (heads.length > 1) expect(heads[0]?.right).toBeCloseTo(cells[1]?.right ?? Number.NaN, 0)
      }
      for (const cell of document.querySelectorAll<HTMLElement>(
        '.gf-pipe-out :is(.gf-chip, .gf-pipe-pick, .gf-pipe-cut, b)',
      ))
        expect(cell.scrollWidth, `${width}: ${cell.textContent}`).toBeLessThanOrEqual(cell.clientWidth + 1)
      unmount()
    }
  })

  it('flies the chosen chip from its candidate to its place in the line, and lets it stand there', async () => {
    const { unmount } = render(<TokenPipeline trace={trace} defaultTime={at(0.5)} />)
    await waitFor(() => expect(find('.gf-pipe-flight')?.style.visibility).toBe('visible'))
    const from = corner('[data-chosen] .gf-chip')
    const to = corner('[data-slot] .gf-chip')
    expect(corner('.gf-pipe-flight').left).toBeCloseTo(from.left, 0)
    expect(corner('.gf-pipe-flight').top).toBeCloseTo(from.top, 0)
    unmount()

    const middle = render(<TokenPipeline trace={trace} defaultTime={at(0.75)} />)
    await waitFor(() => expect(find('.gf-pipe-flight')?.style.visibility).toBe('visible'))
    const now = corner('.gf-pipe-flight')
    const gone = Math.hypot(now.left - from.left, now.top - from.top)
    const left = Math.hypot(now.left - to.left, now.top - to.top)
    expect(gone).toBeCloseTo(left, 0)
    expect(gone).toBeLessThan(0.6 * Math.hypot(to.left - from.left, to.top - from.top))
    middle.unmount()

    render(<TokenPipeline trace={trace} defaultTime={at(1)} />)
    expect(find('.gf-pipe-flight')).toBeNull()
    const landed = corner('button.gf-pipe-token:last-of-type .gf-chip')
    expect(landed.left).toBeCloseTo(to.left, 0)
    expect(landed.top).toBeCloseTo(to.top, 0)
  })

  it('asks for no frame at rest', async () => {
    render(<TokenPipeline trace={trace} />)
    await waitFor(() => expect(find('.gf-heatmap[data-painted]')).not.toBeNull())
    await framesCease()
  })

  it('hydrates the HTML of the server without a warning, mid-flight as well', async () => {
    const errors = vi.spyOn(console, 'error')
    const mismatches: unknown[] = []
    const figure = <TokenPipeline model={text} prompt="the cat sat" defaultTime={at(0.75)} />
    const box = document.createElement('div')
    document.body.append(box)
    box.innerHTML = renderToString(figure)
    const root = hydrateRoot(box, figure, { onRecoverableError: (error) => mismatches.push(error) })
    await waitFor(() => expect(box.querySelector('.gf-heatmap[data-painted]')).not.toBeNull())
    expect(errors).not.toHaveBeenCalled()
    expect(mismatches).toEqual([])
    errors.mockRestore()
    root.unmount()
    box.remove()
  })

  it('stays within 320 px', () => {
    render(
      <div style={{ width: 320 }}>
        <TokenPipeline trace={trace} />
      </div>,
    )
    const figure = screen.getByRole('figure')
    expect(figure.scrollWidth).toBeLessThanOrEqual(figure.clientWidth)
    for (const node of figure.querySelectorAll('.gf-pipe-line, .gf-pipe-column, .gf-pipe-out'))
      expect(node.scrollWidth).toBeLessThanOrEqual(node.clientWidth + 1)
  })
})
