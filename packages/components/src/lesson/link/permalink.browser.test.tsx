import '../../styles/index.css'
import { loadTextModel } from '@glassformer/core/models/text'
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { SamplingControls } from '../../controls/SamplingControls'
import { Transport } from '../../controls/Transport'
import { AttentionHead } from '../../figures/AttentionHead'
import { TokenPipeline } from '../../figures/TokenPipeline'
import { Lesson } from '../Lesson'
import { textModel } from '../textModelStore'

const model = loadTextModel()
const page = () => (
  <>
    <a href="#heading">Down to the heading</a>
    <Lesson model={model} prompt="the cat sat on the" permalink>
      <SamplingControls />
      <TokenPipeline />
      <AttentionHead />
      <Transport />
    </Lesson>
    <h2 id="heading" style={{ marginBlockStart: 3000, height: 1500 }}>
      The heading
    </h2>
  </>
)

const start = location.href
const text = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Text' })
const settled = () => waitFor(() => expect(document.querySelector('[data-stale], [data-pending]')).toBeNull())

/** What a reader sees of it. */
const seen = () => ({
  text: text().value,
  sampling: screen.getByRole('group', { name: 'Sampling' }).querySelector('.gf-control-says')?.textContent,
  moment: screen.getByRole('slider', { name: 'Position in time' }).getAttribute('aria-valuetext'),
  captions: [...document.querySelectorAll('.gf-now')].map((one) => one.textContent),
  chosen: [...document.querySelectorAll('[aria-pressed="true"], [data-selected]')].map((one) => one.textContent),
  open: document.querySelector('.gf-inspector')?.textContent,
})

beforeEach(() => history.replaceState(null, '', start))
afterEach(() => {
  cleanup()
  history.replaceState(null, '', start)
  scrollTo(0, 0)
})

it('brings to a page that is opened anew what a reader typed, set, went to, chose and opened', async () => {
  render(page())
  await userEvent.fill(text(), 'Anna gave the red ball to Ben. Ben thanked')
  screen.getByRole('slider', { name: 'Temperature' }).focus()
  await userEvent.keyboard('{End}{ArrowLeft}')
  await settled()
  for (let steps = 0; steps < 4; steps++) await userEvent.click(screen.getByRole('button', { name: 'Next step' }))
  within(screen.getByRole('figure', { name: 'Attention' }))
    .getAllByRole('grid')[0]
    ?.focus()
  await userEvent.keyboard('{Home}{PageUp}{ArrowDown}{Enter}')
  await waitFor(() => expect(location.hash).toMatch(/;at:.*;on:.*;cell:/))
  await waitFor(() => expect(document.querySelector('.gf-inspector')?.textContent).toMatch(/\d/))
  const before = seen()
  expect(before.text).toMatch(/^Anna/)
  expect(before.sampling).toMatch(/temperature 1\.95/)
  const link = location.href
  cleanup()

  history.replaceState(null, '', start)
  render(page())
  expect(seen()).not.toEqual(before)
  cleanup()

  history.replaceState(null, '', link)
  render(page())
  await settled()
  await waitFor(() => expect(seen()).toEqual(before))
  expect(screen.queryByRole('alert')).toBeNull()
})

it('waits for the text model, and loses nothing when it comes', async () => {
  const there = { status: 'there', value: await import('@glassformer/core/models/text') } as const
  act(() => textModel.set({ status: 'loading' }))
  history.replaceState(null, '', '#gf=1;text:Tom+has+a;draw:t0.5,k3,p1,m0,s2;at:attend,1,2,1,0;on:l2,h1')
  render(
    <Lesson permalink>
      <SamplingControls />
      <TokenPipeline />
      <Transport />
    </Lesson>,
  )
  await new Promise(requestAnimationFrame)
  act(() => textModel.set(there))
  await waitFor(() => expect(seen().moment).toMatch(/Layer 2: mix the values/))
  expect(seen()).toMatchObject({ text: 'Tom has a', sampling: expect.stringMatching(/0\.50 from the 3 most.*seed 2/) })
  expect(screen.queryByRole('alert')).toBeNull()
})

it('leaves the page’s own places where they are, also beside a link that is opened', async () => {
  render(page())
  await userEvent.click(screen.getByRole('button', { name: 'Next step' }))
  await waitFor(() => expect(location.hash).toMatch(/^#gf=/))
  screen.getByRole('link', { name: 'Down to the heading' }).click()
  await waitFor(() => expect(scrollY).toBeGreaterThan(1000))
  await waitFor(() => expect(location.hash).toMatch(/^#heading&gf=/))
  const link = location.href
  const moment = seen().moment
  cleanup()
  scrollTo(0, 0)
  history.replaceState(null, '', link)
  render(page())
  await waitFor(() => expect(scrollY).toBeGreaterThan(1000))
  await waitFor(() => expect(seen().moment).toBe(moment))
})

it('makes no page wider than a phone, with its field open and a broken link told', async () => {
  history.replaceState(null, '', '#gf=1;mood:good;text:the+cat;model:something-that-is-not-here')
  render(<div style={{ width: 366 }}>{page()}</div>)
  await screen.findByRole('alert')
  await userEvent.click(screen.getByRole('button', { name: 'Copy link' }))
  await waitFor(() =>
    expect(screen.queryByText('Link copied.') ?? screen.queryByLabelText('Copy this link')).not.toBeNull(),
  )
  for (const box of document.querySelectorAll('.gf-transport, .gf-control, .gf-link-problems'))
    expect(box.scrollWidth, box.className).toBeLessThanOrEqual(box.clientWidth + 1)
  for (const button of document.querySelectorAll('.gf-control :is(button, select, input), .gf-transport button')) {
    const { width, height } = button.getBoundingClientRect()
    if (button.matches('input[type="radio"]')) continue
    expect(Math.min(width, height), button.outerHTML).toBeGreaterThanOrEqual(24)
  }
})
