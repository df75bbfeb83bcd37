/**
 * What every figure does alike. A new folder in `figures/` is held to it without a line here: its component is found by the
 * folder's name.
 */
import { createModel, generate, runBackward, type Trace } from '@glassformer/core'
import { explain } from '@glassformer/core/explain'
import { loadTextModel } from '@glassformer/core/models/text'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ComponentType, RefAttributes } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it } from 'vitest'
import { Transport } from '../controls/Transport'
import { useLesson } from '../lesson/context'
import type { LessonHandle } from '../lesson/handle'
import { Lesson } from '../lesson/Lesson'
import { NO_SELECTION } from '../lesson/selection'

type AnyFigure = ComponentType<Record<string, unknown> & RefAttributes<HTMLElement>>
const modules = import.meta.glob<Record<string, unknown>>('./*/index.ts', { eager: true })
const figures = Object.entries(modules).map(([path, module]) => {
  const name = path.split('/')[1] as string
  return [name, module[name] as AnyFigure] as const
})

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 3, tokenizer },
)
const generation = generate(model, 'ABCA', { maxNewTokens: 3, compare: true })
const backward = runBackward(model, 'ABCABC')
const places = import.meta.glob<Record<string, unknown>>('./*/{data,geometry,places}.ts', { eager: true })
/** A figure whose cells are numbers of the run says which, and where it shows one. */
function hasNumbers(name: string): boolean {
  return Object.entries(places).some(([path, module]) => path.startsWith(`./${name}/`) && 'addressIn' in module)
}

function inLesson(Figure: AnyFigure): LessonHandle {
  const box: { handle?: LessonHandle } = {}
  const Probe = () => {
    box.handle = useLesson().handle
    return null
  }
  render(
    <Lesson model={model} prompt="ABCA">
      <Probe />
      <Figure />
    </Lesson>,
  )
  return box.handle as LessonHandle
}

function traceOf({ generation, backward }: LessonHandle['run'], tensor: string): Trace {
  return (/^(grad|loss)/.test(tensor) ? backward : generation) as Trace
}

/** The trace that a figure draws: the first that it does not refuse. */
function traceFor(Figure: AnyFigure): Trace {
  for (const trace of [generation, backward]) {
    render(<Figure trace={trace} />)
    const refused = screen.queryByRole('alert') !== null
    cleanup()
    if (!refused) return trace
  }
  throw new Error('This figure draws neither a generation nor a training step.')
}

afterEach(cleanup)

it('finds the figures', () => expect(figures.length).toBeGreaterThanOrEqual(5))

describe.each(figures)('%s', (name, Figure) => {
  const trace = traceFor(Figure)
  const figure = () => screen.getByRole('figure')

  it('is one figure element, to which ref, class, style and the rest go', () => {
    const ref = { current: null as HTMLElement | null }
    render(<Figure trace={trace} ref={ref} className="mine" style={{ maxWidth: 700 }} id="one" data-mine="1" />)
    expect(ref.current).toBe(figure())
    expect(figure()).toHaveClass('mine', 'gf-figure')
    expect(figure()).toHaveStyle({ maxWidth: '700px' })
    expect(figure()).toHaveAttribute('id', 'one')
    expect(figure()).toHaveAttribute('data-mine', '1')
    expect(figure()).toHaveAccessibleName()
  })

  it('shows the text model with no props at all', () => {
    render(<Figure model={loadTextModel()} prompt="the cat sat" />)
    expect(screen.queryByRole('alert')).toBeNull()
    expect(figure().querySelector('.gf-now')?.textContent).toMatch(/\d/)
  })

  it('stands in a lesson, without a transport of its own, and alone with one', () => {
    render(
      <Lesson model={model} prompt="ABCA">
        <Figure />
      </Lesson>,
    )
    expect(screen.queryByRole('group', { name: 'Playback' })).toBeNull()
    cleanup()
    render(<Figure trace={trace} />)
    expect(within(figure()).getByRole('group', { name: 'Playback' })).toBeVisible()
  })

  it('says what it shows in the HTML of the server', () => {
    const html = renderToString(<Figure trace={trace} />)
    expect(html).toMatch(/^<figure\b/)
    const caption = html.match(/class="gf-now"[^>]*>(.*?)<\/figcaption>/s)?.[1]?.replaceAll(/<[^>]+>/g, '')
    expect(caption?.split(/\s+/).length).toBeGreaterThan(3)
    expect(html).not.toMatch(/NaN|undefined|\[object Object\]|>null</)
  })

  it('has its numbers in a table, its words explained, and says how to read it', async () => {
    render(<Figure trace={trace} defaultTime={1e9} />)
    expect(within(figure()).getAllByRole('term').length).toBeGreaterThan(0)
    await userEvent.click(within(figure()).getByText('Table'))
    const table = within(figure()).getByRole('table')
    expect(within(table).getAllByRole('row').length).toBeGreaterThan(1)
    expect(table.textContent).toMatch(/\d\.\d|\d{3}/)
    expect(table.textContent).not.toMatch(/NaN|undefined|-0\b/)
    expect(within(figure()).getByText('About')).toBeVisible()
  })

  it('draws a trace that was cloned, and so lost its methods', () => {
    const clone = structuredClone(trace)
    const { rerender } = render(<Figure trace={clone} />)
    // A trace holds no weights: a figure that reads them says that it needs the model.
    if (screen.queryByRole('alert')) {
      expect(screen.getByRole('alert')).toHaveTextContent('give the model')
      rerender(<Figure trace={clone} model={model} />)
    }
    expect(screen.queryByRole('alert')).toBeNull()
    expect(figure().querySelector('.gf-now')?.textContent).toBeTruthy()
  })

  it.each([
    ['a string', 'trace'],
    ['an empty object', {}],
    ['a number', 7],
    ['another kind', { ...trace, kind: 'sideways' }],
    ['a config that is none', { ...trace, config: { ...trace.config, nLayers: -1 } }],
    ['no tokens', { ...trace, tokens: [] }],
  ])('says in its place that %s is no trace, and the page lives on', (_, bad) => {
    render(
      <>
        <Figure trace={bad} />
        <p>still here</p>
      </>,
    )
    expect(screen.getByRole('alert')).toHaveTextContent(name)
    expect(screen.getByText('still here')).toBeVisible()
  })

  it('heals when a right trace follows a wrong one', () => {
    const { rerender } = render(<Figure trace={{}} />)
    expect(screen.getByRole('alert')).toBeVisible()
    rerender(<Figure trace={trace} />)
    expect(screen.queryByRole('alert')).toBeNull()
    expect(figure()).toBeVisible()
  })

  it('is read by keyboard: each picture is one stop, its cell is named, the ends hold, Escape lets go', () => {
    render(<Figure trace={trace} defaultTime={1e9} />)
    const grids = within(figure()).getAllByRole('grid')
    for (const grid of grids) {
      expect(grid).toHaveAttribute('tabindex', '0')
      expect(grid).toHaveAccessibleName()
      const cell = () => document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')
      const press = (key: string) => fireEvent.keyDown(grid, { key })
      grid.focus()
      const names = new Set<string>()
      for (const key of ['Home', 'PageUp', 'ArrowRight', 'ArrowDown', 'End', 'PageDown', 'ArrowRight', 'ArrowDown']) {
        press(key)
        expect(cell()).toHaveTextContent(/\S/)
        names.add(cell()?.textContent ?? '')
      }
      expect(names.size).toBeGreaterThan(1)
      expect(Number(cell()?.getAttribute('aria-colindex'))).toBe(Number(grid.getAttribute('aria-colcount')))
      const readout = () => figure().querySelector('.gf-readout')?.textContent
      const pointed = readout()
      press('Escape')
      fireEvent.blur(grid)
      expect(readout()).not.toBe(pointed)
    }
  })

  it('has no live region that an arrow key changes', () => {
    render(
      <Lesson model={model} prompt="ABCA">
        <Figure />
        <Transport />
      </Lesson>,
    )
    const live = () =>
      [...document.querySelectorAll('[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"], output')].map(
        (node) => node.textContent,
      )
    const before = live()
    for (const grid of screen.getAllByRole('grid')) {
      grid.focus()
      for (const key of ['ArrowRight', 'ArrowDown', 'Enter']) fireEvent.keyDown(grid, { key })
    }
    expect(live()).toEqual(before)
  })

  if (!hasNumbers(name)) return
  it('opens a number by Enter, closes it by Enter, and lights one that is chosen elsewhere', async () => {
    const lesson = inLesson(Figure)
    act(() => lesson.dispatch({ type: 'seek', timeMs: lesson.sequence.durationMs }))
    const opened = new Set<string>()
    for (const grid of within(figure()).getAllByRole('grid')) {
      grid.focus()
      for (const key of ['Home', 'PageUp', 'ArrowRight', 'ArrowDown', 'ArrowDown']) {
        fireEvent.keyDown(grid, { key })
        fireEvent.keyDown(grid, { key: 'Enter' })
        const cell = lesson.inspected.get()?.cell
        if (!cell) continue
        opened.add(cell.tensor)
        expect(lesson.selection.get().pinned.cell).toEqual(cell)
        // It is a number of the run, at a place that it has.
        expect(() => explain(traceOf(lesson.run, cell.tensor), cell.tensor, cell.index)).not.toThrow()
        fireEvent.keyDown(grid, { key: 'Enter' })
        expect(lesson.inspected.get()).toBeNull()
        fireEvent.keyDown(grid, { key: 'Escape' })
        fireEvent.blur(grid)
        const lit = () => figure().querySelectorAll('.gf-ring[data-mark="chosen"], [data-lit]').length
        const before = lit()
        act(() => lesson.selection.set({ hover: null, pinned: { ...NO_SELECTION, cell } }))
        expect(lit()).toBe(before + 1)
        act(() => lesson.selection.set({ hover: null, pinned: NO_SELECTION }))
      }
    }
    expect(opened.size).toBeGreaterThan(0)
  })
})
