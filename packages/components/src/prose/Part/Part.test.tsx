import { createModel, type GenerationTrace } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { act, cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Profiler } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { Lesson } from '../../lesson/Lesson'
import { hover, pin, type Selection } from '../../lesson/selection'
import { lessonProbe } from '../../testing/lessonProbe'
import { Part, type PartProps } from './Part'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 3, tokenizer },
)
const { Probe, lesson, seek, goTo } = lessonProbe()
const show = (part: PartProps) => (
  <Lesson model={model} prompt="ABCA">
    <p>
      See <Part {...part}>these words</Part>.
    </p>
    <Probe />
  </Lesson>
)
const words = () => screen.getByRole('button', { name: 'these words' })
const point = (at: Partial<Selection> | null) => act(() => lesson().selection.set(hover(lesson().selection.get(), at)))
const isLit = () => words().hasAttribute('data-lit')

describe('Part', () => {
  it.each([
    [{ position: 'B' }, { position: 1, key: null }],
    [{ position: -1 }, { position: 4, key: null }],
    [{ layer: -1 }, { layer: 1 }],
    [
      { layer: 0, head: 1 },
      { layer: 0, head: 1 },
    ],
    [{ keyAt: 2 }, { position: null, key: 2 }],
    [
      { position: 3, keyAt: 1, layer: 1, head: 0 },
      { position: 3, key: 1, layer: 1, head: 0 },
    ],
    [
      { tensor: 'attn.k', layer: 1, head: 1, position: 2, index: 0 },
      { cell: { tensor: 'blocks.1.attn.k', index: [2, 1, 0] }, layer: 1, head: 1, position: null, key: 2 },
    ],
    [
      { tensor: 'resid_post', layer: 0, position: 1, index: -1 },
      { cell: { tensor: 'blocks.0.resid_post', index: [1, 7] }, layer: 0, head: null, position: 1, key: null },
    ],
  ] as const)('lights what it is bound to, by pointer and by focus: %o', async (bound, at) => {
    render(show(bound as PartProps))
    await userEvent.hover(words())
    expect(lesson().selection.get().hover).toEqual(at)
    expect(isLit()).toBe(true)
    await userEvent.unhover(words())
    expect(lesson().selection.get().hover).toBeNull()
    expect(isLit()).toBe(false)
    point(at as Partial<Selection>)
    expect(isLit()).toBe(true)
  })

  it('binds to the key that is read most', async () => {
    render(show({ position: 3, keyAt: 'most', layer: 1, head: 1 }))
    const { data } = (lesson().run.generation as GenerationTrace).tensor('blocks.1.attn.pattern')
    const n = Math.sqrt(data.length / 2)
    const row = Array.from(data.subarray((n + 3) * n, (n + 3) * n + 4))
    await userEvent.hover(words())
    const key = row.indexOf(Math.max(...row))
    expect(lesson().selection.get().hover).toMatchObject({ layer: 1, head: 1, position: 3, key })
  })

  it('is lit by another head, layer or token of the figures only where it does not name one', () => {
    render(show({ position: 2 }))
    for (const [at, lit] of [
      [{ position: 2, layer: 0, head: 1 }, true],
      [{ position: 3 }, false],
      // A token is meant as a key too.
      [{ position: 3, key: 2 }, true],
      [{ layer: 1 }, false],
      [null, false],
    ] as const) {
      point(at)
      expect(isLit()).toBe(lit)
    }
    cleanup()
    render(show({ layer: 1, head: 0 }))
    for (const [at, lit] of [
      [{ layer: 1, head: 0, position: 1 }, true],
      [{ layer: 1 }, false],
      [{ layer: 0, head: 0 }, false],
    ] as const) {
      point(at)
      expect(isLit()).toBe(lit)
    }
  })

  it('keeps by a press, by keys too, and lets go by the same or by Escape', async () => {
    render(show({ position: 2 }))
    await userEvent.click(words())
    expect(lesson().selection.get().pinned).toMatchObject({ position: 2, key: null })
    expect(words()).toHaveAttribute('aria-pressed', 'true')
    await userEvent.click(words())
    expect(lesson().selection.get().pinned.position).toBeNull()
    words().blur()
    await userEvent.tab()
    await userEvent.keyboard(' ')
    expect(words()).toHaveAttribute('aria-pressed', 'true')
    await userEvent.keyboard('{Escape}')
    expect(words()).toHaveAttribute('aria-pressed', 'false')
    await userEvent.keyboard('{Enter}')
    expect(lesson().selection.get().pinned.position).toBe(2)
    act(() => lesson().selection.set(pin(lesson().selection.get(), null)))
    expect(words()).toHaveAttribute('aria-pressed', 'false')
  })

  it('goes on with the clock under the pointer', async () => {
    render(show({ position: 'now' }))
    await userEvent.hover(words())
    goTo('sample', 2)
    expect(lesson().selection.get().hover).toEqual({ position: 5, key: null })
    expect(isLit()).toBe(true)
  })

  it('is lit while a stage lasts, of any layer or of one', () => {
    const lit = (part: PartProps) => {
      render(show(part))
      const at = lesson().sequence.cues.filter(({ startMs, endMs }) => {
        seek((startMs + endMs) / 2)
        return isLit()
      })
      cleanup()
      return at.map(({ cue }) => `${cue.kind} ${cue.layer}`)
    }
    expect(new Set(lit({ stage: 'read' }))).toEqual(new Set(['prefill 0', 'prefill 1', 'read 0', 'read 1']))
    expect(new Set(lit({ stage: 'mlp', layer: 1 }))).toEqual(new Set(['mlp 1']))
    expect(lit({ stage: 'loss' })).toEqual(['loss null'])
  })

  it('stays words where the run has no such thing, and says so', async () => {
    render(show({ position: 'D' }))
    expect(words()).toHaveAttribute('data-missing')
    expect(words()).toHaveAttribute('title', 'no “D” in the text')
    await userEvent.click(words())
    expect(lesson().selection.get().hover).toBeNull()
    cleanup()
    render(show({}))
    expect(screen.getByRole('alert')).toHaveTextContent(/Part needs one of these/)
    expect(screen.getByText(/these words/)).toBeVisible()
  })

  it('follows clock and selection without a render of React', () => {
    const commits = vi.fn()
    render(
      <Profiler id="lesson" onRender={commits}>
        {show({ position: 'now' })}
      </Profiler>,
    )
    commits.mockClear()
    for (let i = 0; i <= 50; i++) seek((i / 50) * lesson().sequence.durationMs)
    point({ position: 1 })
    expect(commits).not.toHaveBeenCalled()
  })

  it('leaves the author’s own handlers alone', async () => {
    const [enter, press, key] = [vi.fn(), vi.fn(), vi.fn()]
    render(show({ position: 0, onPointerEnter: enter, onClick: press, onKeyDown: key }))
    await userEvent.click(words())
    await userEvent.keyboard('{Enter}')
    for (const heard of [enter, press, key]) expect(heard).toHaveBeenCalled()
  })
})
