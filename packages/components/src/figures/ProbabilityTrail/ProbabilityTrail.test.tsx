import { createModel, type ForwardFrame, generate, sample } from '@glassformer/core'
import { logitLens } from '@glassformer/core/lens'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Transport } from '../../controls/Transport'
import { LessonContext, lessonOf } from '../../lesson/context'
import { createLesson, type LessonHandle } from '../../lesson/handle'
import { Lesson } from '../../lesson/Lesson'
import { NO_SELECTION } from '../../lesson/selection'
import { AttentionHead } from '../AttentionHead'
import { ProbabilityTrail } from './ProbabilityTrail'

const tokenizer = createCharTokenizer('ABCD ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 80, dVocab: tokenizer.size },
  { seed: 3, tokenizer },
)
for (let i = 0; i < model.params.length; i++) model.params[i] = Math.sin(1.3 * i + 0.01 * i * i)
const trace = generate(model, 'ABCA', { maxNewTokens: 4 })
const streams = ['blocks.0.resid_pre', 'blocks.0.resid_post', 'blocks.1.resid_post']
const lenses = streams.map((name) => logitLens(trace, name))
const visible = (text: string) => text.replaceAll(' ', '·')

const figure = () => screen.getByRole('figure')
const caption = () => figure().querySelector('.gf-now')?.textContent ?? ''
const readout = () => figure().querySelector('.gf-readout')?.textContent ?? ''
const grid = () => screen.getByRole('grid', { name: /Best guess/ })
const trail = () => screen.getByRole('grid', { name: /^Rank of/ })
const press = (node: HTMLElement, ...keys: string[]) => {
  node.focus()
  for (const key of keys) fireEvent.keyDown(node, { key })
}

function stand(run: Parameters<typeof createLesson>[0], find?: (frame: ForwardFrame) => boolean): LessonHandle {
  const lesson = createLesson(run, { initialTimeMs: find ? 0 : 1e9 })
  if (find)
    for (
      let timeMs = 0;
      timeMs < lesson.sequence.durationMs && !find(lesson.frameOf('forward') as ForwardFrame);
      timeMs += 10
    )
      lesson.setTime(timeMs)
  render(
    <LessonContext.Provider value={lessonOf(lesson, { standalone: true })}>
      <ProbabilityTrail />
    </LessonContext.Provider>,
  )
  return lesson
}

afterEach(cleanup)

describe('the caption', () => {
  it('says from which layer on the best guess is what follows, and where the embedding had it', () => {
    const lesson = stand({ generation: trace })
    const told = new Set<number>()
    for (const { to, sampled } of trace.steps) {
      const ranks = lenses.map((lens) => lens.standing(to - 1, sampled.id).rank)
      const settled = ranks.findLastIndex((rank) => rank !== 1) + 1
      told.add(settled)
      act(() => lesson.selection.set({ ...lesson.selection.get(), pinned: { ...NO_SELECTION, position: to - 1 } }))
      expect(caption()).toContain(`${visible(sampled.text)} follows`)
      const from = ['from the embedding on', 'from layer 0 on', 'only in the last layer'][settled]
      expect(caption()).toContain(from)
      if (settled > 0) expect(caption()).toContain(`the embedding has it at rank ${ranks[0]}.`)
    }
    expect(told.size).toBeGreaterThan(1)
  })

  it('says of a token that was drawn where the last layer has it', () => {
    const drawn = generate(model, 'ABCA', { maxNewTokens: 8, sampler: sample({ temperature: 6, seed: 3 }) })
    const lens = logitLens(drawn, 'blocks.1.resid_post')
    const step = drawn.steps.find(({ to, sampled }) => lens.standing(to - 1, sampled.id).rank > 1)
    const position = (step?.to ?? 0) - 1
    const lesson = stand({ generation: drawn })
    press(grid(), 'PageUp', ...Array.from({ length: position }, () => 'ArrowDown'), 'Enter')
    expect(lesson.selection.get().pinned.position).toBe(position)
    const { rank } = lens.standing(position, step?.sampled.id ?? 0)
    expect(caption()).toContain('was drawn to follow')
    expect(caption()).toContain(`at rank ${rank} (`)
  })

  it('tells what a layer guesses while the token is on its way, and not what follows', () => {
    stand({ generation: trace }, (frame) => frame.cue.step === 2 && frame.cue.layer === 1 && frame.cue.kind === 'read')
    const position = 5
    const [guess] = (lenses[1] as (typeof lenses)[number]).candidates(position)
    expect(caption()).toContain(`After layer 0, the best guess for what follows`)
    expect(caption()).toContain(`is ${visible(guess?.text ?? '')} (`)
    expect(caption()).not.toContain('rank')
    expect(figure().querySelector('.gf-trail-title')).toHaveTextContent('is not chosen yet')
    expect(figure().querySelector('[data-mark="trail"]')).toBeNull()
  })

  it('says that nothing has been read before the run begins', () => {
    stand({ generation: trace }, () => true)
    expect(caption()).toBe('Nothing has been read yet: press play.')
    expect(figure().querySelectorAll('.gf-trail-words text')).toHaveLength(0)
    expect(figure().querySelector('.gf-trail-chart')).toBeNull()
  })
})

describe('the picture', () => {
  it('has every guess in its cell, and a bar and bold letters where it is what follows', () => {
    stand({ generation: trace })
    const words = [...figure().querySelectorAll('.gf-trail-words text:not([data-end])')]
    const n = trace.tokens.length - 1
    expect(words).toHaveLength(3 * n)
    let bars = 0
    for (let position = 0; position < n; position++)
      for (const [depth, lens] of lenses.entries()) {
        const [best] = lens.candidates(position)
        const word = words[position * 3 + depth]
        expect(word).toHaveTextContent(visible(best?.text ?? ''))
        const chosen = trace.steps.find(({ to }) => to - 1 === position)?.sampled.id
        const agrees = best?.id === (chosen ?? lenses[2]?.candidates(position)[0]?.id)
        expect(word?.hasAttribute('data-agrees')).toBe(agrees)
        if (agrees) bars++
      }
    const path = figure().querySelector('.gf-trail-agree path')?.getAttribute('d') ?? ''
    expect(path.match(/M/g)).toHaveLength(bars)
  })

  it('shows the trail of the token in focus: its ranks, layer by layer', () => {
    stand({ generation: trace })
    const position = trace.tokens.length - 2
    const next = trace.tokens[position + 1]?.id ?? 0
    const shown = [...figure().querySelectorAll('.gf-trail-chart [data-mark="rank"]')].map((node) => node.textContent)
    expect(shown).toEqual(lenses.map((lens) => String(lens.standing(position, next).rank)))
    const first = [...figure().querySelectorAll('.gf-trail-chart g')].map((node) => node.hasAttribute('data-first'))
    expect(first).toEqual(lenses.map((lens) => lens.standing(position, next).rank === 1))
  })

  it('writes out the row in focus of a long text, and keeps it as wide while others are pointed at', () => {
    const long = generate(model, 'ABCD '.repeat(12), { maxNewTokens: 3 })
    stand({ generation: long })
    const words = () => figure().querySelectorAll('.gf-trail-words text:not([data-end])')
    const height = () =>
      (figure().querySelector('.gf-trail-scroll') as HTMLElement).style.getPropertyValue('--gf-trail-height')
    expect(words()).toHaveLength(3)
    const before = height()
    press(grid(), 'PageUp')
    expect(height()).toBe(before)
    expect(figure()).toHaveAttribute('data-position', '0')
    press(grid(), 'Enter')
    expect(words()).toHaveLength(3)
    expect(words()[0]).toHaveTextContent(visible(lenses[0]?.candidates(0)[0]?.text ?? ''))
  })
})

describe('the reader', () => {
  it('reads the best few of a place, and where what follows stands', () => {
    stand({ generation: trace })
    press(grid(), 'Home', 'PageUp', 'ArrowRight')
    const lens = lenses[1] as (typeof lenses)[number]
    expect(readout()).toMatch(/^After layer 0, what follows A/)
    for (const { text } of lens.candidates(0, 3)) expect(readout()).toContain(visible(text))
    press(grid(), 'Escape')
    fireEvent.blur(grid())
    expect(readout()).toContain('Point at')
  })

  it('goes along the trail by keys', () => {
    stand({ generation: trace })
    press(trail(), 'Home')
    expect(readout()).toMatch(/^Before any layer/)
    press(trail(), 'End')
    expect(readout()).toMatch(/^After layer 1/)
  })

  it('opens the last layer’s number, which is the run’s own, and lights it', () => {
    const lesson = stand({ generation: trace })
    press(grid(), 'PageUp', 'End', 'Enter')
    const { cell } = lesson.inspected.get() ?? {}
    expect(cell).toEqual({ tensor: 'probs', index: [0, lenses[2]?.candidates(0)[0]?.id] })
    press(grid(), 'ArrowLeft', 'Enter')
    expect(lesson.inspected.get()?.cell).toEqual(cell)
    expect(lesson.selection.get().pinned).toMatchObject({ position: 0, layer: 0 })
  })

  it('chooses what the cells hold; a given view is the author’s', async () => {
    const onViewChange = vi.fn()
    const { rerender } = render(<ProbabilityTrail trace={trace} defaultTime={1e9} onViewChange={onViewChange} />)
    await userEvent.click(screen.getByRole('radio', { name: 'next token' }))
    expect(onViewChange).toHaveBeenCalledWith('next')
    expect(figure()).toHaveAttribute('data-view', 'next')
    const position = 0
    const chosen = lenses[2]?.candidates(position)[0]?.id ?? 0
    const ordinals = { 1: '1st', 2: '2nd', 3: '3rd', 4: '4th', 5: '5th' } as Record<number, string>
    expect(figure().querySelector('.gf-trail-words text')).toHaveTextContent(
      ordinals[lenses[0]?.standing(position, chosen).rank ?? 0] as string,
    )
    rerender(<ProbabilityTrail trace={trace} defaultTime={1e9} view="guess" onViewChange={onViewChange} />)
    await userEvent.click(screen.getByRole('radio', { name: 'next token' }))
    expect(figure()).toHaveAttribute('data-view', 'guess')
  })

  it('shares the token with the other figures of a lesson', () => {
    render(
      <Lesson model={model} prompt="ABCA">
        <ProbabilityTrail />
        <AttentionHead />
        <Transport />
      </Lesson>,
    )
    press(grid(), 'PageUp', 'Enter')
    expect(screen.getByText(/you chose/)).toBeVisible()
  })
})

describe('the table', () => {
  it('has the guesses of every layer, as exactly as they hold, and what follows', async () => {
    render(<ProbabilityTrail trace={trace} defaultTime={1e9} />)
    await userEvent.click(screen.getByText('Table'))
    const [head, ...rows] = within(screen.getByRole('table')).getAllByRole('row')
    expect(within(head as HTMLElement).getAllByRole('columnheader')).toHaveLength(5)
    expect(rows).toHaveLength(trace.tokens.length - 1)
    const cells = within(rows[2] as HTMLElement).getAllByRole('cell')
    for (const [depth, lens] of lenses.entries()) {
      const [best] = lens.candidates(2)
      expect(cells[depth]).toHaveTextContent(`${visible(best?.text ?? '')} ${Number(best?.prob.toPrecision(4))}`)
    }
    // What the last layer says is a number of the run, and opens.
    expect(rows.map((row) => within(row).queryAllByRole('button').length)).toEqual(rows.map(() => 1))
  })
})

it('says of a trace that has lost its model that it needs it, and draws once it has it', () => {
  const clone = structuredClone(trace)
  const { rerender } = render(<ProbabilityTrail trace={clone} />)
  expect(screen.getByRole('alert')).toHaveTextContent('ProbabilityTrail')
  expect(screen.getByRole('alert')).toHaveTextContent('give the model that made it')
  rerender(<ProbabilityTrail trace={clone} model={model} />)
  expect(screen.queryByRole('alert')).toBeNull()
  const other = createModel(model.config, { seed: 9, tokenizer })
  rerender(<ProbabilityTrail trace={clone} model={other} />)
  expect(screen.getByRole('alert')).toHaveTextContent('not what the run said')
})
