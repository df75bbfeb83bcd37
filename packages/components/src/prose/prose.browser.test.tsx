// First: framer-motion keeps the frame function that it finds when it loads.
import { framesCease, framesDuring } from '../testing/countFrames'
import '../styles/index.css'
import { generate } from '@glassformer/core'
import * as textModule from '@glassformer/core/models/text'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { Profiler, type ReactNode, StrictMode } from 'react'
import { hydrateRoot, type Root } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { contrast, luminance } from '../color/ink'
import { Transport } from '../controls/Transport'
import { AttentionHead } from '../figures/AttentionHead'
import { TokenPipeline } from '../figures/TokenPipeline'
import { Lesson } from '../lesson/Lesson'
import { textModel } from '../lesson/textModelStore'
import { formatProb, visibleToken } from '../messages/format'
import { During } from './During'
import { Moment } from './Moment'
import { Part } from './Part'
import { Value } from './Value'

const model = textModule.loadTextModel()
const TEXT = 'Anna gave the red ball to Ben. Ben thanked'
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const there = () => textModel.set({ status: 'there', value: textModule })

const words = (
  <p>
    The model has read <Value of="tokens" data-testid="tokens" /> tokens. After the newest it says{' '}
    <Value of="next" nth={1} data-testid="best" />, with <Value of="probability" nth={1} data-testid="probability" />.{' '}
    <During kind="sample" data-testid="during">
      It chooses.
    </During>{' '}
    <Moment kind="loss">The loss</Moment> is <Value of="loss" data-testid="loss" />.{' '}
    <Part position={1}>The second token</Part> reads{' '}
    <Value tensor="attn.pattern" layer={1} head={2} position={1} keyAt={0} data-testid="weight" /> of the first.
  </p>
)
const lesson = (children: ReactNode) => (
  <Lesson model={model} prompt={TEXT}>
    {words}
    {children}
    <Transport />
  </Lesson>
)
const textOf = (id: string) => screen.getByTestId(id).textContent

afterEach(() => {
  cleanup()
  document.body.replaceChildren()
})

describe('prose on a lesson’s clock', () => {
  it('asks for no frame at rest, and is written while it plays without a render of React', async () => {
    const commits = vi.fn()
    render(
      <Lesson model={model} prompt={TEXT}>
        <Profiler id="prose" onRender={commits}>
          {words}
        </Profiler>
        <Transport />
      </Lesson>,
    )
    await framesCease()
    commits.mockClear()
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Speed' }), '4')
    await userEvent.click(screen.getByRole('button', { name: 'Play' }))
    const seen = new Set<string | null>()
    expect(
      await framesDuring(async () => {
        while (seen.size < 3) {
          seen.add(textOf('tokens'))
          await sleep(50)
        }
      }),
    ).toBeGreaterThan(3)
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }))
    expect(commits).not.toHaveBeenCalled()
    await framesCease()
  })

  it('is of the text that is typed in mid-play, as the core computes it', async () => {
    render(lesson(<TokenPipeline />))
    await userEvent.click(screen.getByRole('button', { name: 'Play' }))
    await sleep(200)
    for (const text of ['Tom has a', 'Anna gave the red ball to Tom. Tom']) {
      await userEvent.fill(screen.getByRole('textbox', { name: 'Text' }), text)
      await waitFor(() => expect(document.querySelector('[data-stale]')).toBeNull())
      const { steps, tokens, tensors } = generate(model, text, { maxNewTokens: 6, cache: 'full' })
      await userEvent.click(screen.getByRole('button', { name: 'Generate' }))
      // The reader goes on to the end of the generation: the last moment before the training step.
      screen.getByRole('slider').focus()
      await userEvent.keyboard('{PageUp}')
      await userEvent.keyboard('{ArrowDown}')
      const last = steps.at(-1)
      await waitFor(() => expect(textOf('tokens')).toBe(String(tokens.length)))
      expect(textOf('best')).toBe(visibleToken(last?.candidates[0]?.text ?? ''))
      expect(textOf('probability')).toBe(formatProb(last?.candidates[0]?.prob as number))
      const { data = [], shape = [] } = tensors['blocks.1.attn.pattern'] ?? {}
      const n = shape[1] as number
      expect(textOf('weight')).toBe(formatProb(data[(2 * n + 1) * n] as number))
    }
  })

  it('is gone along with by moments, which light what happens then', async () => {
    render(lesson(null))
    expect(screen.getByTestId('during')).toHaveAttribute('data-lit')
    expect(textOf('loss')).toBe('not computed yet')
    await userEvent.click(screen.getByRole('button', { name: 'The loss' }))
    expect(textOf('loss')).toMatch(/^\d\.\d+$/)
    expect(screen.getByTestId('during')).not.toHaveAttribute('data-lit')
    expect(screen.getByText(/Loss at every position/, { selector: '[data-kind]' })).toBeVisible()
  })
})

describe('prose and figures', () => {
  it('light each other', async () => {
    render(
      lesson(
        <>
          <TokenPipeline />
          <AttentionHead layer={1} head={2} />
        </>,
      ),
    )
    const part = screen.getByRole('button', { name: 'The second token' })
    const now = () => screen.getByRole('figure', { name: 'Attention' }).querySelector('.gf-now')?.textContent
    expect(now()).toMatch(/^·thanked reads mostly/)
    await userEvent.hover(part)
    await waitFor(() => expect(now()).toMatch(/^·gave reads/))
    expect(part).toHaveAttribute('data-lit')
    const chips = [...document.querySelectorAll('.gf-pipe-token')]
    expect(chips[1]?.querySelector('[data-selected]')).not.toBeNull()
    await userEvent.hover(chips[0] as Element)
    expect(part).not.toHaveAttribute('data-lit')
    await userEvent.hover(chips[1] as Element)
    expect(part).toHaveAttribute('data-lit')
    await userEvent.unhover(chips[1] as Element)
    expect(part).not.toHaveAttribute('data-lit')
  })

  it('open a number to the same card', async () => {
    render(lesson(null))
    const button = screen.getByTestId('weight')
    await userEvent.click(button)
    const card = await screen.findByRole('dialog')
    expect(card).toHaveTextContent(/layer 1, head 2/)
    expect(button).toHaveAttribute('data-lit')
    await userEvent.click(button)
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})

/** The luminance of colours as the browser paints them, one over the other. */
function brightness(...colors: readonly string[]): number {
  const canvas = new OffscreenCanvas(1, 1)
  const paint = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
  for (const color of colors) {
    paint.fillStyle = color
    paint.fillRect(0, 0, 1, 1)
  }
  const [r = 0, g = 0, b = 0] = paint.getImageData(0, 0, 1, 1).data
  return luminance([r, g, b])
}

describe('the look of prose', () => {
  it.each([
    ['dark', '#0b0e14', '#e8ecf4'],
    ['dark', '#1b1b1d', '#e3e3e3'],
    ['light', '#faf7f0', '#1c2026'],
    ['light', '#ffffff', '#1c1e21'],
  ] as const)('can be read in the %s theme on %s, in every kind and state', (theme, ground, ink) => {
    render(
      <div style={{ background: ground, color: ink }}>
        <Lesson model={model} prompt={TEXT} theme={theme} defaultTime={1e9}>
          <p>
            <Value tensor="resid_post" position={0} index={0} /> <Value tensor="attn.k" position={0} index={0} />{' '}
            <Value tensor="attn.v" position={0} index={0} /> <Value tensor="attn.pattern" />{' '}
            <Value tensor="grad.embed" position={0} index={0} /> <Value of="loss" /> <Value of="cacheBytes" />{' '}
            <Value tensor="embed.W_E" index={[0, 0]} /> <Value of="tokens" /> <Value of="token" position="zebra" />{' '}
            <Part position={0}>part</Part> <Moment kind="loss">moment</Moment>{' '}
            <Moment kind="loss" step={9}>
              none
            </Moment>{' '}
            <During kind="loss">quiet</During> <During kind="update">loud</During>
          </p>
        </Lesson>
      </div>,
    )
    const parts = [...document.querySelectorAll<HTMLElement>('.gf-value, .gf-part, .gf-moment, .gf-during')]
    expect(parts).toHaveLength(15)
    for (const part of parts)
      expect(
        contrast(brightness(getComputedStyle(part).color), brightness(ground)),
        part.outerHTML,
      ).toBeGreaterThanOrEqual(4.5)
    // Lit: on a tint of its own colour.
    for (const part of document.querySelectorAll<HTMLElement>('button.gf-value, .gf-part')) {
      part.setAttribute('data-lit', '')
      const { color, backgroundColor } = getComputedStyle(part)
      expect(contrast(brightness(color), brightness(ground, backgroundColor)), part.outerHTML).toBeGreaterThanOrEqual(
        4.5,
      )
    }
    const { fontVariantNumeric, fontFamily } = getComputedStyle(parts[0] as HTMLElement)
    expect(fontVariantNumeric).toContain('tabular-nums')
    expect(fontFamily).toContain('mono')
  })

  it('breaks into lines as words do, no wider than a phone', async () => {
    await page.viewport(320, 700)
    render(
      lesson(
        <p>
          <Part position={0}>{'many words '.repeat(20)}</Part>
        </p>,
      ),
    )
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320)
    expect(screen.getByRole('button', { name: /^many words/ }).getClientRects().length).toBeGreaterThan(3)
    await page.viewport(414, 896)
  })
})

describe('HTML from a server, while the model is on its way', () => {
  let root: Root | undefined
  afterEach(() => {
    root?.unmount()
    root = undefined
  })
  const plainLesson = (
    <Lesson>
      {words}
      <Transport />
    </Lesson>
  )

  it.each([
    ['', plainLesson],
    [' in strict mode', <StrictMode key="strict">{plainLesson}</StrictMode>],
  ])('keeps its words and its focus, and then goes on%s', async (_, given) => {
    const complaints = vi.spyOn(console, 'error')
    const recoverable = vi.fn()
    there()
    const host = document.body.appendChild(document.createElement('div'))
    host.innerHTML = renderToString(given)
    const said = host.querySelector('p')?.textContent
    const lit = screen.getByTestId('during').hasAttribute('data-lit')
    expect(said).toMatch(/read \d+ tokens/)
    textModel.set({ status: 'loading' })
    root = hydrateRoot(host, given, { onRecoverableError: recoverable })
    await sleep(300)
    expect(host.querySelector('p')?.textContent).toBe(said)
    expect(screen.getByTestId('during').hasAttribute('data-lit')).toBe(lit)
    screen.getByTestId('weight').focus()
    there()
    await waitFor(() => expect(screen.getByTestId('weight')).not.toHaveAttribute('aria-busy'))
    expect(host.querySelector('p')?.textContent).toBe(said)
    expect(screen.getByTestId('weight')).toHaveFocus()
    await userEvent.click(screen.getByRole('button', { name: 'The loss' }))
    expect(textOf('loss')).toMatch(/^\d\.\d+$/)
    expect(complaints.mock.calls).toEqual([])
    expect(recoverable).not.toHaveBeenCalled()
    complaints.mockRestore()
  })

  it('keeps a place where no server sent anything', async () => {
    textModel.set({ status: 'loading' })
    render(plainLesson)
    expect(textOf('tokens')).toBe('…')
    expect(screen.queryByRole('alert')).toBeNull()
    expect(screen.getByText('It chooses.')).toBeVisible()
    there()
    await waitFor(() => expect(textOf('tokens')).toMatch(/^\d+$/))
    expect(screen.getByTestId('during')).toHaveAttribute('data-lit')
  })
})
