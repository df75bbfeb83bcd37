import { createModel, generate, type Model, sample } from '@glassformer/core'
import { slidingWindow } from '@glassformer/core/cache'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useEffect } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AttentionHead } from '../figures/AttentionHead'
import { type LessonContextValue, type SettingsValue, type Typing, useLesson, useSettings, useTyping } from './context'
import { Lesson, type LessonProps } from './Lesson'
import type { LessonSettings } from './settings'
import type { ModelOffer } from './useOffers'

const tokenizer = createCharTokenizer('ABC ')
const config = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size }
const model = createModel(config, { seed: 2, tokenizer })
const other = createModel({ ...config, nLayers: 1 }, { seed: 3, tokenizer })

type Seen = LessonContextValue & Typing & SettingsValue

function show(props: LessonProps, models: readonly ModelOffer[] = []) {
  const values: Seen[] = []
  function Probe() {
    const settings = useSettings() as SettingsValue
    values.push({ ...useLesson(), ...useTyping(), ...settings })
    const { offer } = settings.offers
    useEffect(() => offer(models), [offer])
    return null
  }
  const page = (more: LessonProps) => (
    <Lesson model={model} prompt="ABC" maxNewTokens={5} {...more}>
      <Probe />
      <AttentionHead />
    </Lesson>
  )
  const view = render(page(props))
  const now = () => values.at(-1) as Seen
  return {
    now,
    rerender: (more: LessonProps) => view.rerender(page(more)),
    set: async (to: Partial<LessonSettings>) => {
      act(() => now().change?.(to))
      await waitFor(() => expect(now().running).toBe(false))
    },
  }
}

const shown = ({ handle }: Seen) => handle.run.generation
const sampling = { temperature: 3, topK: null, topP: 1, minP: 0, seed: 1 }

afterEach(cleanup)

describe('settings', () => {
  it('begin with what the author gave, as plain data', () => {
    const { now } = show({ cache: slidingWindow({ window: 3 }), sampler: { temperature: 0.5 }, seed: 7 })
    const { settings } = now()
    expect(settings).toEqual({
      prompt: 'ABC',
      model: null,
      sampling: { temperature: 0.5, topK: null, topP: 1, minP: 0, seed: 7 },
      cache: { policy: 'sliding-window', window: 3 },
      fault: null,
    })
    expect(JSON.parse(JSON.stringify(settings))).toEqual(settings)
    cleanup()
    expect(show({ sampler: sample({ temperature: 2 }) }).now().settings.sampling).toBeNull()
  })

  it('change the run, each by itself, and all told', async () => {
    const told = vi.fn()
    const { now, set } = show({ onSettingsChange: told })
    await set({ sampling })
    expect(shown(now())?.text).toBe(
      generate(model, 'ABC', { maxNewTokens: 5, sampler: sample({ temperature: 3, seed: 1 }) }).text,
    )
    await set({ cache: { policy: 'heavy-hitters', recent: 1, heavy: 1 } })
    expect(shown(now())?.cache).toEqual({ policy: 'heavy-hitters', recent: 1, heavy: 1 })
    await set({ fault: 'unscaled-scores', prompt: 'CB' })
    expect(shown(now())).toMatchObject({ fault: 'unscaled-scores', promptLength: 2 })
    expect(told.mock.calls.map(([, changed]) => Object.keys(changed).sort())).toEqual([
      ['sampling'],
      ['cache'],
      ['fault', 'prompt'],
    ])
    expect(told.mock.calls.at(-1)?.[0]).toEqual(now().settings)
    expect(now().stale).toBe(false)
  })

  it('tell nothing, and run nothing, for what they are already', async () => {
    const told = vi.fn()
    const { now, set } = show({ onSettingsChange: told, sampler: { temperature: 3 }, seed: 1 })
    const { run } = now().handle
    await set({ sampling: { ...sampling }, prompt: 'ABC', cache: 'full', fault: null })
    expect(told).not.toHaveBeenCalled()
    expect(now().handle.run).toBe(run)
  })

  it('are both of two changes before the next render', async () => {
    const told = vi.fn()
    const { now } = show({ onSettingsChange: told })
    act(() => {
      now().change?.({ cache: 'none' })
      now().change?.({ prompt: 'CCC' })
    })
    expect(told.mock.calls.at(-1)?.[0]).toMatchObject({ cache: 'none', prompt: 'CCC' })
    expect(now().settings).toMatchObject({ cache: 'none', prompt: 'CCC' })
  })

  it('give way to a change of what the author gave, and only there', async () => {
    const { now, set, rerender } = show({ sampler: { temperature: 1 } })
    await set({ sampling, prompt: 'CB', cache: 'none' })
    rerender({ sampler: { temperature: 1 }, prompt: 'AAA' })
    expect(now().settings).toMatchObject({ prompt: 'AAA', sampling, cache: 'none' })
    rerender({ sampler: { temperature: 2 }, prompt: 'AAA' })
    expect(now().settings).toMatchObject({ prompt: 'AAA', cache: 'none', sampling: { temperature: 2, seed: 0 } })
  })

  it('stay through a while in which a prop is wrong', async () => {
    const { now, set, rerender } = show({})
    await set({ sampling, prompt: 'CB' })
    rerender({ time: Number.NaN })
    rerender({})
    expect(now().settings).toMatchObject({ prompt: 'CB', sampling })
  })

  it('that the owner holds change only by the owner', async () => {
    const told = vi.fn()
    const { now, set, rerender } = show({ settings: { cache: 'none' }, onSettingsChange: told })
    await set({ cache: 'full', prompt: 'CB' })
    expect(told.mock.calls[0]?.[0]).toMatchObject({ cache: 'full', prompt: 'CB' })
    expect(now().settings).toMatchObject({ cache: 'none', prompt: 'CB' })
    rerender({ settings: { cache: 'full' }, onSettingsChange: told })
    await waitFor(() => expect(shown(now())?.cache).toBe('full'))
  })

  it('that cannot be run leave the last run, and say why until they can', async () => {
    const { now, set } = show({})
    const { run } = now().handle
    await set({ cache: { policy: 'sliding-window', window: 0 } })
    expect(now().handle.run).toBe(run)
    expect(screen.getByRole('alert')).toHaveTextContent(/window must be a whole number/)
    expect(screen.getByText('with the settings before')).toBeVisible()
    await set({ cache: { policy: 'hearsay' } })
    expect(screen.getByRole('alert')).toHaveTextContent(/no cache policy "hearsay"/)
    await set({ cache: 'full', sampling: { ...sampling, topP: 7 } })
    expect(screen.getByRole('alert')).toHaveTextContent(/topP/)
    await set({ sampling })
    await waitFor(() => expect(now().stale).toBe(false))
    expect(screen.queryByRole('alert')).toBeNull()
  })
})

describe('models on offer', () => {
  it('are run when they are chosen, and the lesson’s own again', async () => {
    const { now, set } = show({}, [
      { id: 'own', name: 'Own' },
      { id: 'small', name: 'Small', model: other },
    ])
    await set({ model: 'small' })
    expect(now().handle.run.model).toBe(other)
    expect(shown(now())?.config.nLayers).toBe(1)
    await set({ model: 'own' })
    expect(now().handle.run.model).toBe(model)
    await set({ model: null })
    expect(now().handle.run.model).toBe(model)
  })

  it('are loaded once, when they are first chosen; the last run stays meanwhile', async () => {
    let arrive: (model: Model) => void = () => {}
    const load = vi.fn(
      () =>
        new Promise<Model>((resolve) => {
          arrive = resolve
        }),
    )
    const { now, set } = show({}, [{ id: 'late', name: 'Late', load }])
    expect(load).not.toHaveBeenCalled()
    act(() => now().change?.({ model: 'late' }))
    expect([now().running, now().stale, now().handle.run.model]).toEqual([true, true, model])
    await act(async () => arrive(other))
    await waitFor(() => expect(now().handle.run.model).toBe(other))
    await set({ model: null })
    await set({ model: 'late' })
    await waitFor(() => expect(now().handle.run.model).toBe(other))
    expect(load).toHaveBeenCalledTimes(1)
  })

  it('that do not arrive say so, with a button that tries again', async () => {
    const load = vi.fn<() => Promise<Model>>().mockRejectedValueOnce(new Error('lost')).mockResolvedValue(other)
    const { now, set } = show({}, [{ id: 'late', name: 'Late', load }])
    const { run } = now().handle
    await set({ model: 'late' })
    expect(screen.getByRole('alert')).toHaveTextContent(/did not arrive.*lost/)
    expect(now().handle.run).toBe(run)
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(now().handle.run.model).toBe(other))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('that nobody offers are said', async () => {
    const { set } = show({})
    await set({ model: 'nothing' })
    expect(screen.getByRole('alert')).toHaveTextContent(/No model "nothing" is offered/)
  })
})
