/** The card by use: a number is opened, read, followed down to the embedding by keyboard alone, and closed. */
import '../styles/index.css'
import { createModel, generate, runBackward } from '@glassformer/core'
import { explain } from '@glassformer/core/explain'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { AttentionHead } from '../figures/AttentionHead'
import { BackpropWave } from '../figures/BackpropWave'
import { KVCacheGrid } from '../figures/KVCacheGrid'
import { useLesson } from '../lesson/context'
import type { LessonHandle } from '../lesson/handle'
import { Lesson } from '../lesson/Lesson'
import { formatExact } from '../messages/format'
import { readNumber } from '../testing/readNumber'
import { panelStore } from './panelStore'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 24, nCtx: 40, dVocab: tokenizer.size },
  { seed: 3, tokenizer },
)
const trace = generate(model, 'ABCABCA', { maxNewTokens: 3 })
const backward = runBackward(model, 'ABCABCAABC')

const card = () => screen.findByRole('dialog')
const noCard = () => waitFor(() => expect(screen.queryAllByRole('dialog').length).toBe(0))
const matrix = () => screen.getAllByRole('grid')[0] as HTMLElement

/** Goes to a cell of the matrix by keys. */
async function goTo(grid: HTMLElement, row: number, column: number) {
  grid.focus()
  await userEvent.keyboard(`{Home}{PageUp}${'{ArrowDown}'.repeat(row)}${'{ArrowRight}'.repeat(column)}`)
}

function cellRect(grid: HTMLElement): DOMRect {
  return document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.getBoundingClientRect() as DOMRect
}

function overlaps(a: DOMRect, b: DOMRect): boolean {
  return a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5
}

function inLesson(figures: ReactNode): LessonHandle {
  const box: { handle?: LessonHandle } = {}
  const Probe = () => {
    box.handle = useLesson().handle
    return null
  }
  render(
    <Lesson model={model} prompt="ABCABCA" maxNewTokens={3} defaultTime={1e9}>
      <Probe />
      {figures}
    </Lesson>,
  )
  return box.handle as LessonHandle
}

beforeEach(() => page.viewport(1280, 900))
afterEach(cleanup)

describe('a weight that is opened', () => {
  it('is told in words, with its value, its terms and its total, and they are those of the core', async () => {
    render(<AttentionHead trace={trace} layer={1} head={1} view="pattern" defaultTime={1e9} />)
    await goTo(matrix(), 5, 2)
    await userEvent.keyboard('{Enter}')
    const box = within(await card())
    const explanation = explain(trace, 'blocks.1.attn.pattern', [1, 5, 2])
    expect(box.getByRole('heading')).toHaveTextContent(/^weight that C5 gives to C2, layer 1, head 1$/)
    expect(box.getByRole('heading')).toHaveFocus()
    const text = (await card()).textContent ?? ''
    expect(text).toContain(formatExact(explanation.value))
    expect(text).toContain('blocks.1.attn.pattern[1, 5, 2]')
    const lines = box.getByRole('list', { name: 'Terms' })
    expect(within(lines).getAllByRole('listitem')).toHaveLength(6)
    const amounts = [...lines.querySelectorAll('.gf-inspector-amount')].map((node) =>
      readNumber(node.textContent?.replace('*', '') ?? ''),
    )
    const total = readNumber(
      /= ([\d.]+)/.exec(document.querySelector('.gf-inspector-total')?.textContent ?? '')?.[1] ?? '',
    )
    expect(amounts.reduce((sum, one) => sum + one, 0)).toBeCloseTo(total, 9)
    expect(document.querySelectorAll('math')).toHaveLength(2)
  })

  it('leads down to the embedding by keyboard alone, back and forward, and Escape gives the focus back', async () => {
    render(<AttentionHead trace={trace} layer={1} head={1} defaultTime={1e9} />)
    await goTo(matrix(), 5, 2)
    await userEvent.keyboard('{Enter}')
    await card()
    const heading = () => screen.getByRole('dialog').querySelector('.gf-inspector-title')?.textContent ?? ''
    const seen: string[] = [heading()]
    for (let step = 0; step < 30 && !/vocabulary/.test(heading()); step++) {
      // The first number of the lines: what Tab comes to after the rows of cells.
      const before = heading()
      for (let tab = 0; tab < 20 && !document.activeElement?.matches('button.gf-inspector-factor'); tab++)
        await userEvent.keyboard('{Tab}')
      await userEvent.keyboard('{Enter}')
      await waitFor(() => expect(heading()).not.toBe(before))
      seen.push(heading())
      expect(document.activeElement).toHaveTextContent(heading())
    }
    expect(heading()).toMatch(/^number \d+ of the vector of . in the vocabulary$/)
    expect(seen.length).toBeGreaterThan(6)
    expect(within(screen.getByRole('navigation', { name: 'The way here' })).getAllByRole('button')).toHaveLength(
      seen.length,
    )
    await userEvent.keyboard('{Backspace}')
    expect(heading()).toBe(seen.at(-2))
    await userEvent.keyboard('{Alt>}{ArrowLeft}{/Alt}')
    expect(heading()).toBe(seen.at(-3))
    await userEvent.keyboard('{Alt>}{ArrowRight}{/Alt}')
    expect(heading()).toBe(seen.at(-2))
    await userEvent.keyboard('{Escape}')
    await noCard()
    expect(matrix()).toHaveFocus()
  })

  it('leaves the focus where it is when it is opened by pointer, and the same again closes it', async () => {
    render(<AttentionHead trace={trace} layer={1} head={1} defaultTime={1e9} />)
    const { left, top, width, height } = matrix().getBoundingClientRect()
    const press = () =>
      fireEvent.click(matrix(), { clientX: left + 0.1 * width, clientY: top + 0.55 * height, bubbles: true })
    press()
    expect((await card()).contains(document.activeElement)).toBe(false)
    press()
    await noCard()
  })

  it('closes by its button, and the way out of the card is not barred', async () => {
    render(
      <>
        <AttentionHead trace={trace} defaultTime={1e9} />
        <button type="button">after</button>
      </>,
    )
    await goTo(matrix(), 3, 1)
    await userEvent.keyboard('{Enter}')
    const box = await card()
    for (let tab = 0; tab < 60 && document.activeElement?.textContent !== 'after'; tab++)
      await userEvent.keyboard('{Tab}')
    expect(document.activeElement).toHaveTextContent('after')
    await userEvent.click(within(box).getByRole('button', { name: 'Close' }))
    await noCard()
  })
})

describe('the card', () => {
  it.each([1280, 900, 620, 520])('is in sight and never over its cell, at %i px', async (width) => {
    await page.viewport(width, 760)
    render(
      <div style={{ paddingBlock: 300 }}>
        <AttentionHead trace={trace} layer={1} head={1} defaultTime={1e9} />
      </div>,
    )
    for (const [row, column] of [
      [0, 0],
      [8, 0],
      [8, 8],
      [4, 2],
    ] as const) {
      matrix().scrollIntoView({ block: 'center' })
      await goTo(matrix(), row, column)
      const cell = cellRect(matrix())
      await userEvent.keyboard('{Enter}')
      await card()
      await waitFor(async () => {
        const box = (await card()).getBoundingClientRect()
        expect(box.height).toBeGreaterThan(120)
        expect(overlaps(box, cell)).toBe(false)
        expect(box.left).toBeGreaterThanOrEqual(0)
        expect(box.right).toBeLessThanOrEqual(width)
        expect(box.top).toBeGreaterThanOrEqual(0)
        expect(box.bottom).toBeLessThanOrEqual(760)
      })
      await userEvent.keyboard('{Escape}')
      await noCard()
    }
  })

  it('is a sheet at the bottom of a phone, and its cell is brought above it', async () => {
    await page.viewport(390, 800)
    render(
      <div style={{ paddingBlockEnd: 900 }}>
        <AttentionHead trace={trace} layer={1} head={1} defaultTime={1e9} />
      </div>,
    )
    matrix().scrollIntoView({ block: 'end' })
    await goTo(matrix(), 8, 3)
    await userEvent.keyboard('{Enter}')
    const box = (await card()).getBoundingClientRect()
    expect([box.left, box.right, box.bottom]).toEqual([0, 390, 800])
    expect(box.height).toBeLessThan(500)
    await waitFor(() => expect(cellRect(matrix()).bottom).toBeLessThanOrEqual(box.top))
  })

  it('lights the number, and what it was made of, in every figure of the lesson', async () => {
    inLesson(
      <>
        <AttentionHead layer={1} head={1} defaultView="output" />
        <KVCacheGrid layer={1} />
      </>,
    )
    await goTo(matrix(), 5, 2)
    await userEvent.keyboard('{Enter}')
    const box = await card()
    await waitFor(() => expect(document.querySelectorAll('.gf-kv-plot .gf-ring[data-mark="source"]')).toHaveLength(6))
    const [first] = [...box.querySelectorAll('button.gf-inspector-factor[data-kind="values"]')]
    await userEvent.hover(first as Element)
    await waitFor(() =>
      expect(document.querySelectorAll('.gf-kv-plot .gf-ring[data-mark="chosen"]').length).toBeGreaterThan(0),
    )
  })

  it('takes the figures along: a number of another layer shows that layer', async () => {
    const lesson = inLesson(<AttentionHead />)
    lesson.inspect({ tensor: 'blocks.1.resid_pre', index: [4, 3] })
    const box = within(await card())
    await userEvent.click(box.getByRole('button', { name: /after layer 0/ }))
    await waitFor(() => expect(lesson.selection.get().pinned).toMatchObject({ layer: 0, position: 4 }))
    expect(screen.getByRole('figure')).toHaveAttribute('data-layer', '0')
  })

  it('opens numbers of captions and of tables, and gradients as the sum over what read them', async () => {
    render(<BackpropWave trace={backward} model={model} defaultTime={1e9} />)
    await userEvent.click(screen.getByText('Table'))
    const table = screen.getByRole('table')
    const [loss] = within(table).getAllByRole('button')
    await userEvent.click(loss as Element)
    expect(within(await card()).getByRole('heading')).toHaveTextContent(/^loss at /)
    await userEvent.keyboard('{Escape}')
    await goTo(matrix(), 3, 2)
    await userEvent.keyboard('{Enter}')
    await waitFor(async () =>
      expect(within(await card()).getByRole('heading')).toHaveTextContent(/^gradient of the loss by the number/),
    )
    expect(document.querySelector('.gf-inspector-amount')?.textContent).toMatch(/\d/)
  })

  it('runs its terms together once, and any key takes them to the end', async () => {
    render(<AttentionHead trace={trace} layer={1} head={1} view="output" defaultTime={1e9} />)
    await goTo(matrix(), 8, 2)
    await userEvent.keyboard('{Enter}')
    await card()
    const stage = () => document.querySelector('.gf-inspector-strips')?.getAttribute('data-stage')
    await waitFor(() => expect(stage()).toBe('add'))
    await userEvent.click(screen.getByRole('button', { name: 'pair' }))
    expect(stage()).toBe('pair')
    await userEvent.keyboard('{Shift}')
    expect(stage()).toBe('add')
  })

  it('says that its file did not arrive, and tries again', async () => {
    const lesson = inLesson(<AttentionHead />)
    lesson.inspect({ tensor: 'blocks.1.resid_pre', index: [4, 3] })
    await card()
    panelStore.set({ status: 'failed', error: new Error('offline'), again: false })
    expect(await screen.findByText('The file that opens numbers did not arrive.')).toBeVisible()
    await noCard()
    screen.getByRole('button', { name: 'Try again' }).focus()
    await userEvent.keyboard('{Enter}')
    expect(await card()).toBeVisible()
  })
})
