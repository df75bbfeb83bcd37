import { createModel } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { act, cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Profiler } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { Lesson } from '../../lesson/Lesson'
import { lessonProbe } from '../../testing/lessonProbe'
import { Moment, type MomentProps } from './Moment'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 3, tokenizer },
)
const { Probe, lesson, seek } = lessonProbe()
const show = (moment: MomentProps, prompt = 'ABCA') => (
  <Lesson model={model} prompt={prompt}>
    <p>
      Go <Moment {...moment}>there</Moment>.
    </p>
    <Probe />
  </Lesson>
)
const words = () => screen.getByRole('button', { name: 'there' })
const cueOf = (wanted: object) =>
  lesson().sequence.cues.find(({ cue }) =>
    Object.entries(wanted).every(([name, value]) => cue[name as keyof typeof cue] === value),
  )

describe('Moment', () => {
  it.each([
    [{ kind: 'prefill' }, { kind: 'prefill', layer: 0 }],
    [
      { kind: 'write', layer: -1, step: 2 },
      { kind: 'write', layer: 1, step: 2 },
    ],
    [
      { kind: 'sample', step: 1 },
      { kind: 'sample', step: 1 },
    ],
    [
      { kind: 'read', position: 5, layer: 0 },
      { kind: 'read', from: 5, layer: 0 },
    ],
    [
      { kind: 'd_mlp', layer: 0 },
      { kind: 'd_mlp', layer: 0 },
    ],
    [{ kind: 'loss' }, { kind: 'loss' }],
  ] as const)('takes the clock to the end of a step: %o', async (moment, wanted) => {
    render(show(moment))
    seek(0)
    expect(words()).not.toHaveAttribute('aria-current')
    await userEvent.click(words())
    const at = cueOf(wanted)
    expect(lesson().time.get()).toBe(at?.endMs)
    expect(words()).toHaveAttribute('aria-current', 'step')
    expect(words()).toHaveAttribute('data-current')
    seek((at?.startMs as number) + 1)
    expect(words()).toHaveAttribute('data-current')
    seek(at?.startMs as number)
    expect(words()).not.toHaveAttribute('data-current')
    seek((at?.endMs as number) + 1)
    expect(words()).not.toHaveAttribute('aria-current')
  })

  it('pauses, by keys too', async () => {
    render(show({ kind: 'sample', step: 1 }))
    act(() => lesson().dispatch({ type: 'play' }))
    words().focus()
    await userEvent.keyboard(' ')
    expect(lesson().player.get().playing).toBe(false)
    expect(lesson().time.get()).toBe(cueOf({ kind: 'sample', step: 1 })?.endMs)
  })

  it('plays up to it, and rests there', async () => {
    render(show({ kind: 'read', step: 1, layer: 1, by: 'play' }))
    seek(0)
    await userEvent.click(words())
    expect(lesson().player.get().playing).toBe(true)
    for (let i = 0; i < 1000; i++) act(() => lesson().dispatch({ type: 'tick', deltaMs: 16 }))
    expect(lesson().player.get().playing).toBe(false)
    expect(lesson().time.get()).toBe(cueOf({ kind: 'read', step: 1, layer: 1 })?.endMs)
    expect(words()).toHaveAttribute('data-current')
  })

  it('goes into the part of a prefill where the stages of a layer are one step', async () => {
    render(show({ kind: 'read', step: 0, layer: 1 }))
    const { startMs, endMs } = cueOf({ kind: 'prefill', layer: 1 }) as { startMs: number; endMs: number }
    await userEvent.click(words())
    expect(lesson().time.get()).toBeCloseTo(startMs + 0.55 * (endMs - startMs), 6)
    expect(lesson().frameOf('forward')?.progressOf.read[1]).toBe(1)
  })

  it('is words where this run has no such step, until it has', async () => {
    const { rerender } = render(show({ kind: 'write', position: 'C' }, 'AB'))
    expect(words()).toHaveAttribute('data-missing')
    expect(words()).toHaveAttribute('aria-disabled', 'true')
    expect(words()).toHaveAttribute('title', 'this run has no such step')
    const before = lesson().time.get()
    await userEvent.click(words())
    expect(lesson().time.get()).toBe(before)
    rerender(show({ kind: 'write', position: 'C' }, 'ABC'))
    await vi.waitFor(() => expect(words()).not.toHaveAttribute('data-missing'))
    expect(screen.queryByRole('alert')).toBeNull()
    cleanup()
  })

  it('follows the clock without a render of React', () => {
    const commits = vi.fn()
    render(
      <Profiler id="lesson" onRender={commits}>
        {show({ kind: 'loss' })}
      </Profiler>,
    )
    commits.mockClear()
    for (let i = 0; i <= 50; i++) seek((i / 50) * lesson().sequence.durationMs)
    expect(commits).not.toHaveBeenCalled()
  })
})
