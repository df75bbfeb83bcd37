import { createModel } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ReactNode, StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { Transport } from '../../controls/Transport'
import { AttentionHead } from '../../figures/AttentionHead'
import { TokenPipeline } from '../../figures/TokenPipeline'
import { placeIn } from '../../lesson/carryOver'
import { useLesson } from '../../lesson/context'
import type { LessonHandle } from '../../lesson/handle'
import { Lesson, type LessonProps } from '../../lesson/Lesson'
import { formatExact } from '../../messages/format'
import { Difference, Together, type TogetherProps } from '.'

const tokenizer = createCharTokenizer('ABC ')
const size = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size }
const small = createModel(size, { seed: 2, tokenizer })
const deep = createModel({ ...size, nLayers: 3 }, { seed: 4, tokenizer })

const handles: Record<string, LessonHandle> = {}
function Probe({ of }: { of: string }) {
  handles[of] = useLesson().handle
  return null
}

const page = (props: Partial<TogetherProps> = {}, second: Partial<LessonProps> = {}, rest: ReactNode = null) => (
  <Together prompt="ABCA" {...props}>
    <Lesson name="Small" model={small} maxNewTokens={4}>
      <Probe of="small" />
      <TokenPipeline />
      <AttentionHead />
    </Lesson>
    <Lesson name="Deep" model={deep} maxNewTokens={2} {...second}>
      <Probe of="deep" />
      <AttentionHead />
      <TokenPipeline />
    </Lesson>
    <Probe of="common" />
    {rest}
    <Transport />
  </Together>
)

const common = () => handles.common as LessonHandle
const member = (of: string) => handles[of] as LessonHandle
const lessons = () => [...document.querySelectorAll<HTMLElement>('.gf-lesson')] as [HTMLElement, HTMLElement]
const fieldOf = (lesson: HTMLElement) => lesson.querySelector('input[type="text"]') as HTMLInputElement
const textOf = (lesson: HTMLElement) => fieldOf(lesson).value
const ended = (kind: string, step: number, layer: number | null = null) =>
  common().sequence.cues.find((at) => at.cue.kind === kind && at.cue.step === step && at.cue.layer === layer)
    ?.endMs as number
const seek = (timeMs: number) => act(() => common().dispatch({ type: 'seek', timeMs }))
const settled = () => waitFor(() => expect(document.querySelector('[data-stale]')).toBeNull())

function expectAligned() {
  for (const of of ['small', 'deep']) {
    const place = placeIn(member(of).sequence, common())
    if (place !== undefined) expect(member(of).time.get()).toBe(place)
  }
}

describe('Together', () => {
  it('is one section with a name over each lesson, and one transport for all', async () => {
    render(page())
    expect(lessons().map((lesson) => lesson.querySelector('.gf-together-name')?.textContent)).toEqual([
      'ASmall',
      'BDeep',
    ])
    expect(screen.getAllByRole('group', { name: 'Playback' })).toHaveLength(1)
    await userEvent.click(screen.getByRole('button', { name: 'Next step' }))
    expect(common().time.get()).toBeGreaterThan(ended('sample', 0))
    expectAligned()
    // Each figure shows its own run, at this moment.
    for (const lesson of lessons()) expect(lesson).toHaveTextContent(/ABC|A/)
    expect(screen.queryAllByRole('alert')).toEqual([])
  })

  it('plays all when one of them is asked to', () => {
    render(page())
    act(() => member('deep').dispatch({ type: 'play' }))
    expect(common().player.get().playing).toBe(true)
    expect(member('small').player.get().playing).toBe(true)
    act(() => member('small').playTo(member('small').sequence.cues[2]?.endMs as number, 0))
    act(() => common().dispatch({ type: 'tick', deltaMs: 5000 }))
    expect(member('small').time.get()).toBe(member('small').sequence.cues[2]?.endMs)
    expect(common().player.get().playing).toBe(false)
    expectAligned()
  })

  it('says which lesson rests, for its run has no such step', () => {
    render(page())
    const rest = /This run has no such step/
    expect(screen.queryByText(rest)).toBeNull()
    seek(ended('read', 3, 0))
    expect(within(lessons()[1]).getByText(rest)).toBeVisible()
    expect(within(lessons()[0]).queryByText(rest)).toBeNull()
    // It stands where it stood, and rests all the same.
    seek(ended('mlp', 1, 1))
    expect(screen.queryByText(rest)).toBeNull()
    seek(ended('read', 1, 2))
    expect(within(lessons()[0]).getByText(rest)).toBeVisible()
    expect(within(lessons()[1]).queryByText(rest)).toBeNull()
  })

  it('has one text: what is typed in one is run in all, at the same place, but where a lesson has its own', async () => {
    const onPromptChange = vi.fn()
    const { unmount } = render(page({ onPromptChange }))
    seek(ended('read', 1, 0) - 30)
    const step = common().sequence.cues.find(({ endMs }) => common().time.get() <= endMs)?.cue
    const field = fieldOf(lessons()[1])
    fireEvent.change(field, { target: { value: 'BB' } })
    await settled()
    await waitFor(() => expect(member('small').run.generation?.promptLength).toBe(2))
    expect(member('deep').run.generation?.promptLength).toBe(2)
    expect(lessons().map(textOf)).toEqual(['BB', 'BB'])
    expect(onPromptChange.mock.calls).toEqual([['BB']])
    expect(common().sequence.cues.find(({ endMs }) => common().time.get() <= endMs)?.cue).toMatchObject({
      kind: step?.kind,
      step: step?.step,
      layer: step?.layer,
    })
    expectAligned()
    unmount()

    render(page({}, { prompt: 'CCC' }))
    expect(lessons().map(textOf)).toEqual(['ABCA', 'CCC'])
    fireEvent.change(fieldOf(lessons()[0]), { target: { value: 'A' } })
    await settled()
    expect(lessons().map(textOf)).toEqual(['A', 'CCC'])
  })

  it('replaces what was typed by another prompt of the owner', async () => {
    const { rerender } = render(page())
    fireEvent.change(fieldOf(lessons()[0]), { target: { value: 'B' } })
    await settled()
    rerender(page({ prompt: 'CA' }))
    await settled()
    expect(lessons().map(textOf)).toEqual(['CA', 'CA'])
  })

  it('asks its owner for moments', () => {
    const onTimeChange = vi.fn()
    const { rerender } = render(page({ time: 500, onTimeChange }))
    expect(common().time.get()).toBe(500)
    expectAligned()
    act(() => member('deep').dispatch({ type: 'seek', timeMs: 1200 }))
    expect(common().time.get()).toBe(500)
    expect(onTimeChange).toHaveBeenLastCalledWith(expect.any(Number), { reason: 'seek' })
    rerender(page({ time: 900, onTimeChange }))
    expect(common().time.get()).toBe(900)
    expectAligned()
  })

  it('takes lessons that come, and lets go of those that leave, in the order of the page', () => {
    const some = (which: string) => (
      <Together prompt="AB">
        {which.includes('1') && <Lesson model={small} name="one" />}
        {which.includes('2') && <Lesson model={deep} name="two" />}
        <Probe of="common" />
        <Transport />
      </Together>
    )
    const names = () => [...document.querySelectorAll('.gf-together-name')].map((node) => node.textContent)
    const { rerender } = render(some('2'))
    expect(names()).toEqual(['Atwo'])
    const layers = () => common().sequence.parts[0]?.timeline.nLayers
    expect(layers()).toBe(3)
    rerender(some('12'))
    expect(names()).toEqual(['Aone', 'Btwo'])
    rerender(some('1'))
    expect(names()).toEqual(['Aone'])
    expect(layers()).toBe(2)
  })

  it('is whole in the HTML of a server, which the page takes over as it is', async () => {
    const whole = page({}, {}, <Difference defaultOpen />)
    const html = renderToString(whole)
    expect(html).toContain('>A</b>')
    expect(html).toContain('Deep')
    expect(html).toMatch(/Step \d+ of \d\d/)
    expect(html).toContain('Hide the difference')
    const wrong = vi.spyOn(console, 'error').mockImplementation(() => {})
    const host = document.createElement('div')
    host.innerHTML = html
    document.body.append(host)
    const root = await act(() => hydrateRoot(host, <StrictMode>{whole}</StrictMode>))
    expect(wrong).not.toHaveBeenCalled()
    expectAligned()
    await act(() => root.unmount())
    host.remove()
  })
})

describe('Difference', () => {
  const figure = () => screen.getByRole('figure', { name: 'Difference' })

  it('is there on demand, and tells both numbers, what they differ by, and where the texts part', async () => {
    render(page({}, {}, <Difference />))
    expect(screen.queryByRole('figure', { name: 'Difference' })).toBeNull()
    const button = screen.getByRole('button', { name: 'Show the difference' })
    expect(button).toHaveAttribute('aria-expanded', 'false')
    await userEvent.click(button)
    expect(screen.getByRole('button', { name: 'Hide the difference' })).toHaveAttribute('aria-expanded', 'true')
    const rows = within(figure()).getAllByRole('row').slice(1)
    expect(rows.length).toBeGreaterThan(1)
    for (const row of rows) {
      const [a, b, by] = within(row)
        .getAllByRole('cell')
        .map((cell) => Number(cell.querySelector('span')?.textContent?.replace('−', '-').replace(/[+<]/, '')))
      expect((b as number) - (a as number)).toBeCloseTo(by as number, 6)
    }
    expect(figure()).toHaveTextContent(
      /^DifferenceAfter .*(The texts part at position \d+|The texts are the same so far)/,
    )
  })

  it('follows the clock and what is chosen', async () => {
    render(page({}, {}, <Difference defaultOpen />))
    seek(0)
    expect(figure()).toHaveTextContent('No run has computed what could be compared.')
    seek(ended('sample', 1))
    expect(figure()).toHaveTextContent(/After .* A expects/)
    act(() => {
      const { selection } = member('small')
      selection.set({
        ...selection.get(),
        pinned: { ...selection.get().pinned, position: 2, key: 1, layer: 1, head: 1 },
      })
    })
    expect(figure()).toHaveTextContent(/The attention weight of .* layer 1, head 1: A \d/)
    const read = (of: string) => {
      const { data, shape } = member(of).run.generation?.tensor('blocks.1.attn.pattern') ?? { data: [], shape: [] }
      const n = shape[1] as number
      return data[(1 * n + 2) * n + 1] as number
    }
    await userEvent.click(within(figure()).getByText('Table'))
    const [, row] = within(screen.getByRole('table', { name: /What is compared/ })).getAllByRole('row')
    const cells = within(row as HTMLElement).getAllByRole('cell')
    expect(cells.map((cell) => cell.textContent)).toEqual(
      [read('small'), read('deep'), read('deep') - read('small')].map(formatExact),
    )
  })

  it('says that it stands outside, and that one lesson alone differs from nothing', () => {
    const { unmount } = render(<Difference />)
    expect(screen.getByRole('alert')).toHaveTextContent(/Put it inside a Together/)
    unmount()
    render(
      <Together prompt="AB">
        <Lesson model={small} />
        <Difference defaultOpen />
      </Together>,
    )
    expect(screen.getByText(/A difference needs two lessons/)).toBeVisible()
  })

  it('keeps a link for each lesson with an id, and one moment for all', async () => {
    const lessons = (
      <Together prompt="ABCA">
        <Lesson id="one" permalink model={small} maxNewTokens={3}>
          <Probe of="small" />
        </Lesson>
        <Lesson id="two" permalink model={small} maxNewTokens={3} fault="unscaled-scores">
          <Probe of="deep" />
        </Lesson>
        <Probe of="common" />
      </Together>
    )
    const { unmount } = render(lessons)
    seek(ended('write', 2, 1))
    await waitFor(() => expect(location.hash).toMatch(/gf\.one=.*&gf\.two=.*fault:unscaled-scores/))
    const { hash } = location
    unmount()
    location.hash = ''
    location.hash = hash
    render(lessons)
    await waitFor(() => expect(common().time.get()).toBe(ended('write', 2, 1)))
    expectAligned()
    location.hash = ''
  })
})
