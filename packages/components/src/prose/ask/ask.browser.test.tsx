/** Questions as a reader has them: by keyboard, on a phone, on paper, in a page with a style of its own. Long, since it is one page in all of these. */
import '../../styles/index.css'
import { generate } from '@glassformer/core'
import { loadTextModel } from '@glassformer/core/models/text'
import { cleanup, render, screen, waitFor, within } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { cdp, page, userEvent } from 'vitest/browser'
import { Transport } from '../../controls/Transport'
import { AttentionHead } from '../../figures/AttentionHead'
import { TokenPipeline } from '../../figures/TokenPipeline'
import { useLesson } from '../../lesson/context'
import type { LessonHandle } from '../../lesson/handle'
import { Lesson } from '../../lesson/Lesson'
import { formatProb, visibleToken } from '../../messages/format'
import { Check } from '../Check'
import { Moment } from '../Moment'
import { Predict } from '../Predict'

const model = loadTextModel()
const TEXT = 'Anna gave the red ball to Ben. Ben thanked'
let lesson: LessonHandle

function Inside() {
  lesson = useLesson().handle
  return null
}

const show = (children: ReactNode, prompt = TEXT) =>
  render(
    <Lesson model={model} prompt={prompt}>
      <Inside />
      {children}
    </Lesson>,
  )
const box = () => document.querySelector('.gf-ask') as HTMLElement
const said = () => within(box()).getByRole('status').textContent
const seen = (node: Element | null) => node !== null && node.getClientRects().length > 0
const chosen = () =>
  document.querySelector('.gf-ask input:checked')?.closest('label')?.querySelector('.gf-chip')?.textContent
/** Replaces the text in the figure's input, as a keystroke does. */
const type = async (text: string) => {
  const input = screen.getByRole<HTMLInputElement>('textbox', { name: 'Text' })
  await userEvent.fill(input, text)
  await waitFor(() => expect(document.querySelector('[data-stale]')).toBeNull())
}
const media = (type: string) =>
  (cdp() as unknown as { send(method: string, params: unknown): Promise<unknown> }).send('Emulation.setEmulatedMedia', {
    media: type,
  })

afterEach(async () => {
  await media('')
  await page.viewport(800, 600)
  cleanup()
})

describe('a question, by keyboard alone', () => {
  it('is reached by Tab, chosen by arrows and answered by Enter, and then its step plays', async () => {
    show(
      <>
        <Predict hold />
        <Transport />
      </>,
    )
    const { candidates = [], sampled } = generate(model, TEXT, { maxNewTokens: 1 }).steps[0] ?? {}
    // It is in view, and holds as soon as the browser says so.
    await screen.findByText('The clock waits here for your answer.')
    await userEvent.keyboard('{Tab}')
    expect(document.activeElement).toBe(screen.getAllByRole('radio')[0])
    expect(chosen()).toBeUndefined()
    await userEvent.keyboard('{ArrowRight}')
    const first = chosen()
    while (chosen() !== visibleToken(sampled?.text ?? '')) await userEvent.keyboard('{ArrowRight}')
    expect(candidates.slice(0, 4).map(({ text }) => visibleToken(text))).toContain(first)
    await userEvent.keyboard('{Enter}')
    expect(box().dataset.state).toBe('right')
    expect(said()).toContain(`probability ${formatProb(sampled?.prob ?? 0)}`)
    // Spoken as one text, in which lines do not run into each other.
    expect(within(box()).getByRole('status').childNodes).toHaveLength(1)
    expect(said()).toMatch(/\. You \S/)
    const cue = lesson.sequence.cues.find(({ cue: { kind } }) => kind === 'sample')
    expect(lesson.player.get().playing).toBe(true)
    await expect.poll(() => lesson.player.get().playing).toBe(false)
    expect(lesson.time.get()).toBe(cue?.endMs)
    expect(document.activeElement).toHaveAttribute('type', 'radio')
    await userEvent.keyboard('{Tab}')
    expect(document.activeElement).toHaveTextContent('Watch it again')
  })

  it('keeps what was chosen when it is answered: arrows change nothing any more', async () => {
    show(<Predict ask="key" layer={1} head={0} />)
    screen.getAllByRole('radio')[2]?.focus()
    await userEvent.keyboard(' {Enter}')
    const before = chosen()
    expect(before).toBe('·the')
    await userEvent.keyboard('{ArrowRight}{ArrowRight}')
    expect(chosen()).toBe(before)
    expect(said()).toContain('You ·the')
  })

  it('is tried again, a check, with the focus where it was', async () => {
    show(
      <Check which="largest" choices={['Mia', 'Anna'].map((name) => ({ says: name, of: 'probability', token: name }))}>
        Who?
      </Check>,
    )
    screen.getAllByRole('radio')[0]?.focus()
    await userEvent.keyboard(' {Enter}')
    expect(box().dataset.state).toBe('wrong')
    await userEvent.keyboard('{ArrowDown}{Enter}')
    expect(box().dataset.state).toBe('right')
    expect(document.activeElement).toBe(screen.getAllByRole('radio')[1])
  })
})

describe('a question beside figures', () => {
  it('shows the head and the token that it was about, and nothing of them before', async () => {
    show(
      <>
        <Predict ask="key" layer={2} head={3} position="ball" hold />
        <AttentionHead />
      </>,
    )
    expect(screen.getByRole('figure')).not.toHaveTextContent('layer 2, head 3')
    await userEvent.click(screen.getAllByRole('radio')[0] as HTMLElement)
    await userEvent.click(screen.getByRole('button', { name: 'Answer' }))
    await expect
      .poll(() => document.querySelector('figure .gf-now')?.textContent)
      .toMatch(/^·ball (reads|spreads) .*layer 2, head 3\.$/)
  })

  it('is asked of the text that the reader types, in mid-play, and the answer to the one before stays', async () => {
    show(
      <>
        <TokenPipeline />
        <Predict />
        <Transport />
      </>,
    )
    await userEvent.click(screen.getAllByRole('radio')[1] as HTMLElement)
    const first = chosen() as string
    await userEvent.click(screen.getByRole('button', { name: 'Answer' }))
    // Its step plays.
    expect(screen.getByRole('button', { name: 'Pause' })).toBeVisible()
    await type('Tom gave the red ball to Mia. Mia thanked')
    expect(box().dataset.state).toBe('open')
    expect(screen.getByText('The run has changed, so this is asked anew.')).toBeVisible()
    expect(box().querySelector('.gf-ask-before')).toHaveTextContent(first)
    const { sampled } = generate(model, 'Tom gave the red ball to Mia. Mia thanked', { maxNewTokens: 1 }).steps[0] ?? {}
    const right = screen
      .getAllByRole('radio')
      .find((one) => one.closest('label')?.textContent === visibleToken(sampled?.text ?? ''))
    await userEvent.click(right as HTMLElement)
    await userEvent.click(screen.getByRole('button', { name: 'Answer' }))
    expect(box().dataset.state).toBe('right')
    expect(box().querySelector('.gf-ask-before')).toHaveTextContent(first)
  })
})

describe('a question far down the page that holds', () => {
  it('leaves what is above alone until it is seen, then is found from the transport', async () => {
    show(
      <>
        <Moment kind="write">Watch it being written.</Moment>
        <TokenPipeline />
        <div style={{ height: 2000 }} />
        <Predict hold />
        <div style={{ height: 2000 }} />
        <Transport />
      </>,
    )
    const before = lesson.time.get()
    const cue = lesson.sequence.cues.find(({ cue: { kind } }) => kind === 'sample')
    expect(before).toBe(cue?.endMs)
    await userEvent.click(screen.getByRole('button', { name: 'Watch it being written.' }))
    expect(lesson.time.get()).toBeGreaterThan(before)
    const away = lesson.time.get()
    box().scrollIntoView({ block: 'center' })
    await expect.poll(() => lesson.time.get()).toBe(cue?.startMs)
    scrollTo(0, 0)
    await userEvent.click(screen.getByRole('button', { name: 'Watch it being written.' }))
    expect(lesson.time.get()).toBe(cue?.startMs)
    expect(screen.getByText('The clock waits for your answer.')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Go to the question' }))
    expect(document.activeElement).toBe(screen.getAllByRole('radio')[0])
    const { top, bottom } = box().getBoundingClientRect()
    expect(top).toBeGreaterThan(0)
    expect(bottom).toBeLessThan(document.querySelector('.gf-transport')?.getBoundingClientRect().top ?? 0)
    await userEvent.click(screen.getByRole('button', { name: 'Go on without answering' }))
    expect(lesson.time.get()).toBe(away)
    expect(screen.queryByText('The clock waits for your answer.')).toBeNull()
  })
})

describe('what is said of an answer', () => {
  const questions = [
    ['Predict', <Predict key="predict" ask="key" layer={1} head={0} hold />, 'Answer'],
    [
      'Check',
      <Check
        key="check"
        choices={[
          { says: 'Yes', when: { of: 'layers', is: '>', value: 9 } },
          { says: 'No', when: 'otherwise' },
        ]}
        wrong={<p>A word of the author.</p>}
      >
        Is it deep?
      </Check>,
      'Check',
    ],
  ] as const
  const showTall = (question: ReactNode) =>
    show(
      <>
        <div style={{ height: 1500 }} />
        {question}
        <div style={{ height: 1500 }} />
        <Transport />
      </>,
    )
  const edge = () => document.querySelector('.gf-transport')?.getBoundingClientRect().top ?? 0
  const verdict = () => box().querySelector('.gf-ask-said')?.getBoundingClientRect() as DOMRect
  /** Scrolls so that an element ends at a height of the window. */
  const endAt = (node: Element, y: number) => {
    scrollBy(0, node.getBoundingClientRect().bottom - y)
    return new Promise((resolve) => setTimeout(resolve, 100))
  }

  it.each(questions)('comes into view from beneath the transport: %s', async (_, question, label) => {
    showTall(question)
    await endAt(screen.getByRole('button', { name: label }), edge() - 5)
    // A hold has made the transport higher meanwhile.
    await endAt(screen.getByRole('button', { name: label }), edge() - 5)
    await userEvent.click(screen.getAllByRole('radio')[0] as HTMLElement)
    await userEvent.click(screen.getByRole('button', { name: label }))
    expect(verdict().height).toBeGreaterThan(0)
    await expect.poll(() => verdict().bottom).toBeLessThan(edge())
    expect(verdict().top).toBeGreaterThan(0)
  })

  it.each(questions)('scrolls nothing where it is in view: %s', async (_, question, label) => {
    showTall(question)
    await endAt(screen.getByRole('button', { name: label }), 250)
    await userEvent.click(screen.getAllByRole('radio')[0] as HTMLElement)
    const before = scrollY
    await userEvent.click(screen.getByRole('button', { name: label }))
    expect(verdict().height).toBeGreaterThan(0)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(scrollY).toBe(before)
  })
})

const long = Array.from({ length: 12 }, (_, i) => `The ${['dog', 'cat', 'bird'][i % 3]} saw Anna.`).join(' ')
const every = (
  <>
    <Predict choices={12} />
    <Predict by="typing" />
    <Predict ask="key" layer={1} head={0} />
    <Predict of="cacheBytes" />
    <Check
      choices={[
        {
          says: 'It is more than a thousand numbers, all of which are kept for as long as anybody may ask',
          when: { of: 'cacheBytes', is: '>', value: 1000 },
        },
        { says: 'It is less', when: 'otherwise' },
      ]}
    >
      How much is kept?
    </Check>
  </>
)

describe('questions in a narrow window', () => {
  it.each([320, 390])('are no wider than %d pixels, answered or not, of a long text', async (width) => {
    await page.viewport(width, 800)
    show(every, long)
    const wide = () => document.documentElement.scrollWidth
    expect(wide()).toBeLessThanOrEqual(width)
    for (const one of document.querySelectorAll<HTMLElement>('.gf-ask')) {
      const radio = within(one).queryAllByRole('radio')[0]
      if (radio) await userEvent.click(radio)
      else await userEvent.fill(within(one).getByRole('textbox'), '12345678901234567890')
      await userEvent.click(within(one).getByRole('button', { name: /^(Answer|Check)$/ }))
      expect(one.dataset.state).not.toBe('open')
    }
    expect(wide()).toBeLessThanOrEqual(width)
  })
})

describe('questions on paper', () => {
  it('are there with what was chosen and said, and nothing to press', async () => {
    show(<Predict ask="key" layer={1} head={0} />)
    await userEvent.click(screen.getAllByRole('radio')[2] as HTMLElement)
    await userEvent.click(screen.getByRole('button', { name: 'Answer' }))
    await media('print')
    for (const node of box().querySelectorAll('button, .gf-ask-hint')) expect(seen(node)).toBe(false)
    expect(seen(box().querySelector('.gf-ask-question'))).toBe(true)
    expect(seen(box().querySelector('.gf-ask-lines'))).toBe(true)
    const chips = [...box().querySelectorAll('.gf-chip')]
    expect(chips).toHaveLength(10)
    for (const chip of chips) expect(seen(chip)).toBe(true)
    const ring = (chip: Element | undefined) => getComputedStyle(chip as Element).boxShadow
    expect(ring(chips[2])).not.toBe(ring(chips[3]))
  })
})

describe('questions in a page with a style of its own', () => {
  it('keep their buttons and inputs, and take the page’s font for words', async () => {
    const sheet = document.createElement('style')
    sheet.textContent = `.host { font-family: Georgia, serif; } .host button { background: red; padding: 30px; border-radius: 50px; width: 100%; }
      .host input { width: 100%; padding: 30px; border: 9px solid red; font-size: 40px; } .host label { display: block; margin: 20px; }`
    document.head.append(sheet)
    render(
      <div className="host">
        <Lesson model={model} prompt={TEXT}>
          <Predict by="typing" />
          <Check of="layers">How many?</Check>
        </Lesson>
      </div>,
    )
    const button = screen.getByRole('button', { name: 'Answer' })
    expect(getComputedStyle(button).backgroundColor).not.toBe('rgb(255, 0, 0)')
    expect(button.getBoundingClientRect().height).toBeLessThan(40)
    expect(button.getBoundingClientRect().width).toBeLessThan(200)
    expect(getComputedStyle(button).fontFamily).toContain('Georgia')
    const input = screen.getByRole('textbox', { name: 'The next token' })
    expect(input.getBoundingClientRect().height).toBeLessThan(40)
    expect(getComputedStyle(input).fontFamily).not.toContain('Georgia')
    sheet.remove()
  })
})
