// First: framer-motion keeps the frame function that it finds when it loads.
import { framesCease, framesDuring } from '../testing/countFrames'
import '../styles/index.css'
import { createModel } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { Profiler, type ReactElement } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { Transport } from '../controls/Transport'
import { AttentionHead } from '../figures/AttentionHead'
import { BackpropWave } from '../figures/BackpropWave'
import { ComplexityComparison } from '../figures/ComplexityComparison'
import { KVCacheGrid } from '../figures/KVCacheGrid'
import { TokenPipeline } from '../figures/TokenPipeline'
import { Lesson } from './Lesson'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 2, tokenizer },
)

const lesson = (
  <Lesson model={model} prompt="ABCAB">
    <TokenPipeline />
    <AttentionHead />
    <KVCacheGrid />
    <ComplexityComparison />
    <BackpropWave />
    <Transport />
  </Lesson>
)

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

afterEach(() => {
  cleanup()
  document.body.replaceChildren()
})

describe('a lesson of five figures', () => {
  it('asks for no frame at rest, for some while it plays, and for none again when paused', async () => {
    render(lesson)
    await framesCease()
    await userEvent.click(screen.getByRole('button', { name: 'Play' }))
    expect(await framesDuring(() => sleep(300))).toBeGreaterThan(3)
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }))
    await framesCease()
  })

  it('renders nothing again in React while time passes within a step', async () => {
    const commits = vi.fn()
    const { container } = render(
      <Profiler id="lesson" onRender={commits}>
        {lesson}
      </Profiler>,
    )
    await sleep(300)
    const slider = screen.getByRole('slider', { name: 'Position in time' })
    const step = () => container.querySelector('.gf-transport-step')?.textContent
    await userEvent.click(screen.getByRole('button', { name: 'Next step' }))
    await userEvent.click(screen.getByRole('button', { name: 'Play' }))
    // Watch one step from a moment within it to a later one.
    await waitFor(() => expect(step()).toMatch(/Step (6|7|8)/))
    let quiet = 0
    for (let i = 0; i < 200 && quiet < 3; i++) {
      const [from, at, before] = [step(), slider.getAttribute('aria-valuenow'), commits.mock.calls.length]
      await new Promise(requestAnimationFrame)
      await new Promise(requestAnimationFrame)
      if (step() !== from || slider.getAttribute('aria-valuenow') === at) continue
      if (commits.mock.calls.length === before) quiet++
      else quiet = 0
    }
    expect(quiet).toBe(3)
  })

  it('lights in every figure what is pointed at in one', async () => {
    render(lesson)
    await sleep(300)
    const before = screen.getAllByRole('figure').map((figure) => figure.querySelector('.gf-readout')?.textContent)
    await userEvent.hover(
      screen.getByRole('figure', { name: 'KV cache' }).querySelector('[tabindex="0"]') as HTMLElement,
    )
    await sleep(200)
    const after = screen.getAllByRole('figure').map((figure) => figure.querySelector('.gf-readout')?.textContent)
    const changed = after.filter((text, i) => text !== before[i])
    expect(changed.length).toBe(5)
  })

  it('jumps from still to still when motion is reduced', async () => {
    const media = vi.spyOn(window, 'matchMedia').mockImplementation(
      (query) =>
        ({
          media: query,
          matches: query.includes('reduce'),
          addEventListener() {},
          removeEventListener() {},
        }) as unknown as MediaQueryList,
    )
    render(lesson)
    const slider = screen.getByRole('slider', { name: 'Position in time' })
    await userEvent.click(screen.getByRole('button', { name: 'Reset to the start' }))
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Speed' }), '4')
    const moments = new Set<number>()
    const start = performance.now()
    await userEvent.click(screen.getByRole('button', { name: 'Play' }))
    for (let i = 0; i < 80; i++) {
      moments.add(Number(slider.getAttribute('aria-valuenow')))
      await sleep(20)
    }
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }))
    // A still lasts 350 ms at this speed, and every one is the end of a step.
    expect(moments.size).toBeGreaterThan(2)
    expect(moments.size).toBeLessThanOrEqual((performance.now() - start) / 350 + 1)
    expect([...moments].slice(0, 3)).toEqual([0, 1200, 2100])
    media.mockRestore()
  })

  it('hydrates the server HTML without a warning, and hides the stills that it has painted over', async () => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
    const recoverable = vi.fn()
    const host = document.createElement('div')
    document.body.append(host)
    host.innerHTML = renderToString(lesson)
    const stills = [...host.querySelectorAll('.gf-still')]
    const drawn = stills.map(({ innerHTML }) => innerHTML)
    expect(drawn.filter((html) => html.startsWith('<path') || html.startsWith('<svg')).length).toBeGreaterThan(5)
    expect(stills.map((still) => getComputedStyle(still).visibility)).toEqual(stills.map(() => 'visible'))
    const root = hydrateRoot(host, lesson as ReactElement, { onRecoverableError: recoverable })
    await waitFor(() => expect(host.querySelector('[data-painted]')).not.toBeNull())
    await sleep(200)
    expect(recoverable.mock.calls).toEqual([])
    expect(complaints.mock.calls).toEqual([])
    const painted = stills.filter((still) => still.closest('[data-painted]'))
    expect(painted.length).toBeGreaterThan(0)
    expect(painted.map((still) => getComputedStyle(still).visibility)).toEqual(painted.map(() => 'hidden'))
    // What the server drew stays, and is what is drawn here at rest.
    await sleep(300)
    expect([...host.querySelectorAll('.gf-still')]).toEqual(stills)
    expect(stills.map(({ innerHTML }) => innerHTML)).toEqual(drawn)
    root.unmount()
    complaints.mockRestore()
  })

  it('shows its stills where a canvas has no context, and follows time with them', async () => {
    const none = vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null)
    const { container } = render(lesson)
    const drawn = () => [...container.querySelectorAll('.gf-still')].map(({ innerHTML }) => innerHTML).join()
    await waitFor(() => expect(container.querySelectorAll('.gf-still > path').length).toBeGreaterThan(30))
    const first = drawn()
    await userEvent.click(screen.getByRole('button', { name: 'Previous step' }))
    await waitFor(() => expect(drawn() === first).toBe(false))
    for (const still of container.querySelectorAll('.gf-still'))
      expect(getComputedStyle(still).visibility).toBe('visible')
    none.mockRestore()
  })

  it('stands in a box of no size, and wakes when it gets one', async () => {
    const { container } = render(<div style={{ width: 0, height: 0, overflow: 'hidden' }}>{lesson}</div>)
    await sleep(200)
    expect(screen.getAllByRole('figure')).toHaveLength(5)
    ;(container.firstElementChild as HTMLElement).style.cssText = 'width: 800px'
    await waitFor(() => expect(container.querySelector('[data-painted]')).not.toBeNull())
  })

  it.each([320, 390, 1100])('does not make the page overflow at %d pixels', async (width) => {
    const { container } = render(<div style={{ width }}>{lesson}</div>)
    await sleep(200)
    const box = container.firstElementChild as HTMLElement
    expect(box.scrollWidth).toBeLessThanOrEqual(width)
  })
})
