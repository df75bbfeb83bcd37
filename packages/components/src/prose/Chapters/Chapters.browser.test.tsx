// First, since others keep what they find when they load.
import { framesCease } from '../../testing/countFrames'
import '../../styles/index.css'
import { createModel } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cdp, page, userEvent } from 'vitest/browser'
import { AttentionHead } from '../../figures/AttentionHead'
import { KVCacheGrid } from '../../figures/KVCacheGrid'
import { useLesson } from '../../lesson/context'
import type { LessonHandle } from '../../lesson/handle'
import { Lesson } from '../../lesson/Lesson'
import { Chapter, Chapters, type ChaptersProps, Segment } from '.'

const tokenizer = createCharTokenizer('ABC ')
const size = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size }
const model = createModel(size, { seed: 2, tokenizer })
const emulate = (media: string, features: readonly { name: string; value: string }[] = []) =>
  cdp().send('Emulation.setEmulatedMedia', { media, features: [...features] })

let lesson: LessonHandle
function Probe() {
  lesson = useLesson().handle
  return null
}

const words = [...'abcdefghijkl'].map((key) => <p key={key}>Words that a reader takes a while to read, once more.</p>)

function show(props: Partial<ChaptersProps> = {}, widthPx?: number) {
  const { container } = render(
    <div style={{ width: widthPx, lineHeight: 1.5 }}>
      <Lesson model={model} prompt="ABCAB" maxNewTokens={3}>
        <Probe />
        <Chapters {...props}>
          <Chapter title="Reading" stage={<AttentionHead heads="one" />}>
            <Segment title="First" from={{ kind: 'embed', step: 1 }} to={{ kind: 'project', layer: 0, step: 1 }}>
              {words}
              <input aria-label="a field" />
            </Segment>
            <Segment title="Second" to={{ kind: 'read', layer: 0, step: 1 }}>
              {words}
            </Segment>
          </Chapter>
          <Chapter title="Keeping" stage={<KVCacheGrid />}>
            <Segment title="Third" from={{ kind: 'write', layer: 0, step: 2 }}>
              {words}
            </Segment>
          </Chapter>
        </Chapters>
        <div style={{ height: 1000 }} />
      </Lesson>
    </div>,
  )
  return container
}

const segment = (name: RegExp) => screen.getByRole('group', { name })
const stage = () => document.querySelector('.gf-chapters-stage') as HTMLElement
const aside = () => document.querySelector('.gf-chapters-aside') as HTMLElement
const ended = (kind: string, step: number, layer: number | null = null) =>
  lesson.sequence.cues.find((at) => at.cue.kind === kind && at.cue.step === step && at.cue.layer === layer)
    ?.endMs as number
const waits = (name: RegExp) => waitFor(() => expect(segment(name)).toHaveAttribute('data-phase', 'waiting'))

beforeEach(async () => {
  await page.viewport(1280, 800)
  window.scrollTo(0, 0)
})
afterEach(async () => {
  await emulate('')
  history.replaceState(null, '', location.pathname + location.search)
})

describe('chapters in a browser', () => {
  it('play a segment in its time, wait at its very end, and go on by Space, which scrolls nothing', async () => {
    show()
    await userEvent.click(within(segment(/First/)).getByRole('button', { name: 'Play' }))
    expect(segment(/First/)).toHaveAttribute('data-phase', 'playing')
    await waits(/First/)
    expect(lesson.time.get()).toBe(ended('project', 1, 0))
    await framesCease()
    await userEvent.keyboard(' ')
    expect(document.activeElement).toBe(segment(/Second/))
    await waits(/Second/)
    expect(lesson.time.get()).toBe(ended('read', 1, 0))
    // The segment came into view below the top, by itself.
    const { top } = segment(/Second/).getBoundingClientRect()
    expect(top).toBeGreaterThanOrEqual(0)
    expect(top).toBeLessThan(800)
    await waitFor(() => expect(stage().textContent).toContain('layer 0'))
    await userEvent.keyboard(' ')
    await waits(/Third/)
    expect(within(stage()).getByRole('figure', { name: 'KV cache' })).toBeVisible()
  })

  it('leave Space to a field, and to the page while nothing has the focus', async () => {
    show()
    const field = screen.getByRole('textbox', { name: 'a field' })
    await userEvent.click(field)
    await userEvent.keyboard('a b')
    expect(field).toHaveValue('a b')
    expect(lesson.player.get().playing).toBe(false)
    field.blur()
    window.scrollTo(0, 0)
    await userEvent.keyboard(' ')
    await waitFor(() => expect(window.scrollY).toBeGreaterThan(100))
    expect(lesson.player.get().playing).toBe(false)
  })

  it('take Space after a press on the prose', async () => {
    show()
    await userEvent.click(within(segment(/Second/)).getAllByText(/Words that/)[0] as HTMLElement)
    expect(document.activeElement).toBe(segment(/Second/))
    await userEvent.keyboard(' ')
    await waitFor(() => expect(segment(/Second/)).toHaveAttribute('data-phase', 'playing'))
  })

  it('are scrubbed by the pointer', async () => {
    show()
    const line = within(segment(/Second/)).getByRole('slider')
    await userEvent.click(line)
    const [from, to] = [ended('project', 1, 0), ended('read', 1, 0)]
    expect(Math.abs(lesson.time.get() - (from + to) / 2)).toBeLessThan((to - from) / 20)
    expect(segment(/Second/)).toHaveAttribute('data-state', 'active')
    expect(Number(line.getAttribute('aria-valuenow'))).toBeGreaterThan(40)
    await userEvent.keyboard('{End}')
    expect(lesson.time.get()).toBe(to)
  })

  it('are linked to: a link in the contents plays its segment, and the address names it', async () => {
    show()
    await userEvent.click(aside().querySelector('summary') as HTMLElement)
    await userEvent.click(within(aside()).getByRole('link', { name: 'Third' }))
    expect(location.hash).toBe('#keeping-1')
    await waitFor(() => expect(segment(/Third/)).toHaveAttribute('data-state', 'active'))
    await waits(/Third/)
    const { top } = segment(/Third/).getBoundingClientRect()
    expect(top).toBeGreaterThanOrEqual(0)
    expect(top).toBeLessThan(800)
    expect((aside().querySelector('details') as HTMLDetailsElement).open).toBe(false)
  })

  it('scrolling moves nothing, unless the author wants it to', async () => {
    show()
    const before = lesson.time.get()
    segment(/Third/).scrollIntoView()
    await framesCease()
    expect(lesson.time.get()).toBe(before)
    expect(segment(/First/)).toHaveAttribute('data-state', 'active')
  })

  it('with follow="scroll" the segment that is read plays, and going back shows the still', async () => {
    show({ follow: 'scroll' })
    await framesCease()
    expect(segment(/First/)).toHaveAttribute('data-phase', 'ready')
    segment(/Second/).scrollIntoView()
    await waitFor(() => expect(segment(/Second/)).toHaveAttribute('data-state', 'active'))
    await waits(/Second/)
    window.scrollTo(0, 0)
    await waitFor(() => expect(segment(/First/)).toHaveAttribute('data-state', 'active'))
    expect(lesson.player.get().playing).toBe(false)
    expect(lesson.time.get()).toBe(ended('project', 1, 0))
  })

  it('with reduced motion are at the still at once', async () => {
    await emulate('', [{ name: 'prefers-reduced-motion', value: 'reduce' }])
    show()
    await userEvent.click(within(segment(/First/)).getByRole('button', { name: 'Play' }))
    expect(lesson.time.get()).toBe(ended('project', 1, 0))
    expect(segment(/First/)).toHaveAttribute('data-phase', 'waiting')
  })

  it('on a laptop the stage stands beside the prose, stays in view, and keeps clear of it', async () => {
    show()
    window.scrollTo(0, 900)
    await framesCease()
    const [prose, side] = [segment(/First/), aside()].map((node) => node.getBoundingClientRect()) as [DOMRect, DOMRect]
    expect(prose.width).toBeLessThanOrEqual(38 * 16)
    expect(side.left).toBeGreaterThan(prose.right)
    expect(side.top).toBeGreaterThanOrEqual(0)
    expect(side.bottom).toBeLessThanOrEqual(800)
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(1280)
  })

  it('on a phone the stage is an upper half that stays, and what is gone to is clear of it', async () => {
    await page.viewport(390, 800)
    show({}, 390)
    window.scrollTo(0, 700)
    await framesCease()
    const side = aside().getBoundingClientRect()
    expect(side.top).toBe(0)
    expect(side.height).toBeLessThanOrEqual(400)
    expect(side.width).toBe(390)
    await userEvent.click(within(segment(/Second/)).getByRole('button', { name: 'Play “Second”' }))
    await waits(/Second/)
    await waitFor(() => {
      const { top } = segment(/Second/).getBoundingClientRect()
      expect(top).toBeGreaterThanOrEqual(aside().getBoundingClientRect().bottom)
      expect(top).toBeLessThan(700)
    })
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390)
  })

  it.each([390, 1280])(
    '%i px wide, a chapter that is gone on to comes with its title, clear of a navbar and of the stage',
    async (widthPx) => {
      await page.viewport(widthPx, 800)
      show({}, widthPx).style.setProperty('--gf-user-chapters-top', '60px')
      window.scrollTo(0, 400)
      await userEvent.click(within(segment(/Third/)).getByRole('button', { name: 'Play “Third”' }))
      await waits(/Third/)
      window.scrollTo(0, 400)
      await userEvent.click(within(segment(/Second/)).getByRole('button', { name: 'Play “Second”' }))
      await waits(/Second/)
      await userEvent.click(within(segment(/Second/)).getByRole('button', { name: /Continue/ }))
      await waitFor(() => {
        const title = screen.getByText('Keeping', { selector: '.gf-chapter-title > span' }).getBoundingClientRect()
        const side = aside().getBoundingClientRect()
        expect(side.top).toBeGreaterThanOrEqual(60)
        expect(title.top).toBeGreaterThanOrEqual(widthPx < 900 ? side.bottom : 60)
        expect(title.bottom).toBeLessThan(700)
      })
    },
  )

  it('in forced colours the active segment is marked, and no other', async () => {
    await emulate('', [{ name: 'forced-colors', value: 'active' }])
    show()
    const mark = (name: RegExp) => getComputedStyle(segment(name)).borderInlineStartColor
    expect(mark(/First/)).not.toBe(mark(/Second/))
    expect([mark(/Second/), mark(/Third/)]).not.toContain(mark(/First/))
    const line = getComputedStyle(segment(/First/).querySelector('.gf-segment-line') as Element, '::after')
    expect(line.backgroundColor).toBe(mark(/First/))
  })

  it('right to left, prose and stage change sides and time does not', async () => {
    document.documentElement.dir = 'rtl'
    try {
      show()
      expect(aside().getBoundingClientRect().right).toBeLessThan(segment(/First/).getBoundingClientRect().left)
      expect(getComputedStyle(segment(/First/).querySelector('.gf-segment-line') as Element).direction).toBe('ltr')
    } finally {
      document.documentElement.dir = ''
    }
  })

  it('on paper all is unrolled: each segment with its stage at its end, and nothing to press', async () => {
    show({}, 700)
    await emulate('print')
    window.dispatchEvent(new Event('beforeprint'))
    const printed = [...document.querySelectorAll<HTMLElement>('.gf-segment-printed')]
    expect(printed.map((node) => node.querySelector('.gf-figure')?.getAttribute('aria-labelledby') !== null)).toEqual([
      true,
      true,
      true,
    ])
    const stills = printed.map((node) => node.querySelector('.gf-still')?.outerHTML)
    expect(new Set(stills).size).toBe(3)
    for (const node of printed) {
      expect(node.querySelectorAll('.gf-still path').length).toBeGreaterThan(0)
      expect(node.getBoundingClientRect().height).toBeGreaterThan(50)
    }
    expect(printed[1]?.querySelector('.gf-now')?.textContent).toMatch(/layer 0/)
    for (const selector of ['.gf-segment-bar', '.gf-chapters-aside', '.gf-chapters-link'])
      for (const node of document.querySelectorAll(selector)) expect(node.getBoundingClientRect().height).toBe(0)
    window.dispatchEvent(new Event('afterprint'))
    await waitFor(() => expect(document.querySelector('.gf-segment-printed')).toBeNull())
  })

  it('asks for no frame at rest, and renders nothing while it plays but what changes', async () => {
    show()
    await framesCease()
    const changed = vi.fn()
    const observer = new MutationObserver((records) => {
      for (const { target } of records) if ((target as Element).closest?.('.gf-segment')) changed(target)
    })
    observer.observe(segment(/First/), { subtree: true, childList: true, characterData: true })
    await userEvent.click(within(segment(/First/)).getByRole('button', { name: 'Play' }))
    await waits(/First/)
    observer.disconnect()
    // Its button: play, pause, continue.
    expect(changed.mock.calls.length).toBeLessThan(12)
    await framesCease()
  })
})
