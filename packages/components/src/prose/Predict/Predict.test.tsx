/** Long, since one question on one page is asked, held, answered and asked anew; what stands inside the lesson is handed out once. */
import { createModel, generate, type Model } from '@glassformer/core'
import { loadTextModel } from '@glassformer/core/models/text'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Transport } from '../../controls/Transport'
import { type SettingsValue, useLesson, useSettings, useTyping } from '../../lesson/context'
import type { LessonHandle } from '../../lesson/handle'
import { Lesson, type LessonProps } from '../../lesson/Lesson'
import { pin } from '../../lesson/selection'
import { formatProb, visibleToken } from '../../messages/format'
import { Together } from '../Together'
import { Predict, type PredictProps } from './Predict'

const text = loadTextModel()
const PROMPT = 'Anna gave the red ball to Ben. Ben thanked'
let lesson: LessonHandle
let type: ((text: string) => void) | null
let change: SettingsValue['change']

/** Hands out what is inside of the lesson. */
function Inside() {
  lesson = useLesson().handle
  type = useTyping().setPrompt
  change = useSettings()?.change ?? null
  return null
}

const page = (props: PredictProps = {}, of: Partial<LessonProps> = {}) => (
  <Lesson model={text} prompt={PROMPT} {...of}>
    <Inside />
    <Predict {...props} />
  </Lesson>
)
const show = (props?: PredictProps, of?: Partial<LessonProps>) => render(page(props, of))
const box = () => document.querySelector('.gf-ask') as HTMLElement
const said = () => screen.getByRole('status').textContent
const radio = (token: string) =>
  screen
    .getAllByRole('radio')
    .find((one) => one.closest('label')?.querySelector('.gf-chip')?.textContent === token) as HTMLElement
const button = () => screen.getByRole('button', { name: /Answer|Watch/ })
const cueOf = (kind: string, step = 0, layer: number | null = null) =>
  lesson.sequence.cues.find(({ cue }) => cue.kind === kind && cue.step === step && cue.layer === layer) as {
    startMs: number
    endMs: number
  }
/** The run of a text by the core alone. */
const runOf = (prompt: string, model: Model = text) => generate(model, prompt, { maxNewTokens: 6 })
const typed = async (words: string) => {
  await act(async () => type?.(words))
  await waitFor(() => expect(box()).not.toHaveAttribute('data-stale'))
}

describe('Predict, the next token', () => {
  it('asks, takes an answer by keyboard, and says the reader’s beside the model’s own', async () => {
    show()
    const { steps } = runOf(PROMPT)
    const [first, second] = steps[0]?.candidates ?? []
    expect(screen.getByRole('group', { name: 'Which token comes next, after ·thanked?' })).toBe(box())
    // The question is said once, by what is around.
    expect(within(box()).getByRole('radiogroup')).toHaveAccessibleName('Answers')
    expect(screen.getAllByRole('radio')).toHaveLength(4)
    const wrong = radio(visibleToken(second?.text ?? ''))
    await userEvent.tab()
    await userEvent.tab()
    while (document.activeElement !== wrong) await userEvent.keyboard('{ArrowRight}')
    expect(wrong).toBeChecked()
    await userEvent.keyboard('{Enter}')
    expect(box()).toHaveAttribute('data-state', 'wrong')
    expect(said()).toContain('The model goes on otherwise.')
    expect(said()).toContain(
      `You ${visibleToken(second?.text ?? '')}, probability ${formatProb(second?.prob ?? 0)}, number 2 of ${text.config.dVocab.toLocaleString('en-US')}`,
    )
    expect(said()).toContain(
      `The model ${visibleToken(first?.text ?? '')}, probability ${formatProb(first?.prob ?? 0)}, its first`,
    )
    expect(wrong).toHaveFocus()
    // Committed: another choice changes nothing.
    await userEvent.keyboard('{ArrowRight}')
    await userEvent.click(radio(visibleToken(first?.text ?? '')))
    expect(wrong).toBeChecked()
    expect(box()).toHaveAttribute('data-state', 'wrong')
  })

  it('says that a right answer is right, once for both', async () => {
    show()
    const { sampled } = runOf(PROMPT).steps[0] ?? {}
    await userEvent.click(radio(visibleToken(sampled?.text ?? '')))
    await userEvent.click(button())
    expect(box()).toHaveAttribute('data-state', 'right')
    expect(said()).toMatch(/^Right.*You and the model/)
    expect(document.querySelectorAll('.gf-ask-line')).toHaveLength(1)
    expect(button()).toHaveFocus()
  })

  it('tells nothing of the answer before it is given, in anything that it renders', () => {
    const { candidates = [] } = runOf(PROMPT).steps[0] ?? {}
    for (const props of [{}, { by: 'typing' }] as const) {
      const html = renderToString(page(props))
      expect(html).not.toMatch(/data-right|✓|0\.\d\d/)
      const { unmount } = show(props)
      for (const { prob } of candidates) expect(box().outerHTML).not.toContain(formatProb(prob))
      const labels = screen.queryAllByRole('radio').map((one) => one.closest('label')?.className)
      expect(new Set(labels).size).toBeLessThan(2)
      unmount()
    }
  })

  it('takes a typed text as the token that it is, and says so where it is several', async () => {
    show({ by: 'typing' })
    const input = screen.getByRole('textbox', { name: 'The next token' })
    await userEvent.type(input, '{Enter}')
    expect(said()).toBe('Choose or type an answer first.')
    await userEvent.type(input, 'zebra{Enter}')
    expect(said()).toMatch(/Your text is \d+ tokens to this model\. Its first, ·\w*, is what counts\./)
    expect(input).toHaveFocus()
    await userEvent.type(input, 'more')
    expect(input).toHaveValue('zebra')
  })

  it('says what the tokenizer refuses, and takes another text', async () => {
    const tokenizer = createCharTokenizer('ABC')
    const letters = createModel({ nLayers: 1, nHeads: 1, dModel: 8, nCtx: 12, dVocab: 3 }, { seed: 2, tokenizer })
    show({ by: 'typing' }, { model: letters, prompt: 'ABCA' })
    const input = screen.getByRole('textbox', { name: 'The next token' })
    await userEvent.type(input, 'Z{Enter}')
    expect(said()).toContain('Z')
    expect(box()).toHaveAttribute('data-state', 'open')
    await userEvent.type(input, '{Backspace}B{Enter}')
    expect(said()).toContain('You')
  })
})

describe('Predict and the clock', () => {
  it('says where the figures show the answer already, and one press goes to before it, the focus to the answer', async () => {
    show()
    expect(lesson.time.get()).toBe(cueOf('sample').endMs)
    await userEvent.click(screen.getByRole('button', { name: 'Go to just before it' }))
    expect(lesson.time.get()).toBe(cueOf('sample').startMs)
    expect(screen.getAllByRole('radio')[0]).toHaveFocus()
    expect(screen.queryByText('The figures already show the answer.')).toBeNull()
    act(() => lesson.dispatch({ type: 'step', by: 1 }))
    expect(screen.getByText('The figures already show the answer.')).toBeVisible()
  })

  it('goes through the step that shows it when it is answered, and again on demand', async () => {
    show({ ask: 'key', layer: 1, head: 2, position: 'ball' })
    const { startMs, endMs } = cueOf('prefill', 0, 1)
    await userEvent.click(screen.getAllByRole('radio')[0] as HTMLElement)
    await userEvent.click(button())
    expect(lesson.player.get().playing).toBe(true)
    expect(lesson.time.get()).toBeGreaterThanOrEqual(startMs)
    expect(lesson.time.get()).toBeLessThan(endMs)
    await waitFor(() => expect(lesson.time.get()).toBe(endMs))
    expect(lesson.player.get().playing).toBe(false)
    expect(lesson.selection.get().pinned).toMatchObject({ layer: 1, head: 2, position: 4 })
    await userEvent.click(button())
    expect(lesson.player.get().playing).toBe(true)
    await waitFor(() => expect(lesson.player.get().playing).toBe(false))
  })

  it('keeps the clock before it, if it is to, until the answer is there', async () => {
    show({ hold: true })
    const { startMs, endMs } = cueOf('sample')
    expect(lesson.time.get()).toBe(startMs)
    expect(screen.getByText('The clock waits here for your answer.')).toBeVisible()
    for (const event of [
      { type: 'step', by: 1 },
      { type: 'seek', timeMs: 1e9 },
    ] as const) {
      act(() => lesson.dispatch(event))
      expect(lesson.time.get()).toBe(startMs)
    }
    act(() => lesson.dispatch({ type: 'seek', timeMs: startMs - 200 }))
    // It does not wait here yet.
    expect(screen.queryByText('The clock waits here for your answer.')).toBeNull()
    act(() => lesson.dispatch({ type: 'play' }))
    await waitFor(() => expect(lesson.player.get().playing).toBe(false))
    expect(lesson.time.get()).toBe(startMs)
    await userEvent.click(screen.getAllByRole('radio')[0] as HTMLElement)
    await userEvent.click(button())
    await waitFor(() => expect(lesson.time.get()).toBe(endMs))
    act(() => lesson.dispatch({ type: 'seek', timeMs: 1e9 }))
    expect(lesson.time.get()).toBeGreaterThan(endMs)
  })
})

it('lets go of the clock without an answer, which can still be given, and keeps it again in a new run', async () => {
  show({ hold: true })
  await userEvent.click(screen.getByRole('button', { name: 'Go on without answering' }))
  expect(screen.getAllByRole('radio')[0]).toHaveFocus()
  expect(screen.queryByText(/The clock waits/)).toBeNull()
  act(() => lesson.dispatch({ type: 'seek', timeMs: 1e9 }))
  expect(lesson.time.get()).toBeGreaterThan(cueOf('sample').endMs)
  expect(screen.getByText('The figures already show the answer.')).toBeVisible()
  await typed('the cat sat on the')
  expect(screen.getByText('The clock waits here for your answer.')).toBeVisible()
  expect(lesson.time.get()).toBe(cueOf('sample').startMs)
})

describe('Predict that holds, in a page that is scrolled', () => {
  const watched = new Map<Element, (inView: boolean) => void>()
  /** Scrolls the question into view, or out of it. */
  const scroll = (inView: boolean) =>
    act(() => {
      for (const tell of watched.values()) tell(inView)
    })
  const scrolls = () =>
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        constructor(private readonly told: (entries: { isIntersecting: boolean }[]) => void) {}
        observe(node: Element) {
          watched.set(node, (isIntersecting) => this.told([{ isIntersecting }]))
        }
        disconnect() {
          watched.clear()
        }
      },
    )
  afterEach(() => {
    vi.unstubAllGlobals()
    watched.clear()
  })
  const held = () =>
    render(
      <Lesson model={text} prompt={PROMPT}>
        <Inside />
        <Predict hold />
        <Transport />
      </Lesson>,
    )
  const waits = () => screen.queryByRole('button', { name: 'Go to the question' })
  const settled = () => waitFor(() => expect(document.querySelector('[data-stale]')).toBeNull())
  const resample = async () => {
    const before = lesson
    act(() => change?.({ sampling: { temperature: 1, topK: null, topP: 1, minP: 0, seed: 3 } }))
    await waitFor(() => expect(lesson).not.toBe(before))
    await settled()
  }

  it('moves nothing until it is seen, and from then on the transport says what the clock waits for', async () => {
    scrolls()
    held()
    const still = cueOf('sample').endMs
    expect(lesson.time.get()).toBe(still)
    act(() => lesson.dispatch({ type: 'seek', timeMs: 1e9 }))
    expect(lesson.time.get()).toBe(lesson.sequence.durationMs)
    act(() => lesson.dispatch({ type: 'seek', timeMs: still }))
    expect(waits()).toBeNull()
    scroll(false)
    expect(lesson.time.get()).toBe(still)
    scroll(true)
    expect(lesson.time.get()).toBe(cueOf('sample').startMs)
    expect(waits()).toBeVisible()
    scroll(false)
    act(() => lesson.dispatch({ type: 'seek', timeMs: 1e9 }))
    expect(lesson.time.get()).toBe(cueOf('sample').startMs)
    act(() => lesson.dispatch({ type: 'seek', timeMs: cueOf('sample').startMs - 1 }))
    expect(waits()).toBeNull()
    act(() => lesson.dispatch({ type: 'step', by: 1 }))
    const into = vi.fn()
    Element.prototype.scrollIntoView = into
    await userEvent.click(waits() as HTMLElement)
    expect(into.mock.contexts[0]).toBe(box().querySelector('.gf-ask-question'))
    expect(screen.getAllByRole('radio')[0]).toHaveFocus()
  })

  it('goes on to where the clock was before', async () => {
    scrolls()
    held()
    const { durationMs } = lesson.sequence
    act(() => lesson.dispatch({ type: 'seek', timeMs: durationMs }))
    scroll(true)
    expect(lesson.time.get()).toBe(cueOf('sample').startMs)
    await userEvent.click(screen.getByRole('button', { name: 'Go on without answering' }))
    expect(lesson.time.get()).toBe(durationMs)
    expect(waits()).toBeNull()
  })

  it.each(['answered', 'waved through'])('%s, is not held again when only the sampling changes', async (how) => {
    held()
    if (how === 'answered') {
      await userEvent.click(screen.getAllByRole('radio')[0] as HTMLElement)
      await userEvent.click(button())
      await waitFor(() => expect(lesson.player.get().playing).toBe(false))
    } else await userEvent.click(screen.getByRole('button', { name: 'Go on without answering' }))
    expect(lesson.time.get()).toBe(cueOf('sample').endMs)
    await resample()
    expect(box()).toHaveAttribute('data-state', 'open')
    expect(lesson.time.get()).toBe(cueOf('sample').endMs)
    expect(waits()).toBeNull()
    await typed('the cat sat on the')
    expect(lesson.time.get()).toBe(cueOf('sample').startMs)
    expect(waits()).toBeVisible()
  })

  it('stays held when the sampling changes before an answer, and asks of another text when that is seen', async () => {
    scrolls()
    held()
    scroll(true)
    await resample()
    expect(lesson.time.get()).toBe(cueOf('sample').startMs)
    expect(waits()).toBeVisible()
    await typed('the cat sat on the')
    expect(waits()).toBeNull()
    act(() => lesson.dispatch({ type: 'seek', timeMs: 1e9 }))
    expect(lesson.time.get()).toBe(lesson.sequence.durationMs)
    scroll(true)
    expect(lesson.time.get()).toBe(cueOf('sample').startMs)
    expect(waits()).toBeVisible()
  })

  it('is told by the transport of all where lessons go together', async () => {
    render(
      <Together prompt={PROMPT}>
        <Lesson model={text}>
          <Predict hold />
        </Lesson>
        <Lesson model={text}>
          <Inside />
        </Lesson>
        <Transport />
      </Together>,
    )
    expect(waits()).toBeVisible()
    expect(lesson.time.get()).toBe(cueOf('sample').startMs)
    await userEvent.click(screen.getByRole('button', { name: 'Go on without answering' }))
    expect(lesson.time.get()).toBe(cueOf('sample').endMs)
    expect(waits()).toBeNull()
  })
})

it('takes a token that is pressed in a figure as the choice of a key, and nothing after the answer', async () => {
  show({ ask: 'key', layer: 1, head: 0 })
  const choose = (at: Parameters<typeof pin>[1]) => act(() => lesson.selection.set(pin(lesson.selection.get(), at)))
  const checked = () => screen.getAllByRole('radio').findIndex((one) => (one as HTMLInputElement).checked)
  choose({ position: 9 })
  expect(checked()).toBe(-1)
  choose({ position: 4 })
  expect(checked()).toBe(4)
  choose({ position: 9, key: 2 })
  expect(checked()).toBe(2)
  choose(null)
  expect(checked()).toBe(2)
  expect(box()).toHaveAttribute('data-state', 'open')
  await userEvent.click(button())
  choose({ position: 9, key: 5 })
  expect(checked()).toBe(2)
})

describe('Predict, a key and a number', () => {
  it('offers the keys that the query sees, and says every weight once it is answered', async () => {
    show({ ask: 'key', layer: 1, head: 0, position: 'gave' })
    expect(screen.getByRole('group', { name: 'Which token does ·gave read most, in layer 1, head 0?' })).toBe(box())
    expect(screen.getAllByRole('radio')).toHaveLength(2)
    const { data, shape } = runOf(PROMPT).tensor('blocks.1.attn.pattern')
    const weights = [0, 1].map((key) => formatProb(data[(shape[1] as number) + key] as number))
    await userEvent.click(screen.getAllByRole('radio')[1] as HTMLElement)
    await userEvent.click(button())
    expect([...document.querySelectorAll('.gf-ask-result')].map((node) => node.textContent)).toEqual(weights)
    expect(document.querySelectorAll('[data-right]')).toHaveLength(1)
    expect(said()).toContain(`weight ${weights[1]}`)
  })

  it('takes a number, says its unit and how far it may be off, and then how far it was', async () => {
    show({ of: 'cacheBytes', at: { kind: 'sample', step: 0 }, tolerance: 0.2, children: 'How many bytes?' })
    const bytes = runOf(PROMPT).steps[0]?.counts.bytes.cacheSize as number
    const input = screen.getByRole('textbox', { name: 'A number' })
    expect(input).toHaveAccessibleDescription('Within 20% of it counts.')
    expect(box()).toHaveTextContent('bytes')
    expect(box()).not.toHaveTextContent(bytes.toLocaleString('en-US'))
    await userEvent.type(input, 'many{Enter}')
    expect(said()).toMatch(/no number/)
    await userEvent.clear(input)
    await userEvent.type(input, `${bytes / 2}{Enter}`)
    expect(said()).toContain('Too far off.')
    expect(said()).toContain(`The run ${bytes.toLocaleString('en-US')} bytes`)
    expect(said()).toContain('Yours is 0.5 times the run’s.')
    await typed(`${PROMPT} Anna.`)
    const now = runOf(`${PROMPT} Anna.`).steps[0]?.counts.bytes.cacheSize as number
    await userEvent.clear(input)
    await userEvent.type(input, `${Math.round(now * 1.1).toLocaleString('en-US')}{Enter}`)
    expect(box()).toHaveAttribute('data-state', 'right')
    expect(said()).toContain(`The run ${now.toLocaleString('en-US')} bytes`)
  })

  it('has nothing to watch of what is so from the start, and keeps the focus', async () => {
    show({ of: 'layers', tolerance: 0 })
    expect(screen.queryByText(/already show/)).toBeNull()
    await userEvent.type(screen.getByRole('textbox', { name: 'A number' }), '4')
    await userEvent.click(screen.getByRole('button', { name: 'Answer' }))
    const after = screen.getByRole('button', { name: 'Answered' })
    expect(after).toHaveAttribute('aria-disabled', 'true')
    expect(after).toHaveFocus()
    expect(box()).toHaveAttribute('data-state', 'right')
  })
})

describe('Predict and a new run', () => {
  it('asks anew of the new text, and keeps the answer to the one before in sight, also beside the new one', async () => {
    show()
    await userEvent.click(screen.getAllByRole('radio')[0] as HTMLElement)
    await userEvent.click(button())
    const before = box().querySelector('.gf-ask-line')?.textContent as string
    await typed('the cat sat on the')
    expect(box()).toHaveAttribute('data-state', 'open')
    expect(said()).toBe('')
    expect(screen.getByText('The run has changed, so this is asked anew.')).toBeVisible()
    expect(screen.getByRole('group', { name: /after ·the₄?/ })).toBe(box())
    const kept = box().querySelector('.gf-ask-before')
    expect(kept).toHaveTextContent(`Of “${PROMPT.slice(0, 20)}`)
    expect(kept).toHaveTextContent(before)
    for (const one of screen.getAllByRole('radio')) expect(one).not.toBeChecked()
    const { sampled } = runOf('the cat sat on the').steps[0] ?? {}
    await userEvent.click(radio(visibleToken(sampled?.text ?? '')))
    await userEvent.click(button())
    expect(box()).toHaveAttribute('data-state', 'right')
    expect(box().querySelector('.gf-ask-before')).toHaveTextContent(before)
    expect(screen.queryByText(/asked anew/)).toBeNull()
  })

  it('cannot be asked of a run that does not have it, says why, and can again', async () => {
    show({ ask: 'key', position: 'ball', layer: 0 })
    await typed('the cat sat')
    expect(box()).toHaveTextContent('This cannot be asked of this run: no “ball” in the text.')
    expect(screen.queryByRole('radio')).toBeNull()
    expect(screen.queryByRole('button', { name: 'Answer' })).toBeNull()
    await typed('a ball and a cat')
    expect(screen.getAllByRole('radio')).toHaveLength(2)
  })
})

describe('Predict in a page', () => {
  it('is refused outside of a lesson, and without what to ask for', () => {
    const { rerender } = render(<Predict />)
    expect(screen.getByRole('alert')).toHaveTextContent(/lesson around it, and there is none/)
    rerender(page({ ask: 'number' }))
    expect(screen.getByRole('alert')).toHaveTextContent('Predict asks for a number')
    rerender(page({ at: { kind: 'sample', step: 77 } }))
    expect(box()).toHaveTextContent('this run has no step “sample”')
    rerender(page())
    expect(screen.getAllByRole('radio')).toHaveLength(4)
  })

  it('hands ref, class, style and the rest to its element', () => {
    const ref = { current: null as HTMLDivElement | null }
    show({ ref, className: 'mine', style: { maxWidth: 300 }, id: 'q1' })
    expect(ref.current).toBe(box())
    expect(box()).toHaveClass('mine')
    expect(box()).toHaveAttribute('id', 'q1')
    expect(box().style.maxWidth).toBe('300px')
  })

  it('is in the HTML of a server with its choices, and hydrates without a word', async () => {
    const html = renderToString(page({ children: <p>What comes next?</p> }))
    expect(html).toContain('What comes next?')
    expect(html.match(/type="radio"/g)).toHaveLength(4)
    const host = document.createElement('div')
    host.innerHTML = html
    document.body.append(host)
    const logged = vi.spyOn(console, 'error')
    const root = await act(async () => hydrateRoot(host, page({ children: <p>What comes next?</p> })))
    expect(logged).not.toHaveBeenCalled()
    await userEvent.click(within(host).getAllByRole('radio')[2] as HTMLElement)
    await userEvent.click(within(host).getByRole('button', { name: 'Answer' }))
    expect(within(host).getByRole('status')).toHaveTextContent('You')
    await act(async () => root.unmount())
    host.remove()
  })
})
