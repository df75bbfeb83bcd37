import { createModel, type GenerationTrace } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import fc from 'fast-check'
import { Profiler } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { Transport } from '../../controls/Transport'
import { askedOf, stateOf } from '../../figures/AttentionHead/state'
import { Lesson } from '../../lesson/Lesson'
import { hover, pin } from '../../lesson/selection'
import { formatExact, formatProb } from '../../messages/format'
import { lessonProbe } from '../../testing/lessonProbe'
import { Value, type ValueProps } from './Value'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 3, tokenizer },
)
const { Probe, lesson, seek, goTo } = lessonProbe()
const show = (value: ValueProps, prompt = 'ABCA') => (
  <Lesson model={model} prompt={prompt}>
    <p>
      The number is <Value data-testid="value" {...value} />.
    </p>
    <Probe />
  </Lesson>
)
const value = () => screen.getByTestId('value')
const trace = () => lesson().run.generation as GenerationTrace
const WEIGHT = { tensor: 'attn.pattern', layer: 1, head: 1, position: 3, keyAt: 2 } as const
const weight = () => {
  const { data, shape } = trace().tensor('blocks.1.attn.pattern')
  const n = shape[1] as number
  return data[(n + 3) * n + 2] as number
}

describe('Value', () => {
  it('agrees with the trace and with the figures at any moment, in whatever order', () => {
    const cell = fc.record({ layer: fc.nat(1), head: fc.nat(1), position: fc.nat(5), keyAt: fc.nat(5) })
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(cell, shares, (at, moments) => {
        render(show({ tensor: 'attn.pattern', ...at }, 'ABC'))
        const [, n = 0] = trace().tensor('blocks.0.attn.pattern').shape
        const { data } = trace().tensor(`blocks.${at.layer}.attn.pattern`)
        for (const share of moments) {
          seek(share * lesson().sequence.durationMs)
          const frame = lesson().frameOf('forward')
          const there = at.position < (frame?.tokensVisible ?? 0) && at.keyAt < (frame?.tokensVisible ?? 0)
          const computed = askedOf(stateOf(frame, at.layer), at.position) === 1
          const number = formatProb(data[(at.head * n + at.position) * n + at.keyAt] as number)
          if (!there || !computed) expect(value()).toHaveTextContent(/^not computed yet$/)
          else expect(value().textContent).toBe(at.keyAt > at.position ? 'not read' : number)
        }
        cleanup()
      }),
      { numRuns: 60 },
    )
  })

  it('follows the clock without a render of React', () => {
    const commits = vi.fn()
    render(
      <Profiler id="lesson" onRender={commits}>
        {show({ of: 'probability' })}
      </Profiler>,
    )
    const texts = new Set<string | null>()
    commits.mockClear()
    for (let i = 0; i <= 200; i++) {
      seek((i / 200) * lesson().sequence.durationMs)
      texts.add(value().textContent)
    }
    expect(texts.size).toBeGreaterThan(3)
    expect(commits).not.toHaveBeenCalled()
  })

  it('says the same after a render as before it', () => {
    const { rerender } = render(show({ of: 'tokens' }))
    goTo('sample', 2)
    expect(value()).toHaveTextContent(/^7$/)
    rerender(show({ of: 'tokens', title: 'mine' }))
    expect(value()).toHaveTextContent(/^7$/)
    expect(value()).toHaveAttribute('title', 'mine')
    rerender(show({ of: 'newTokens' }))
    expect(value()).toHaveTextContent(/^3$/)
    goTo('sample', 0)
    expect(value()).toHaveTextContent(/^1$/)
  })

  it('follows what is chosen', () => {
    render(show({ tensor: 'attn.pattern' }))
    seek(1e9)
    const { selection } = lesson()
    for (const [layer, head, position, key] of [
      [0, 1, 3, 1],
      [1, 0, 5, 5],
    ] as const) {
      act(() => selection.set(pin(selection.get(), { layer, head, position, key })))
      const { data, shape } = trace().tensor(`blocks.${layer}.attn.pattern`)
      const n = shape[1] as number
      expect(value().textContent).toBe(formatProb(data[(head * n + position) * n + key] as number))
    }
  })

  it('opens by a press, and closes by another; its name says the number and what it is', async () => {
    render(show(WEIGHT))
    const shown = formatProb(weight())
    const button = screen.getByRole('button', {
      name: `${shown} (${formatExact(weight())}): attention weight of A (3) for C, layer 1, head 1`,
    })
    // A screen reader says what a title adds: it adds nothing.
    expect(button).toHaveAccessibleName(button.title)
    await userEvent.click(button)
    expect(lesson().inspected.get()).toEqual({
      cell: { tensor: 'blocks.1.attn.pattern', index: [1, 3, 2] },
      anchor: button,
    })
    expect(button).toHaveAttribute('data-lit')
    await userEvent.click(button)
    expect(lesson().inspected.get()).toBeNull()
    button.focus()
    await userEvent.keyboard('{Enter}')
    expect(lesson().inspected.get()?.anchor).toBe(button)
    await userEvent.keyboard('{Escape}')
    expect(lesson().inspected.get()).toBeNull()
  })

  it('opens nothing before the clock has come to it, or where the author keeps the press', async () => {
    render(show(WEIGHT))
    seek(0)
    expect(value()).toHaveAttribute('aria-disabled', 'true')
    expect(value()).toHaveAttribute('data-missing')
    await userEvent.click(value())
    expect(lesson().inspected.get()).toBeNull()
    cleanup()
    render(show({ ...WEIGHT, onClick: (event) => event.preventDefault() }))
    await userEvent.click(value())
    expect(lesson().inspected.get()).toBeNull()
  })

  it('lights in the figures what it is pointed at, and is lit by them', async () => {
    render(show(WEIGHT))
    const { selection } = lesson()
    const cell = { tensor: 'blocks.1.attn.pattern', index: [1, 3, 2] }
    await userEvent.hover(value())
    expect(selection.get().hover).toEqual({ cell, layer: 1, head: 1, position: 3, key: 2 })
    await userEvent.unhover(value())
    expect(selection.get().hover).toBeNull()
    expect(value()).not.toHaveAttribute('data-lit')
    act(() => selection.set(hover(selection.get(), { cell })))
    expect(value()).toHaveAttribute('data-lit')
    for (const [at, lit] of [
      [null, false],
      // As figures point at a cell.
      [{ position: 3, key: 2, layer: 1, head: 1 }, true],
      [{ position: 3, key: 2, layer: 1, head: 0 }, false],
      [{ position: 3, key: null, layer: 1, head: 1 }, false],
    ] as const) {
      act(() => selection.set(hover(selection.get(), at)))
      expect(value().hasAttribute('data-lit')).toBe(lit)
    }
  })

  it('is not lit by a token of whose vector it is one number', () => {
    render(show({ tensor: 'resid_post', layer: 1, position: 2, index: 0 }))
    const { selection } = lesson()
    act(() => selection.set(hover(selection.get(), { position: 2, layer: 1 })))
    expect(value()).not.toHaveAttribute('data-lit')
    act(() => selection.set(hover(selection.get(), { cell: { tensor: 'blocks.1.resid_post', index: [2, 0] } })))
    expect(value()).toHaveAttribute('data-lit')
  })

  it('points at where it stands when it goes on with the clock under the pointer', async () => {
    render(show({ tensor: 'resid_post', layer: 0, position: 'now', index: 0 }))
    await userEvent.hover(value())
    expect(lesson().selection.get().hover).toMatchObject({ position: 3 })
    goTo('sample', 1)
    expect(lesson().selection.get().hover).toMatchObject({ position: 4 })
    await userEvent.unhover(value())
    goTo('sample', 2)
    expect(lesson().selection.get().hover).toBeNull()
  })

  it('is a span where there is nothing to open, and says on hover all digits', () => {
    render(show({ of: 'multiplyAdds' }))
    expect(value().tagName).toBe('SPAN')
    expect(value()).not.toHaveAttribute('aria-label')
    expect(value()).toHaveAttribute('title', trace().steps[0]?.counts.totalMacs.toLocaleString('en-US'))
  })

  it('says which it is of several tokens that read alike', () => {
    const { rerender } = render(show({ of: 'token', position: 'A#2' }))
    expect(value()).toHaveTextContent(/^A₃$/)
    expect(value()).toHaveAttribute('title', 'A (3)')
    rerender(show({ of: 'token', position: 'A#2', format: 'token' }))
    expect(value()).toHaveTextContent(/^A$/)
    rerender(show({ of: 'token', position: 'B' }))
    expect(value()).toHaveTextContent(/^B$/)
  })

  it.each([
    [{ tensor: 'attn.pattern', position: 'D' }, 'no “D” in the text'],
    [{ tensor: 'attn.Q' }, 'no tensor “attn.Q”'],
    [{ tensor: 'attn.q', layer: 2, index: 0 }, 'no layer 2 among 2'],
    [{ tensor: 'attn.q' }, 'has the axes position, head, d_head'],
    [{ of: 'probability', token: 'dog' }, 'no “dog” in the vocabulary'],
    [{ of: 'loss' }, 'not computed yet'],
  ] as const)('says in its place why there is none: %o', (asked, why) => {
    render(show(asked))
    expect(value()).toHaveTextContent(why)
    expect(value()).toHaveAttribute('data-missing')
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('needs to be told of what', () => {
    render(show({}))
    expect(screen.getByRole('alert')).toHaveTextContent('Value needs one of these: of, tensor.')
  })

  it('tells what is ahead where the author says so', () => {
    render(show({ of: 'loss', always: true }))
    expect(value()).toHaveTextContent(/^\d\.\d+$/)
  })

  it('is marked while the run is of the text before, and is then of the new one', async () => {
    const { rerender } = render(show({ of: 'promptTokens' }))
    expect(value()).toHaveTextContent(/^4$/)
    rerender(show({ of: 'promptTokens' }, 'ABCABC'))
    expect(value()).toHaveAttribute('data-stale')
    expect(value()).toHaveTextContent(/^4$/)
    await waitFor(() => expect(value()).toHaveTextContent(/^6$/))
    expect(value()).not.toHaveAttribute('data-stale')
  })

  it('says that there is no run where the text cannot be run', () => {
    render(show({ of: 'probability' }, 'XYZ'))
    expect(value()).toHaveTextContent('no run')
    fireEvent.click(value())
  })

  it('has its number in the HTML of the server', () => {
    const html = renderToString(
      <Lesson model={model} prompt="ABCA">
        <Value tensor="attn.pattern" layer={1} head={1} position={3} keyAt={2} />
        <Transport />
      </Lesson>,
    )
    render(show(WEIGHT))
    expect(html).toContain(`>${formatProb(weight())}</button>`)
  })
})
