/** Long, since one page of chapters is played, pressed, scrubbed, linked to and taken over from a server. */
import { createModel } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ReactNode, StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useLesson } from '../../lesson/context'
import type { LessonHandle } from '../../lesson/handle'
import { Lesson, type LessonProps } from '../../lesson/Lesson'
import { Chapter, Chapters, type ChaptersProps, Segment, useSegment } from '.'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 2, tokenizer },
)

let lesson: LessonHandle
function Probe() {
  lesson = useLesson().handle
  return null
}

function Told({ what }: { what: string }) {
  const { index, count, name, active, playing, progress } = useSegment()
  return (
    <p data-testid={`told-${what}`}>
      {what}: {index + 1}/{count} {name} {active ? 'active' : 'not'} {playing ? 'plays' : 'rests'} {progress.get()}
    </p>
  )
}

const page = (props: Partial<ChaptersProps> = {}, rest: ReactNode = null, lessonProps: Partial<LessonProps> = {}) => (
  <Lesson model={model} prompt="ABCA" maxNewTokens={3} {...lessonProps}>
    <Probe />
    <Chapters {...props}>
      <Chapter title="The prompt" stage={<Told what="stage one" />}>
        <Segment title="All at once" from={{ kind: 'prefill' }} to={{ kind: 'prefill', layer: -1 }}>
          <p>First words.</p>
          <input aria-label="a field" />
          <button type="button">a button</button>
          <div contentEditable suppressContentEditableWarning>
            editable
          </div>
        </Segment>
        <Segment to={{ kind: 'sample' }}>
          <p>Second words.</p>
          <Told what="prose" />
        </Segment>
      </Chapter>
      <Chapter title="What is kept?" stage={<output>stage two</output>}>
        <Segment title="Reading" from={{ kind: 'read', layer: 0, step: 1 }}>
          <p>Third words.</p>
        </Segment>
        <Segment title="The end">
          <p>Last words.</p>
        </Segment>
      </Chapter>
      {rest}
    </Chapters>
    <button type="button">outside</button>
  </Lesson>
)

const segment = (name: RegExp | string) => screen.getByRole('group', { name })
const ended = (kind: string, step: number, layer: number | null = null) =>
  lesson.sequence.cues.find((at) => at.cue.kind === kind && at.cue.step === step && at.cue.layer === layer)?.endMs
const tick = (deltaMs: number) => act(() => lesson.dispatch({ type: 'tick', deltaMs }))
const playOut = () => {
  for (let turn = 0; lesson.player.get().playing && turn < 200; turn++) tick(100)
}
const button = (within_: HTMLElement) => within(within_).getAllByRole('button').at(-1) as HTMLElement

beforeEach(() => {
  // The page's own frames stand still: what time passes is said by the test.
  vi.stubGlobal('requestAnimationFrame', () => 0)
  Element.prototype.scrollIntoView ??= () => {}
})
afterEach(() => {
  vi.unstubAllGlobals()
  history.replaceState(null, '', '#')
})

describe('Chapters', () => {
  it('are sections with headings, segments with addresses, and a list of contents that links to them', () => {
    render(page())
    expect(screen.getByRole('region', { name: 'The prompt' }).tagName).toBe('SECTION')
    expect(screen.getByRole('heading', { level: 2, name: /The prompt/ })).toBeVisible()
    expect(screen.getByRole('heading', { level: 3, name: 'All at once' })).toBeVisible()
    const links = within(screen.getByRole('navigation', { name: 'Contents', hidden: true })).getAllByRole('link', {
      hidden: true,
    })
    expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['The prompt', '#the-prompt'],
      ['All at once', '#the-prompt-1'],
      ['The prompt, 2', '#the-prompt-2'],
      ['What is kept?', '#what-is-kept'],
      ['Reading', '#what-is-kept-1'],
      ['The end', '#what-is-kept-2'],
    ])
    for (const link of links) expect(document.getElementById(link.getAttribute('href')?.slice(1) ?? '')).not.toBeNull()
  })

  it('have nothing to press where they end without anything that plays', async () => {
    render(page())
    const last = segment('4 of 4: The end')
    await userEvent.click(button(last))
    expect(last).toHaveAttribute('data-state', 'active')
    expect(within(last).queryByRole('button')).toBeNull()
  })

  it('play a segment to its end, wait, and go on when the reader does', async () => {
    render(page())
    const first = segment('1 of 4: All at once')
    expect(first).toHaveAttribute('data-state', 'active')
    expect(first).toHaveAttribute('data-phase', 'ready')
    await userEvent.click(within(first).getByRole('button', { name: 'Play' }))
    expect(first).toHaveAttribute('data-phase', 'playing')
    playOut()
    expect(lesson.time.get()).toBe(ended('prefill', 0, 1))
    expect(first).toHaveAttribute('data-phase', 'waiting')
    expect(screen.getByText(/1 of 4, “All at once”, has played/)).toHaveAttribute('role', 'status')

    await userEvent.click(within(first).getByRole('button', { name: 'Continue' }))
    const second = segment('2 of 4: The prompt, 2')
    expect(second).toHaveFocus()
    expect(first).toHaveAttribute('data-state', 'done')
    expect(second).toHaveAttribute('data-phase', 'playing')
    await userEvent.keyboard(' ')
    expect(second).toHaveAttribute('data-phase', 'ready')
    await userEvent.keyboard(' ')
    playOut()
    expect(lesson.time.get()).toBe(ended('sample', 0))
    await userEvent.keyboard(' ')
    playOut()
    expect(lesson.time.get()).toBe(ended('read', 1, 0))
    await userEvent.keyboard(' ')
    const last = segment('4 of 4: The end')
    expect(last).toHaveFocus()
    expect(last).toHaveAttribute('data-phase', 'waiting')
    expect(lesson.time.get()).toBe(ended('read', 1, 0))
    await userEvent.keyboard(' ')
    expect(last).toHaveAttribute('data-state', 'active')
  })

  it('take Space from nothing that has the focus, and from nobody whose focus is elsewhere', async () => {
    render(page())
    const playing = () => lesson.player.get().playing
    for (const node of [
      screen.getByRole('textbox', { name: 'a field' }),
      screen.getByRole('button', { name: 'a button' }),
      screen.getByText('editable'),
      screen.getByRole('button', { name: 'outside' }),
      document.body,
    ]) {
      node.focus()
      expect(fireEvent.keyDown(node, { key: ' ' })).toBe(true)
      expect(playing()).toBe(false)
    }
    const first = segment(/All at once/)
    for (const held of [{ shiftKey: true }, { ctrlKey: true }, { altKey: true }, { metaKey: true }])
      expect(fireEvent.keyDown(first, { key: ' ', ...held })).toBe(true)
    expect(playing()).toBe(false)
    expect(fireEvent.keyDown(first, { key: ' ' })).toBe(false)
    expect(playing()).toBe(true)
  })

  it('are scrubbed by keys, within the segment alone', () => {
    render(page())
    const line = within(segment(/The prompt, 2/)).getByRole('slider')
    fireEvent.keyDown(line, { key: 'End' })
    expect(lesson.time.get()).toBe(ended('sample', 0))
    expect(segment(/The prompt, 2/)).toHaveAttribute('data-state', 'active')
    fireEvent.keyDown(line, { key: 'ArrowRight' })
    expect(lesson.time.get()).toBe(ended('sample', 0))
    fireEvent.keyDown(line, { key: 'ArrowLeft' })
    expect(lesson.time.get()).toBe(ended('prefill', 0, 1))
    expect(segment(/The prompt, 2/)).toHaveAttribute('data-state', 'active')
    expect(line).toHaveAttribute('aria-valuenow', '0')
    fireEvent.keyDown(line, { key: 'ArrowLeft' })
    expect(lesson.time.get()).toBe(ended('prefill', 0, 1))
    expect(line).toHaveAttribute('aria-valuetext', 'Prefill: layer 1 reads the whole prompt')
  })

  it('follow a clock that others move', () => {
    render(page())
    act(() => lesson.dispatch({ type: 'seek', timeMs: ended('read', 1, 0) as number }))
    expect(segment(/Reading/)).toHaveAttribute('data-state', 'active')
    expect(screen.getByText('stage two')).toBeVisible()
    act(() => lesson.dispatch({ type: 'reset' }))
    expect(segment(/All at once/)).toHaveAttribute('data-state', 'active')
  })

  it('show one stage, and keep it where the next is of the same kind', async () => {
    render(page())
    expect(screen.getByTestId('told-stage one')).toHaveTextContent('stage one: 1/4 All at once active rests 1')
    const stage = screen.getByTestId('told-stage one')
    act(() => lesson.dispatch({ type: 'seek', timeMs: (ended('sample', 0) as number) - 1 }))
    expect(screen.getByTestId('told-stage one')).toBe(stage)
    expect(stage).toHaveTextContent('stage one: 2/4 The prompt, 2 active')
    expect(screen.getByTestId('told-prose')).toHaveTextContent('prose: 2/4 The prompt, 2 active')
    expect(screen.queryByText('stage two')).toBeNull()
  })

  it('open at a linked segment with its still, and play what is linked to later', async () => {
    history.replaceState(null, '', '#what-is-kept&gf.other=x')
    render(page())
    const reading = segment(/Reading/)
    expect(reading).toHaveAttribute('data-phase', 'ready')
    expect(lesson.time.get()).toBe(ended('read', 1, 0))
    history.replaceState(null, '', '#the-prompt-2')
    act(() => {
      dispatchEvent(new HashChangeEvent('hashchange'))
    })
    expect(segment(/The prompt, 2/)).toHaveAttribute('data-phase', 'playing')
    act(() => lesson.dispatch({ type: 'pause' }))
    // What a lesson writes beside the place is no other place.
    history.replaceState(null, '', '#the-prompt-2&gf=m-sample')
    act(() => {
      dispatchEvent(new HashChangeEvent('hashchange'))
    })
    expect(segment(/The prompt, 2/)).toHaveAttribute('data-phase', 'ready')
    act(() => lesson.dispatch({ type: 'play' }))
    history.replaceState(null, '', '#elsewhere')
    act(() => {
      dispatchEvent(new HashChangeEvent('hashchange'))
    })
    expect(segment(/The prompt, 2/)).toHaveAttribute('data-phase', 'playing')
  })

  it('ask for moments where the clock is controlled, and follow it', async () => {
    const onTimeChange = vi.fn()
    const { rerender } = render(page({}, null, { time: 0, onTimeChange }))
    await userEvent.click(button(segment(/Reading/)))
    expect(lesson.time.get()).toBe(0)
    const startMs = lesson.sequence.cues.find(({ cue }) => cue.kind === 'read')?.startMs as number
    expect(onTimeChange).toHaveBeenCalledWith(startMs, { reason: 'seek' })
    rerender(page({}, null, { time: startMs + 1, onTimeChange }))
    expect(segment(/Reading/)).toHaveAttribute('data-state', 'active')
    tick(10_000)
    expect(onTimeChange).toHaveBeenLastCalledWith(ended('read', 1, 0), { reason: 'tick' })
  })

  it('play the segment to its end in a new run too, when the text changes meanwhile', async () => {
    const { rerender } = render(page({}, null, { prompt: 'ABCA' }))
    await userEvent.click(within(segment(/Reading/)).getByRole('button'))
    expect(segment(/Reading/)).toHaveAttribute('data-phase', 'playing')
    const before = lesson
    rerender(page({}, null, { prompt: 'AB' }))
    await waitFor(() => expect(lesson).not.toBe(before))
    expect(segment(/Reading/)).toHaveAttribute('data-phase', 'playing')
    tick(10_000)
    expect(lesson.time.get()).toBe(ended('read', 1, 0))
    expect(segment(/Reading/)).toHaveAttribute('data-phase', 'waiting')
  })

  it('open at the segment of the moment that the lesson opens at', () => {
    const timeMs = 4200
    // The server's HTML begins at the beginning: the page that takes it over may still wait for its run.
    expect(renderToString(page({}, null, { defaultTime: timeMs }))).toContain('stage one')
    render(page({}, null, { defaultTime: timeMs }))
    expect(segment(/Reading/)).toHaveAttribute('data-state', 'active')
  })

  it('say where the run has no such step', () => {
    render(page({}, <Segment title="Too far" from={{ kind: 'embed', step: 9 }} />))
    expect(within(segment(/Too far/)).getByText(/The run on screen has no such step/)).toBeVisible()
    expect(screen.getAllByText(/no such step/)).toHaveLength(1)
  })

  it('say that they stand outside of a lesson, once, and leave the prose', () => {
    render(
      <Chapters>
        <Chapter title="One">
          <Segment>Words.</Segment>
        </Chapter>
      </Chapters>,
    )
    expect(screen.getByRole('alert')).toHaveTextContent(/Chapters follow the clock of the lesson around them/)
    expect(screen.getByText('Words.')).toBeVisible()
  })

  it('are whole in the HTML of a server, which the page takes over as it is', async () => {
    const html = renderToString(page())
    for (const words of ['First words.', 'Second words.', 'Third words.', 'Last words.', 'href="#what-is-kept-2"'])
      expect(html).toContain(words)
    expect(html).toMatch(/stage one<!-- -->: <!-- -->1<!-- -->\/<!-- -->4/)
    expect(html).not.toContain('stage two')
    const wrong = vi.spyOn(console, 'error').mockImplementation(() => {})
    const host = document.createElement('div')
    host.innerHTML = html
    document.body.append(host)
    const root = await act(() => hydrateRoot(host, <StrictMode>{page()}</StrictMode>))
    expect(wrong).not.toHaveBeenCalled()
    expect(host.querySelectorAll('.gf-segment')).toHaveLength(4)
    await act(() => root.unmount())
    host.remove()
  })

  it('keep the order of the page when a segment comes later', () => {
    const more = (first: boolean) => (
      <Lesson model={model} prompt="ABCA">
        <Chapters>
          {first && <Segment title="Now first" />}
          <Segment title="Was first" />
        </Chapters>
      </Lesson>
    )
    const { rerender } = render(more(false))
    expect(segment('1 of 1: Was first')).toBeVisible()
    rerender(more(true))
    expect(segment('1 of 2: Now first')).toBeVisible()
    expect(segment('2 of 2: Was first')).toBeVisible()
    rerender(more(false))
    expect(segment('1 of 1: Was first')).toBeVisible()
  })
})
