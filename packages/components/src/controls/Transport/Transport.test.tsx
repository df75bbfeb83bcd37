import { createModel, generate, runBackward } from '@glassformer/core'
import { act, fireEvent, render, screen } from '@testing-library/react'
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

/** Every text that the live region was given since, in order. */
function heard(): () => string[] {
  const said: string[] = []
  const status = screen.getByRole('status')
  const note = (records: MutationRecord[]) => {
    if (records.length > 0 && status.textContent) said.push(status.textContent)
  }
  const observer = new MutationObserver(note)
  observer.observe(status, { childList: true, characterData: true, subtree: true })
  return () => {
    note(observer.takeRecords())
    return said
  }
}

describe('Transport', () => {
  it('steps from still to still, and says each', async () => {
    const lesson = show()
    const [, first, second] = lesson.sequence.cues
    const steps = lesson.sequence.cues.length - 1
    expect(screen.getByText(`Step 0 of ${steps}`)).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Next step' }))
    expect(lesson.time.get()).toBe(first?.endMs)
    expect(screen.getByRole('status')).toHaveTextContent(`Step 1 of ${steps}: Prefill: layer 0`)
    await userEvent.click(screen.getByRole('button', { name: 'Next step' }))
    expect(lesson.time.get()).toBe(second?.endMs)
    expect(screen.getByRole('status')).toHaveTextContent(`Step 2 of ${steps}: Prefill: layer 1`)
    await userEvent.click(screen.getByRole('button', { name: 'Previous step' }))
    expect(lesson.time.get()).toBe(first?.endMs)
  })

  it('counts its last step as the number of steps', () => {
    const lesson = show()
    act(() => lesson.dispatch({ type: 'seek', timeMs: lesson.sequence.durationMs }))
    const steps = lesson.sequence.cues.length - 1
    expect(screen.getByText(`Step ${steps} of ${steps}`)).toBeVisible()
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

  it('calls nothing paused that played as far as it was to', async () => {
    const lesson = show()
    const said = heard()
    const [, first] = lesson.sequence.cues
    act(() => lesson.playTo(first?.endMs ?? 0))
    act(() => lesson.dispatch({ type: 'tick', deltaMs: 1e6 }))
    await screen.findByRole('button', { name: 'Play' })
    expect(said()).toEqual([expect.stringMatching(/^Step 1 of \d+: /)])
    act(() => lesson.playTo(lesson.sequence.durationMs))
    act(() => lesson.dispatch({ type: 'tick', deltaMs: 10 }))
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }))
    expect(said().at(-1)).toMatch(/^Paused\. Step /)
  })

  it('says nothing before anybody acted, is silent while it plays, and says the pause and the end once', async () => {
    const lesson = show(4000)
    const said = heard()
    expect(screen.getByRole('status')).toBeEmptyDOMElement()
    await userEvent.click(screen.getByRole('button', { name: 'Play' }))
    for (let i = 0; i < 40; i++) act(() => lesson.dispatch({ type: 'tick', deltaMs: 100 }))
    expect(said()).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }))
    expect(said()).toEqual([expect.stringMatching(/^Paused\. Step \d+ of \d+: /)])
    await userEvent.click(screen.getByRole('button', { name: 'Play' }))
    act(() => lesson.dispatch({ type: 'tick', deltaMs: 1e6 }))
    await screen.findByRole('button', { name: 'Play' })
    expect(said().at(-1)).toMatch(/^The end\. Step (\d+) of \1: Update every weight/)
    expect(said()).toHaveLength(2)
  })

  it('says each step once, and leaves to the focused scrubber what that says itself', async () => {
    show()
    const said = heard()
    await userEvent.click(screen.getByRole('button', { name: 'Next step' }))
    expect(said()).toHaveLength(1)
    screen.getByRole('slider').focus()
    await userEvent.keyboard('{ArrowRight}{ArrowRight}')
    expect(said()).toHaveLength(1)
    expect(screen.getByRole('slider')).toHaveAttribute('aria-valuetext', expect.stringMatching(/^Step 3 of/))
  })

  it('is played by keys on its scrubber', async () => {
    const lesson = show()
    const { cues, durationMs } = lesson.sequence
    screen.getByRole('slider').focus()
    await userEvent.keyboard('{ArrowRight}{l}{ArrowUp}')
    expect(lesson.time.get()).toBe(cues[3]?.endMs)
    await userEvent.keyboard('{ArrowLeft}{j}{ArrowDown}')
    expect(lesson.time.get()).toBe(0)
    await userEvent.keyboard('{PageDown}{PageUp}')
    expect(lesson.time.get()).toBe(cues.find(({ part }) => part === 1)?.endMs)
    expect(screen.getByRole('button', { name: 'Learn' })).toHaveAttribute('aria-current', 'step')
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
    expect(lesson.time.get()).toBe(lesson.sequence.cues[1]?.endMs)
  })

  it('names the moment for those who cannot see it', async () => {
    const lesson = show()
    const slider = screen.getByRole('slider', { name: 'Position in time' })
    lesson.dispatch({ type: 'seek', timeMs: lesson.sequence.durationMs })
    expect(slider).toHaveAttribute('aria-valuenow', String(Math.round(lesson.sequence.durationMs)))
    expect(slider).toHaveAttribute('aria-valuetext', expect.stringMatching(/: Update every weight$/))
  })

  it('goes to a part, changes speed, and resets', async () => {
    const lesson = show(500)
    await userEvent.click(screen.getByRole('button', { name: 'Learn' }))
    // Where learning has begun: not at the end of what came before it.
    expect(lesson.time.get()).toBe(lesson.sequence.cues.find(({ part }) => part === 1)?.endMs)
    expect(screen.getByText(/^Ready to learn/)).toBeVisible()
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Speed' }), '2')
    expect(lesson.player.get().rate).toBe(2)
    await userEvent.click(screen.getByRole('button', { name: 'Reset to the start' }))
    expect(lesson.time.get()).toBe(0)
  })

  it('has nothing to press without a run', () => {
    render(<Transport lesson={createLesson({})} />)
    expect(screen.getByRole('button', { name: 'Play' })).toBeDisabled()
    fireEvent.keyDown(screen.getByRole('slider'), { key: 'PageDown' })
    expect(screen.getByRole('status')).toBeEmptyDOMElement()
  })
})
