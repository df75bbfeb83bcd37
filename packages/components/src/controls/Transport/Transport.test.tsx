import { createModel, generate, runBackward } from '@glassformer/core'
import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { createLesson, type LessonHandle } from '../../lesson/handle'
import { Transport } from './Transport'

const model = createModel({ nLayers: 2, nHeads: 2, dModel: 8, nCtx: 16, dVocab: 7 }, { seed: 1 })
const run = { generation: generate(model, [1, 2, 3], { maxNewTokens: 2 }), backward: runBackward(model, [1, 2, 3, 4]) }

function show(timeMs = 0): LessonHandle {
  const lesson = createLesson(run, { initialTimeMs: timeMs })
  render(<Transport lesson={lesson} />)
  return lesson
}

describe('Transport', () => {
  it('steps from still to still, and says each', async () => {
    const lesson = show()
    const [first, second] = lesson.sequence.cues
    await userEvent.click(screen.getByRole('button', { name: 'Next step' }))
    expect(lesson.time.get()).toBe(first?.endMs)
    expect(screen.getByRole('status')).toHaveTextContent(`Step 1 of ${lesson.sequence.cues.length}`)
    await userEvent.click(screen.getByRole('button', { name: 'Next step' }))
    expect(lesson.time.get()).toBe(second?.endMs)
    expect(screen.getByRole('status')).toHaveTextContent('Prefill: layer 0')
    await userEvent.click(screen.getByRole('button', { name: 'Previous step' }))
    expect(lesson.time.get()).toBe(first?.endMs)
  })

  it('plays and pauses by the same button, and shows which', async () => {
    const lesson = show()
    await userEvent.click(screen.getByRole('button', { name: 'Play' }))
    expect(lesson.player.get().playing).toBe(true)
    expect(screen.getByRole('group', { name: 'Playback' })).toHaveAttribute('data-playing')
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }))
    expect(lesson.player.get().playing).toBe(false)
    expect(screen.getByRole('group', { name: 'Playback' })).not.toHaveAttribute('data-playing')
  })

  it('is silent while it plays and speaks at rest', async () => {
    show()
    expect(screen.getByRole('status')).toHaveAttribute('aria-live', 'polite')
    await userEvent.click(screen.getByRole('button', { name: 'Play' }))
    expect(screen.getByRole('status')).toHaveAttribute('aria-live', 'off')
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }))
  })

  it('is played by keys on its scrubber', async () => {
    const lesson = show()
    const { cues, parts, durationMs } = lesson.sequence
    screen.getByRole('slider').focus()
    await userEvent.keyboard('{ArrowRight}{l}{ArrowUp}')
    expect(lesson.time.get()).toBe(cues[2]?.endMs)
    await userEvent.keyboard('{ArrowLeft}{j}{ArrowDown}')
    expect(lesson.time.get()).toBe(0)
    await userEvent.keyboard('{PageDown}{PageUp}')
    expect(lesson.time.get()).toBe(parts[1]?.startMs)
    await userEvent.keyboard('{End}')
    expect(lesson.time.get()).toBe(durationMs)
    await userEvent.keyboard('{Home}')
    expect(lesson.time.get()).toBe(0)
    await userEvent.keyboard('k')
    expect(lesson.player.get().playing).toBe(true)
    await userEvent.keyboard(' ')
    expect(lesson.player.get().playing).toBe(false)
  })

  it('leaves Space to a focused button, so that it is not pressed twice', async () => {
    const lesson = show()
    screen.getByRole('button', { name: 'Next step' }).focus()
    await userEvent.keyboard(' ')
    expect(lesson.player.get().playing).toBe(false)
    expect(lesson.time.get()).toBe(lesson.sequence.cues[0]?.endMs)
  })

  it('names the moment for those who cannot see it', async () => {
    const lesson = show()
    const slider = screen.getByRole('slider', { name: 'Position in time' })
    lesson.dispatch({ type: 'seek', timeMs: lesson.sequence.durationMs })
    expect(slider).toHaveAttribute('aria-valuenow', String(Math.round(lesson.sequence.durationMs)))
    expect(slider).toHaveAttribute('aria-valuetext', 'Update every weight')
  })

  it('goes to a part, changes speed, and resets', async () => {
    const lesson = show(500)
    await userEvent.click(screen.getByRole('button', { name: 'Learn' }))
    expect(lesson.time.get()).toBe(lesson.sequence.parts[1]?.startMs)
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Speed' }), '2')
    expect(lesson.player.get().rate).toBe(2)
    await userEvent.click(screen.getByRole('button', { name: 'Reset to the start' }))
    expect(lesson.time.get()).toBe(0)
  })

  it('has nothing to press without a run', () => {
    render(<Transport lesson={createLesson({})} />)
    expect(screen.getByRole('button', { name: 'Play' })).toBeDisabled()
    fireEvent.keyDown(screen.getByRole('slider'), { key: 'PageDown' })
    expect(screen.queryByRole('status')).toBeNull()
  })
})
