import '../styles/index.css'
import * as module from '@glassformer/core/models/text'
import { cleanup, render, screen } from '@testing-library/react'
import { StrictMode, useState } from 'react'
import { hydrateRoot, type Root } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { Transport } from '../controls/Transport'
import { AttentionHead } from '../figures/AttentionHead'
import { BackpropWave } from '../figures/BackpropWave'
import { ComplexityComparison } from '../figures/ComplexityComparison'
import { KVCacheGrid } from '../figures/KVCacheGrid'
import { TokenPipeline } from '../figures/TokenPipeline'
import { Lesson } from './Lesson'
import { textModel } from './textModelStore'

const there = () => textModel.set({ status: 'there', value: module })

function Prose() {
  const [count, setCount] = useState(0)
  return (
    <button type="button" onClick={() => setCount(count + 1)}>
      Pressed {count}
    </button>
  )
}

const lesson = (
  <Lesson>
    <Prose />
    <TokenPipeline className="mine" />
    <AttentionHead layer={1} head={2} />
    <KVCacheGrid />
    <ComplexityComparison />
    <BackpropWave />
    <Transport />
  </Lesson>
)

const figures = () => [...document.querySelectorAll('figure')]
const isLive = () => expect(document.querySelector('[data-painted]')).not.toBeNull()

let root: Root | undefined
const recoverable = vi.fn()

/** A page as a server made it, hydrated while the model is on its way. */
function hydrated(page = lesson): HTMLElement {
  there()
  const host = document.createElement('div')
  document.body.append(host)
  host.innerHTML = renderToString(page)
  textModel.set({ status: 'loading' })
  root = hydrateRoot(host, page, { onRecoverableError: recoverable })
  return host
}

let complaints: ReturnType<typeof vi.spyOn>

beforeEach(() => {
  complaints = vi.spyOn(console, 'error')
  recoverable.mockClear()
})

afterEach(() => {
  expect(complaints.mock.calls).toEqual([])
  expect(recoverable.mock.calls).toEqual([])
  complaints.mockRestore()
  root?.unmount()
  root = undefined
  cleanup()
  document.body.replaceChildren()
})

describe('HTML from a server, while the model is on its way', () => {
  it.each([
    ['', lesson],
    [' in strict mode', <StrictMode key="strict">{lesson}</StrictMode>],
  ])('stays as it is, beside prose that is live%s', async (_, page) => {
    const host = hydrated(page)
    const before = figures()
    const pictures = before.map((figure) => figure.innerHTML)
    await userEvent.click(screen.getByText('Pressed 0'))
    expect(screen.getByText('Pressed 1')).toBeInTheDocument()
    expect(before).toHaveLength(5)
    expect(figures().every((figure, i) => figure === before[i])).toBe(true)
    expect(figures().map((figure) => figure.innerHTML)).toEqual(pictures)
    expect(host.querySelector('.gf-transport .gf-transport-track')).not.toBeNull()
    there()
    await vi.waitFor(isLive, 10_000)
    expect(figures()).toHaveLength(5)
    expect(screen.getByText('Pressed 1')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Next step' }))
  })

  it('hands its focus and what was typed to the live figure', async () => {
    hydrated()
    const input = screen.getByRole('textbox', { name: 'Text' })
    await userEvent.fill(input, 'Tom has a')
    there()
    await vi.waitFor(isLive, 10_000)
    const live = screen.getByRole('textbox', { name: 'Text' })
    expect(live).not.toBe(input)
    expect(live).toHaveFocus()
    await userEvent.keyboard(' dog')
    expect(live).toHaveValue('Tom has a dog')
    const chips = () => [...document.querySelectorAll('.gf-pipe-token .gf-chip')].map((chip) => chip.textContent)
    await vi.waitFor(() => expect(chips().slice(0, 4)).toEqual(['Tom', '·has', '·a', '·dog']), 10_000)
  })

  it('keeps the focus on the button that had it, and open what was opened', async () => {
    hydrated()
    screen.getByRole('button', { name: 'Next step' }).focus()
    await userEvent.click(screen.getAllByText('About')[1] as HTMLElement)
    screen.getByRole('button', { name: 'Next step' }).focus()
    there()
    await vi.waitFor(isLive, 10_000)
    expect(screen.getByRole('button', { name: 'Next step' })).toHaveFocus()
    expect(figures()[1]?.querySelectorAll('details[open]')).toHaveLength(1)
  })

  it('moves nothing when the live figures come', async () => {
    hydrated()
    const tops = () => figures().map((figure) => Math.round(figure.getBoundingClientRect().height))
    const before = tops()
    there()
    await vi.waitFor(isLive, 10_000)
    expect(tops()).toEqual(before)
  })
})

describe('a page without HTML from a server', () => {
  afterEach(() => page.viewport(414, 896))

  it.each([400, 720, 1100])('keeps about the room that figures will take, %d pixels wide', async (width) => {
    await page.viewport(width, 900)
    textModel.set({ status: 'loading' })
    render(
      <Lesson>
        <TokenPipeline />
        <AttentionHead />
        <KVCacheGrid />
        <ComplexityComparison />
        <BackpropWave />
        <Transport />
      </Lesson>,
    )
    const heights = () =>
      [...figures(), document.querySelector('.gf-transport')].map((node) => node?.getBoundingClientRect().height ?? 0)
    const kept = heights()
    expect(screen.getAllByText('Loading the model…')).toHaveLength(5)
    there()
    await vi.waitFor(isLive, 10_000)
    const off = heights().map((height, i) => Math.abs(height / (kept[i] ?? 1) - 1))
    expect(Math.max(...off), `kept ${kept}; they take ${heights()}`).toBeLessThan(0.15)
  })
})

describe('a model whose file does not arrive', () => {
  it('is said once, and tried again at one press', async () => {
    const failed = { status: 'failed', error: new Error('Failed to fetch'), again: false } as const
    const host = hydrated()
    const before = figures()
    textModel.set(failed)
    await vi.waitFor(() => expect(screen.getAllByRole('alert')).toHaveLength(1))
    expect(figures().every((figure, i) => figure === before[i])).toBe(true)
    expect(screen.getByText('Pressed 0')).toBeInTheDocument()
    expect(host.textContent).not.toContain('Failed to fetch')
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await vi.waitFor(isLive, 10_000)
    expect(screen.queryByRole('alert')).toBeNull()
    expect(document.activeElement).not.toBe(document.body)
  })
})
