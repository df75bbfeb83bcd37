// First, since others keep what they find when they load.
import { framesCease } from '../../testing/countFrames'
import '../../styles/index.css'
import { createModel } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cdp, page, userEvent } from 'vitest/browser'
import { Transport } from '../../controls/Transport'
import { AttentionHead } from '../../figures/AttentionHead'
import { useLesson } from '../../lesson/context'
import type { LessonHandle } from '../../lesson/handle'
import { Lesson } from '../../lesson/Lesson'
import { Difference, Together } from '.'

const tokenizer = createCharTokenizer('ABC ')
const size = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size }
const models = [2, 4].map((seed) => ({ seed, model: createModel(size, { seed, tokenizer }) }))
const emulate = (media: string) => cdp().send('Emulation.setEmulatedMedia', { media })

const handles: LessonHandle[] = []
function Probe() {
  handles.push(useLesson().handle)
  return null
}

function show() {
  handles.length = 0
  const { container } = render(
    <Together prompt="ABCAB">
      {models.map(({ seed, model }) => (
        <Lesson key={seed} model={model} name={`Model ${seed}`}>
          <Probe />
          <AttentionHead layer={1} head={0} />
        </Lesson>
      ))}
      <Difference />
      <Transport />
    </Together>,
  )
  return container
}
const lessons = () => [...document.querySelectorAll<HTMLElement>('.gf-lesson')] as [HTMLElement, HTMLElement]

beforeEach(async () => {
  await page.viewport(1280, 800)
  window.scrollTo(0, 0)
})
afterEach(() => emulate(''))

describe('lessons together in a browser', () => {
  it('stand side by side, are played by one transport that stays in view, and ask for no frame at rest', async () => {
    show()
    const [a, b] = lessons().map((node) => node.getBoundingClientRect()) as [DOMRect, DOMRect]
    expect(a.top).toBe(b.top)
    expect(b.left).toBeGreaterThan(a.right)
    const transport = screen.getByRole('group', { name: 'Playback' }).getBoundingClientRect()
    expect(transport.bottom).toBeLessThanOrEqual(800)
    expect(transport.width).toBeGreaterThan(1000)
    await framesCease()
    await userEvent.click(screen.getByRole('button', { name: 'Play' }))
    const [first, second] = handles as [LessonHandle, LessonHandle]
    const before = first.time.get()
    await waitFor(() => expect(first.time.get()).toBeGreaterThan(before + 500))
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }))
    expect(second.time.get()).toBe(first.time.get())
    expect([first, second].map(({ player }) => player.get().playing)).toEqual([false, false])
    await framesCease()
  })

  it('light in each what is pointed at in one, and compare it', async () => {
    show()
    await userEvent.click(screen.getByRole('button', { name: 'Show the difference' }))
    const grid = within(lessons()[0]).getAllByRole('grid')[0] as HTMLElement
    grid.focus()
    await userEvent.keyboard('{Control>}{Home}{/Control}{ArrowDown}{ArrowDown}{ArrowRight}{Enter}')
    const pinned = (handles[0] as LessonHandle).selection.get().pinned
    expect(pinned).toMatchObject({ position: expect.any(Number), key: expect.any(Number) })
    expect((handles[1] as LessonHandle).selection.get().pinned).toMatchObject({
      position: pinned.position,
      key: pinned.key,
    })
    const readout = lessons()[1].querySelector('.gf-readout')
    expect(readout?.hasAttribute('data-empty')).toBe(false)
    await waitFor(() =>
      expect(screen.getByRole('figure', { name: 'Difference' })).toHaveTextContent(/attention weight/),
    )
  })

  it('stand one above the other on a phone, and are no wider', async () => {
    await page.viewport(390, 800)
    show()
    await userEvent.click(screen.getByRole('button', { name: 'Show the difference' }))
    const [a, b] = lessons().map((node) => node.getBoundingClientRect()) as [DOMRect, DOMRect]
    expect(b.top).toBeGreaterThan(a.bottom)
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390)
  })

  it('on paper are whole, with the difference if it is shown, and nothing to press', async () => {
    show()
    await userEvent.click(screen.getByRole('button', { name: 'Show the difference' }))
    await emulate('print')
    for (const node of document.querySelectorAll('.gf-transport, .gf-difference-switch'))
      expect(node.getBoundingClientRect().height).toBe(0)
    expect(screen.getByRole('figure', { name: 'Difference' }).getBoundingClientRect().height).toBeGreaterThan(50)
    expect(lessons()[1].getBoundingClientRect().width).toBeGreaterThan(900)
  })
})
