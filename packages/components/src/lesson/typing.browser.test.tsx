import '../styles/index.css'
import { loadTextModel } from '@glassformer/core/models/text'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { Transport } from '../controls/Transport'
import { AttentionHead } from '../figures/AttentionHead'
import { BackpropWave } from '../figures/BackpropWave'
import { ComplexityComparison } from '../figures/ComplexityComparison'
import { KVCacheGrid } from '../figures/KVCacheGrid'
import { TokenPipeline } from '../figures/TokenPipeline'
import { Lesson } from './Lesson'

const model = loadTextModel()
const encode = vi.spyOn(model.tokenizer as NonNullable<typeof model.tokenizer>, 'encode')

const show = (prompt: string) =>
  render(
    <Lesson model={model} prompt={prompt}>
      <Transport />
      <TokenPipeline />
      <AttentionHead />
      <KVCacheGrid />
      <ComplexityComparison />
      <BackpropWave />
    </Lesson>,
  )

const chips = () => [...document.querySelectorAll('.gf-pipe-token .gf-chip')].map((chip) => chip.textContent)
const nextFrame = () => new Promise(requestAnimationFrame)
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const isStale = () => document.querySelector('[data-stale]') !== null

/** Puts a text into the input as a keystroke does, in one task of the page; resolves when its run is on screen. */
async function type(text: string): Promise<void> {
  const input = screen.getByRole<HTMLInputElement>('textbox', { name: 'Text' })
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text)
  input.dispatchEvent(new InputEvent('input', { bubbles: true }))
  expect(isStale()).toBe(true)
  while (isStale()) await nextFrame()
}

afterEach(() => {
  cleanup()
  encode.mockClear()
})

describe('typing while the clock plays', () => {
  it('encodes each text once, shows its run and plays on', async () => {
    show('Anna gave the red ball to Ben. Ben thanked')
    await sleep(300)
    await userEvent.click(screen.getByRole('button', { name: 'Play' }))
    encode.mockClear()
    const texts = [' Ann', ' Anna', ' Anna.', ' Anna. B', ' Anna. Be', ' Anna. Ben'].map((end) => `Tom thanked${end}`)
    for (const text of texts) {
      await sleep(120)
      await type(text)
      expect(chips().join('')).toContain(text.replaceAll(' ', '·'))
      expect(screen.getByRole('button', { name: 'Pause' })).toBeInTheDocument()
    }
    expect(encode.mock.calls.map(([text]) => text)).toEqual(texts)
  })

  it('leaves the older run where it is when a newer text comes', async () => {
    show('Anna gave the red ball to Ben. Ben thanked')
    await sleep(300)
    const first = type('Tom has')
    await type('Ben has a')
    await first
    expect(chips().slice(0, 3)).toEqual(['Ben', '·has', '·a'])
    await sleep(200)
    expect(chips().slice(0, 3)).toEqual(['Ben', '·has', '·a'])
  })

  it('marks every figure as of the text before, and stops the clock, until the new run is there', async () => {
    show('Anna gave the red ball to Ben. Ben thanked')
    await sleep(300)
    await userEvent.click(screen.getByRole('button', { name: 'Play' }))
    await sleep(200)
    const before = chips()
    const answered = type('Tom has a dog')
    expect(screen.getAllByText('of the text before')).toHaveLength(5)
    const at = screen.getByRole('slider', { name: 'Position in time' }).getAttribute('aria-valuenow')
    expect(chips()).toEqual(before)
    await nextFrame()
    if (isStale())
      expect(screen.getByRole('slider', { name: 'Position in time' }).getAttribute('aria-valuenow')).toBe(at)
    await answered
    expect(screen.queryByText('of the text before')).toBeNull()
  })

  it('brings figures out of view to a long text’s run one in a frame, marked until then', async () => {
    show('Anna gave the red ball to Ben. Ben thanked')
    await sleep(300)
    const figures = screen.getAllByRole('figure')
    const inView = figures.filter((figure) => figure.getBoundingClientRect().top < innerHeight).length
    expect(figures.length - inView).toBeGreaterThanOrEqual(2)
    const wordsOf = (figure?: HTMLElement) => figure?.textContent?.replace('of the text before', '')
    const before = figures.map(wordsOf)
    const late = () => figures.map((figure) => figure.hasAttribute('data-stale'))
    const input = screen.getByRole<HTMLInputElement>('textbox', { name: 'Text' })
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(
      input,
      `Tom has a dog${' Ben'.repeat(50)}`,
    )
    input.dispatchEvent(new InputEvent('input', { bubbles: true }))
    const counts: number[] = []
    while (late().includes(true)) {
      await nextFrame()
      for (const [i, isLate] of late().entries())
        if (i > 0) expect(wordsOf(figures[i]) === before[i], `figure ${i}`).toBe(isLate)
      counts.push(late().filter(Boolean).length)
    }
    const steps = counts.map((count, i) => (counts[i - 1] ?? figures.length) - count)
    expect(Math.max(...steps.slice(steps.findIndex((step) => step > 0) + 1))).toBe(1)
  })
})
