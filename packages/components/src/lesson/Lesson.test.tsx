import { createModel, generate, type Model } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createRef, useState } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { Transport } from '../controls/Transport'
import { AttentionHead } from '../figures/AttentionHead'
import { BackpropWave } from '../figures/BackpropWave'
import { ComplexityComparison } from '../figures/ComplexityComparison'
import { KVCacheGrid } from '../figures/KVCacheGrid'
import { TokenPipeline } from '../figures/TokenPipeline'
import { type LessonContextValue, type Typing, useLesson, useTyping } from './context'
import { Lesson } from './Lesson'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 2, tokenizer },
)

type Seen = LessonContextValue & Typing

/** Hands out what figures inside a lesson see. */
function Probe({ onValue }: { onValue: (value: Seen) => void }) {
  onValue({ ...useLesson(), ...useTyping() })
  return null
}

function seen(node: (probe: React.ReactNode) => React.ReactElement) {
  const values: Seen[] = []
  const view = render(node(<Probe onValue={(value) => values.push(value)} />))
  return { ...view, now: () => values.at(-1) as Seen }
}

const text = (value: Seen) => value.handle.run.generation?.text ?? ''

describe('Lesson', () => {
  it('gives the figures inside one run, which starts with the prompt', () => {
    const { now } = seen((probe) => (
      <Lesson model={model} prompt="ABC" maxNewTokens={4}>
        {probe}
      </Lesson>
    ))
    const { generation, backward } = now().handle.run
    expect(text(now())).toMatch(/^ABC.{4}$/)
    expect(generation?.steps.every((step) => step.other)).toBe(true)
    expect(backward?.tokens.map((token) => token.id)).toEqual(generation?.tokens.map((token) => token.id))
  })

  it('runs again when the reader types, and tells', async () => {
    const told = vi.fn()
    const { now } = seen((probe) => (
      <Lesson model={model} prompt="ABC" onPromptChange={told}>
        {probe}
      </Lesson>
    ))
    await act(async () => now().setPrompt?.('CB'))
    await waitFor(() => expect(text(now())).toMatch(/^CB/))
    expect(told).toHaveBeenCalledWith('CB')
  })

  it.each([
    ['nothing at all', ''],
    ['10,000 characters', 'AB'.repeat(5000)],
    ['more than the context holds', 'A'.repeat(21)],
  ])('keeps the last run on screen for %s, and says why', async (_, bad) => {
    const { now } = seen((probe) => (
      <Lesson model={model} prompt="ABC">
        {probe}
      </Lesson>
    ))
    const before = now().handle
    await act(async () => now().setPrompt?.(bad))
    expect(now().handle).toBe(before)
    expect(now().prompt).toBe(bad)
    await waitFor(() => expect(now().problem?.message.length).toBeGreaterThan(20))
    expect(now().stale).toBe(true)
    expect(now().handle).toBe(before)
    await act(async () => now().setPrompt?.('BB'))
    await waitFor(() => expect(text(now())).toMatch(/^BB/))
    expect(now().problem).toBeNull()
    expect(now().stale).toBe(false)
  })

  it('cuts the new tokens to what the context holds', () => {
    const { now } = seen((probe) => (
      <Lesson model={model} prompt={'A'.repeat(18)} maxNewTokens={9}>
        {probe}
      </Lesson>
    ))
    expect(now().problem).toBeNull()
    expect(now().handle.run.generation?.steps.length).toBeLessThanOrEqual(3)
  })

  it('says in every figure what is wrong from the start, and lives on', () => {
    render(
      <Lesson model={model} prompt="">
        <TokenPipeline /> <AttentionHead /> <KVCacheGrid /> <ComplexityComparison /> <BackpropWave /> <Transport />
        <p>still here</p>
      </Lesson>,
    )
    expect(screen.getAllByRole('alert').length).toBeGreaterThanOrEqual(4)
    expect(screen.getByText('still here')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Play' })).toBeDisabled()
  })

  it('says what is wrong with a new prompt where nothing is typed, and which text its figures show', async () => {
    const page = (prompt: string) => (
      <Lesson model={model} prompt={prompt}>
        <AttentionHead /> <KVCacheGrid />
      </Lesson>
    )
    const { rerender } = render(page('ABC'))
    expect(screen.queryByRole('alert')).toBeNull()
    rerender(page('A'.repeat(21)))
    expect(await screen.findByRole('alert')).toHaveTextContent("model's context is 20")
    expect(screen.getAllByText('of the text before')).toHaveLength(2)
    rerender(page('BB'))
    await waitFor(() => expect(screen.queryByText('of the text before')).toBeNull())
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('never leaves its text out in silence: a model without a tokenizer, a figure with a run of its own', () => {
    const bare = createModel(model.config, { seed: 2 })
    const trace = generate(model, 'AB', { maxNewTokens: 1, compare: true })
    const { unmount } = render(
      <Lesson model={bare} prompt="ABC">
        <AttentionHead />
      </Lesson>,
    )
    expect(screen.getByRole('alert')).toHaveTextContent('has no tokenizer')
    unmount()
    render(
      <Lesson model={model} prompt="ABC">
        <AttentionHead /> <AttentionHead trace={trace} /> <KVCacheGrid prompt="CC" model={model} />
      </Lesson>,
    )
    const notes = screen.getAllByRole('figure').map((figure) => figure.querySelector('[data-note="apart"]') !== null)
    expect(notes).toEqual([false, true, true])
    expect(screen.getAllByRole('group', { name: 'Playback' })).toHaveLength(2)
  })

  it('keeps the reader’s place in a new run: the same step, playing if it played', async () => {
    const { now } = seen((probe) => (
      <Lesson model={model} prompt="ABC" maxNewTokens={4}>
        {probe}
      </Lesson>
    ))
    const cue = () => now().handle.frameOf('forward')?.cue
    const place = () => [cue()?.kind, cue()?.step, cue()?.layer]
    const before = now().handle
    act(() => before.dispatch({ type: 'seek', timeMs: before.sequence.cues[11]?.endMs ?? 0 }))
    const at = place()
    await act(async () => now().setPrompt?.('CBA'))
    await waitFor(() => expect(text(now())).toMatch(/^CBA/))
    expect(place()).toEqual(at)
    expect(now().handle.player.get().playing).toBe(false)
    act(() => now().handle.dispatch({ type: 'play' }))
    await act(async () => now().setPrompt?.('AAB'))
    await waitFor(() => expect(text(now())).toMatch(/^AAB/))
    expect(now().handle.player.get().playing).toBe(true)
    act(() => now().handle.dispatch({ type: 'pause' }))
  })

  it('lets its clock be controlled', async () => {
    const moves = vi.fn()
    function Controlled() {
      const [time, setTime] = useState(0)
      return (
        <Lesson
          model={model}
          prompt="ABC"
          time={time}
          onTimeChange={(timeMs, { reason }) => {
            moves(timeMs, reason)
            setTime(timeMs)
          }}
        >
          <Transport />
        </Lesson>
      )
    }
    render(<Controlled />)
    const slider = screen.getByRole('slider')
    expect(slider).toHaveAttribute('aria-valuenow', '0')
    await userEvent.click(screen.getByRole('button', { name: 'Next step' }))
    expect(moves).toHaveBeenCalledWith(1200, 'step')
    expect(slider).toHaveAttribute('aria-valuenow', '1200')
  })

  it('does not move a clock whose owner does not', async () => {
    render(
      <Lesson model={model} prompt="ABC" time={0}>
        <Transport />
      </Lesson>,
    )
    await userEvent.click(screen.getByRole('button', { name: 'Next step' }))
    expect(screen.getByRole('slider')).toHaveAttribute('aria-valuenow', '0')
  })

  it('puts strings of another language in place of the English ones', () => {
    render(
      <Lesson model={model} prompt="ABC" messages={{ transport: { play: 'Abspielen' } }}>
        <Transport />
      </Lesson>,
    )
    expect(screen.getByRole('button', { name: 'Abspielen' })).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Next step' })).toBeInTheDocument()
  })

  it('closes an opened number by Escape, also from a control beside the figures', async () => {
    const { now } = seen((probe) => (
      <Lesson model={model} prompt="ABC">
        {probe}
        <Transport />
      </Lesson>
    ))
    const cell = { tensor: 'blocks.0.resid_post', index: [1, 2] }
    act(() => now().handle.inspect(cell))
    screen.getByRole('button', { name: 'Play' }).focus()
    await userEvent.keyboard('{ArrowDown}')
    expect(now().handle.inspected.get()?.cell).toEqual(cell)
    await userEvent.keyboard('{Escape}')
    expect(now().handle.inspected.get()).toBeNull()
  })

  it('passes ref, class, style and the rest to its section', () => {
    const ref = createRef<HTMLElement>()
    render(<Lesson model={model} prompt="ABC" theme="light" className="mine" id="lesson" ref={ref} />)
    expect(ref.current).toHaveClass('gf-lesson', 'mine')
    expect(ref.current).toHaveAttribute('id', 'lesson')
    expect(ref.current).toHaveAttribute('data-gf-theme', 'light')
  })

  it('renders on the server with the values of the run', () => {
    const html = renderToString(
      <Lesson model={model} prompt="ABC">
        <TokenPipeline /> <AttentionHead /> <KVCacheGrid /> <ComplexityComparison /> <BackpropWave /> <Transport />
      </Lesson>,
    )
    expect(html.match(/<figure/g)).toHaveLength(5)
    expect(html.match(/class="gf-still"[^>]*><(path|svg)/g)?.length).toBeGreaterThanOrEqual(6)
    expect(html).not.toContain('data:')
    expect(html).toContain('role="slider"')
  })

  it('refuses to be looked for outside of a lesson', () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {})
    expect(() => render(<Probe onValue={() => {}} />)).toThrow('below <Lesson> or a Glassformer figure')
    quiet.mockRestore()
  })
})

describe('a figure whose model fails', () => {
  it('shows the message in its place', () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {})
    const broken = { ...model, tokenizer: undefined } as unknown as Model
    render(<AttentionHead model={broken} prompt="ABC" />)
    expect(screen.getByRole('alert')).toBeInTheDocument()
    quiet.mockRestore()
  })
})
