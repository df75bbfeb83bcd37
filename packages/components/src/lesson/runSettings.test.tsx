import { createModel, generate, runBackward, runForward, sample, type Trace } from '@glassformer/core'
import { prefixCache, slidingWindow } from '@glassformer/core/cache'
import { intervene } from '@glassformer/core/intervene'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { act, render, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { AttentionHead } from '../figures/AttentionHead'
import { BackpropWave } from '../figures/BackpropWave'
import { KVCacheGrid } from '../figures/KVCacheGrid'
import { TokenPipeline } from '../figures/TokenPipeline'
import { type LessonContextValue, type Typing, useLesson, useTyping } from './context'
import { findCue } from './cues'
import { Lesson, type LessonProps } from './Lesson'
import { NO_SELECTION } from './selection'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 2, tokenizer },
)

type Seen = LessonContextValue & Typing

function show(props: LessonProps) {
  const values: Seen[] = []
  function Probe() {
    values.push({ ...useLesson(), ...useTyping() })
    return null
  }
  const page = (more: LessonProps) => (
    <Lesson model={model} prompt="ABC" maxNewTokens={5} {...more}>
      <Probe />
    </Lesson>
  )
  const view = render(page(props))
  return {
    now: () => values.at(-1) as Seen,
    /** The same page with other props; resolves when its run is there, or cannot be. */
    change: async (more: LessonProps) => {
      view.rerender(page(more))
      await waitFor(() => expect(values.at(-1)?.running).toBe(false))
    },
  }
}

const textOf = ({ handle }: Seen) => handle.run.generation?.text

describe('the run of a lesson', () => {
  it('is drawn as its sampler’s plain settings say, and a seed is another draw', async () => {
    const { now, change } = show({ sampler: { temperature: 3 }, seed: 4 })
    const drawn = (seed: number) =>
      generate(model, 'ABC', { maxNewTokens: 5, sampler: sample({ temperature: 3, seed }) }).text
    expect(textOf(now())).toBe(drawn(4))
    expect(drawn(4)).not.toBe(drawn(5))
    await change({ sampler: { temperature: 3 }, seed: 5 })
    expect(textOf(now())).toBe(drawn(5))
    await change({ sampler: { temperature: 3, seed: 4 }, seed: 5 })
    expect(textOf(now())).toBe(drawn(4))
    await change({ sampler: { temperature: 0 } })
    expect(textOf(now())).toBe(generate(model, 'ABC', { maxNewTokens: 5 }).text)
  })

  it('keeps what its cache keeps', async () => {
    const { now, change } = show({ cache: slidingWindow({ window: 2 }) })
    const { generation, backward } = now().handle.run
    expect(generation?.cache).toEqual({ policy: 'sliding-window', window: 2 })
    expect(generation?.steps.at(-1)?.cachedPositions).toBe(2)
    expect(generation?.steps.every(({ other }) => other)).toBe(true)
    expect(backward?.tokens).toHaveLength(8)
    await change({ cache: 'none' })
    expect(now().handle.run.generation?.cache).toBe('none')
    await change({})
    expect(now().handle.run.generation?.cache).toBe('full')
  })

  it('is no other run for objects of the same settings, made anew at each render', async () => {
    const { now, change } = show({ cache: slidingWindow({ window: 2 }), sampler: { temperature: 2, topK: 2 } })
    const { run } = now().handle
    await change({ cache: slidingWindow({ window: 2 }), sampler: { temperature: 2, topK: 2 } })
    expect(now().handle.run).toBe(run)
    expect(now().running).toBe(false)
    await change({ cache: slidingWindow({ window: 3 }), sampler: { temperature: 2, topK: 2 } })
    expect(now().handle.run.generation?.cache).toEqual({ policy: 'sliding-window', window: 3 })
  })

  it('is another for another cache that is shared: it has not what the first was filled with', async () => {
    const shared = prefixCache({ blockSize: 1, capacity: 20 })
    const { now, change } = show({ cache: shared })
    await change({ cache: shared, prompt: 'ABCA' })
    expect(now().handle.run.generation?.steps[0]?.from).toBe(3)
    const { run } = now().handle
    await change({ cache: prefixCache({ blockSize: 1, capacity: 20 }), prompt: 'ABCA' })
    expect(now().handle.run).not.toBe(run)
    expect(now().handle.run.generation?.steps[0]?.from).toBe(0)
  })

  it('has the fault, or what was changed, and no training step beside it', async () => {
    const { now, change } = show({ fault: 'unscaled-scores' })
    expect(now().handle.run.generation?.fault).toBe('unscaled-scores')
    expect(now().handle.run.backward).toBeUndefined()
    const interventions = intervene([{ tensor: 'blocks.0.attn.z', head: 0, scale: 0 }])
    await change({ interventions })
    const { generation, backward } = now().handle.run
    expect(generation?.interventions).toHaveLength(1)
    expect(backward).toBeUndefined()
    expect(generation?.tensor('logits').data).toEqual(
      generate(model, 'ABC', { maxNewTokens: 5, interventions, compare: true }).tensor('logits').data,
    )
    await change({})
    expect(now().handle.run.backward).toBeDefined()
  })

  it('says of what cannot be changed why, and keeps the last run', async () => {
    const { now, change } = show({})
    const { run } = now().handle
    await change({ interventions: intervene([{ tensor: 'blocks.7.attn.z', scale: 0 }]) })
    expect(now().problem?.message).toMatch(/blocks\.7/)
    expect(now().handle.run).toBe(run)
  })
})

describe('figures', () => {
  it('say in their place what they cannot show of a run with a fault, or under a policy', () => {
    const page = (props: LessonProps) => (
      <Lesson model={model} prompt="ABC" {...props}>
        <AttentionHead /> <KVCacheGrid /> <BackpropWave />
      </Lesson>
    )
    const { rerender } = render(page({ fault: 'unscaled-scores' }))
    expect(screen.getByRole('alert')).toHaveTextContent(/BackpropWave shows a training step.*there is none/)
    expect(screen.getAllByText(/Deliberate fault/)).toHaveLength(2)
    rerender(page({ trace: generate(model, 'ABC', { fault: 'no-causal-mask', cache: 'none' }) }))
    expect(screen.getAllByText(/Without a mask and a cache/)).toHaveLength(2)
    expect(screen.getAllByRole('alert')).toHaveLength(3)
  })
})

describe('a lesson of a trace', () => {
  it.each<[string, Trace]>([
    ['forward', runForward(model, 'ABCA')],
    ['generation', generate(model, 'ABCA', { maxNewTokens: 2, compare: true })],
    ['backward', runBackward(model, 'ABCA')],
  ])('shows it, of kind %s, and nothing is typed', (kind, trace) => {
    const { now } = show({ trace: structuredClone(trace) as Trace })
    const { run } = now().handle
    expect(Object.keys(run).sort()).toEqual([kind, 'model'].sort())
    expect(now().setPrompt).toBeNull()
    expect(now().handle.sequence.durationMs).toBeGreaterThan(0)
    expect([now().waiting, now().stale, now().problem]).toEqual([false, false, null])
  })

  it('asks for no text, and gives way to the model again', async () => {
    const trace = generate(model, 'CCB', { maxNewTokens: 2 })
    const page = (props: LessonProps) => (
      <Lesson model={model} prompt="ABC" {...props}>
        <TokenPipeline />
      </Lesson>
    )
    const { rerender } = render(page({ trace }))
    expect(screen.queryByRole('textbox')).toBeNull()
    rerender(page({}))
    expect(await screen.findByRole('textbox')).toHaveValue('ABC')
  })
})

describe('what a reader chose', () => {
  it('is kept over a new run as far as it has it', async () => {
    const { now, change } = show({ prompt: 'ABCABCA' })
    const cell = { tensor: 'blocks.1.attn.pattern', index: [1, 6, 2] }
    const pinned = { ...NO_SELECTION, position: 6, key: 2, layer: 1, head: 1 }
    act(() => {
      now().handle.selection.set({ hover: null, pinned })
      now().handle.inspect(cell)
    })
    const before = now().handle
    await change({ prompt: 'CBACBAC' })
    expect(now().handle).not.toBe(before)
    expect(now().handle.selection.get().pinned).toEqual({ ...pinned, cell })
    expect(now().handle.inspected.get()?.cell).toEqual(cell)
    await change({ prompt: 'A', maxNewTokens: 2 })
    expect(now().handle.selection.get().pinned).toEqual({ ...pinned, position: null, cell: null })
    expect(now().handle.inspected.get()).toBeNull()
  })

  it('is there again after a run that did not have it, unless they chose something else there', async () => {
    const { now, change } = show({ prompt: 'ABCABCA' })
    const cell = { tensor: 'blocks.1.attn.pattern', index: [1, 6, 2] }
    const pinned = { ...NO_SELECTION, position: 6, layer: 1, cell }
    const cue = () => now().handle.frameOf('forward')?.cue
    act(() => {
      now().handle.selection.set({ hover: null, pinned: { ...pinned, cell: null } })
      now().handle.inspect(cell)
      now().handle.dispatch({
        type: 'seek',
        timeMs: findCue(now().handle.sequence, { kind: 'mlp', step: 4 })?.endMs ?? 0,
      })
    })
    const wanted = cue()
    expect(wanted).toMatchObject({ kind: 'mlp', step: 4, layer: 0 })
    await change({ prompt: 'AB', maxNewTokens: 2 })
    expect(now().handle.selection.get().pinned).toEqual({ ...NO_SELECTION, layer: 1 })
    expect(cue()).toMatchObject({ kind: 'sample', step: 0 })
    await change({ prompt: 'A', maxNewTokens: 2 })
    await change({ prompt: 'CBACBAC' })
    expect(now().handle.selection.get().pinned).toEqual(pinned)
    expect(now().handle.inspected.get()?.cell).toEqual(cell)
    expect(cue()).toMatchObject({ kind: 'mlp', step: 4, layer: 0 })
    await change({ prompt: 'AB', maxNewTokens: 2 })
    act(() => {
      now().handle.selection.set({ hover: null, pinned: { ...NO_SELECTION, head: 1 } })
      now().handle.dispatch({ type: 'seek', timeMs: 0 })
    })
    await change({ prompt: 'CBACBAC' })
    expect(now().handle.selection.get().pinned).toEqual({ ...NO_SELECTION, head: 1 })
    expect(now().handle.time.get()).toBe(0)
  })

  it('counts also where it was chosen while the new run was computed', async () => {
    function Page() {
      const [seed, setSeed] = useState(0)
      return (
        <Lesson model={model} prompt="ABC" sampler={{ temperature: 1 }} seed={seed}>
          <Late go={() => setSeed(1)} />
        </Lesson>
      )
    }
    let lesson: LessonContextValue | undefined
    let go = () => {}
    function Late(props: { go: () => void }) {
      lesson = useLesson()
      go = props.go
      return null
    }
    render(<Page />)
    const before = lesson?.handle
    act(() => go())
    before?.selection.set({ hover: null, pinned: { ...NO_SELECTION, layer: 1 } })
    await waitFor(() => expect(lesson?.handle).not.toBe(before))
    expect(lesson?.handle.selection.get().pinned.layer).toBe(1)
  })
})
