import { createModel, FAULTS, generate, type Model, sample } from '@glassformer/core'
import { heavyHitters, prefixCache } from '@glassformer/core/cache'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ComponentPropsWithRef, cloneElement, type ReactElement, type ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { TokenPipeline } from '../figures/TokenPipeline'
import { type LessonContextValue, useLesson } from '../lesson/context'
import { Lesson, type LessonProps } from '../lesson/Lesson'
import { CacheControls } from './CacheControls'
import { CACHE_KINDS, cacheOf, kindOf } from './CacheControls/kinds'
import { FaultPicker } from './FaultPicker'
import { ModelPicker } from './ModelPicker'
import { PromptPicker } from './PromptPicker'
import { SamplingControls } from './SamplingControls'
import { topKSteps } from './SamplingControls/steps'

const tokenizer = createCharTokenizer('ABC ')
const config = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size }
const model = createModel(config, { seed: 2, tokenizer })
const other = createModel({ ...config, nLayers: 1 }, { seed: 3, tokenizer })

let lesson: LessonContextValue | undefined
const run = () => lesson?.handle.run

function show(children: ReactNode, props: LessonProps = {}) {
  function Probe() {
    lesson = useLesson()
    return null
  }
  return render(
    <Lesson model={model} prompt="ABCA" maxNewTokens={5} {...props}>
      {children}
      <Probe />
    </Lesson>,
  )
}

const group = (name: string) => screen.getByRole('group', { name })
const slider = (name: string) => screen.getByRole('slider', { name })
const slide = (name: string, value: number) => fireEvent.change(slider(name), { target: { value: String(value) } })
const settled = () => waitFor(() => expect(document.querySelector('[data-stale], [data-pending]')).toBeNull())

afterEach(cleanup)

const ALL = [
  ['PromptPicker', 'Text', <PromptPicker key="1" prompts={['ABC', 'CBA']} />],
  ['ModelPicker', 'Model', <ModelPicker key="2" models={[{ id: 'small', name: 'Small', model: other }]} />],
  ['SamplingControls', 'Sampling', <SamplingControls key="3" />],
  ['CacheControls', 'KV cache', <CacheControls key="4" />],
  ['FaultPicker', 'A mistake on purpose', <FaultPicker key="5" />],
] as const

describe.each(ALL)('%s', (name, title, control) => {
  it('is a group with a name that says what it is set to, each field labelled and described', () => {
    show(control)
    expect(group(title)).toHaveAccessibleDescription(/\w+ \w+/)
    for (const field of document.querySelectorAll<HTMLElement>('.gf-control :is(input, select)')) {
      expect(field).toHaveAccessibleName()
      if (field.tagName === 'INPUT') expect(field).toHaveAccessibleDescription()
    }
  })

  it('says in its place that there is no lesson around it', () => {
    render(control)
    expect(screen.getByRole('alert')).toHaveTextContent(new RegExp(`${name} sets the run of the lesson around it`))
  })

  it('sets nothing in a lesson of a given run, and says so', () => {
    show(control, { trace: generate(model, 'ABC', { maxNewTokens: 2 }) })
    expect(group(title)).toHaveAccessibleDescription(/computed before: nothing can be set/)
    for (const field of document.querySelectorAll('.gf-control :is(input, select, button)'))
      expect(field).toBeDisabled()
  })

  it('is in the HTML of the server, as it is set', () => {
    const html = renderToString(
      <Lesson model={model} prompt="ABCA">
        {control}
      </Lesson>,
    )
    expect(html).toContain('gf-control')
    expect(html).toContain(title)
  })

  it('passes ref, class and the rest to its element', () => {
    const ref = { current: null as HTMLDivElement | null }
    show(cloneElement(control as ReactElement<ComponentPropsWithRef<'div'>>, { ref, className: 'mine', id: 'one' }))
    expect(ref.current).toHaveClass('mine', 'gf-control')
    expect(ref.current).toHaveAttribute('id', 'one')
  })
})

describe('PromptPicker', () => {
  it('runs a text that is chosen, and what is typed, which can be chosen again', async () => {
    const user = userEvent.setup()
    show(<PromptPicker prompts={['ABCA', { text: 'CC', name: 'Two' }]} />)
    expect(screen.getByRole('button', { name: 'ABCA' })).toHaveAttribute('aria-pressed', 'true')
    await user.click(screen.getByRole('button', { name: 'Two' }))
    await settled()
    expect(run()?.generation?.text).toMatch(/^CC/)
    const input = screen.getByRole('textbox', { name: 'Text' })
    await user.clear(input)
    await user.type(input, 'BBB')
    await settled()
    expect(screen.queryByRole('button', { pressed: true })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Two' }))
    await user.click(screen.getByRole('button', { name: 'Yours: BBB' }))
    await settled()
    expect(run()?.generation?.text).toMatch(/^BBB/)
  })

  it('says what is wrong with a text, once, also beside another input', async () => {
    show(
      <>
        <PromptPicker prompts={['ABCA']} />
        <TokenPipeline />
      </>,
    )
    const [input] = screen.getAllByRole('textbox', { name: 'Text' })
    fireEvent.change(input as HTMLElement, { target: { value: '' } })
    await waitFor(() => expect(screen.getAllByRole('alert').length).toBeGreaterThan(0))
    expect(run()?.generation?.text).toMatch(/^ABCA/)
  })

  it('can do without typing', () => {
    show(<PromptPicker prompts={['ABCA']} freeText={false} />)
    expect(screen.queryByRole('textbox')).toBeNull()
  })
})

describe('ModelPicker', () => {
  it('runs the model that is chosen, with its text, and finds the reader’s own text again', async () => {
    const user = userEvent.setup()
    show(
      <ModelPicker
        models={[
          { id: 'own', name: 'First' },
          { id: 'small', name: 'Small', model: other, prompt: 'CC' },
        ]}
      />,
      { prompt: 'ABB' },
    )
    const select = screen.getByRole('combobox', { name: 'Which model runs' })
    expect(select).toHaveDisplayValue('First')
    expect(group('Model')).toHaveAccessibleDescription(/^First: 2 layers of 2 heads, [\d,]+ parameters\.$/)
    await user.selectOptions(select, 'Small')
    await settled()
    expect(run()?.model).toBe(other)
    expect(run()?.generation?.text).toMatch(/^CC/)
    await user.selectOptions(select, 'First')
    await settled()
    expect(run()?.model).toBe(model)
    expect(run()?.generation?.text).toMatch(/^ABB/)
  })

  it('loads one when it is chosen, says so, and tries again after it did not arrive', async () => {
    const user = userEvent.setup()
    let settle: { resolve: (model: Model) => void; reject: (error: Error) => void } | undefined
    const load = vi.fn(
      () =>
        new Promise<Model>((resolve, reject) => {
          settle = { resolve, reject }
        }),
    )
    // An author writes the list in the page: another one at each render.
    const page = () => <ModelPicker models={[{ id: 'late', name: 'Late', load: () => load() }]} />
    const { rerender } = show(page())
    await user.selectOptions(screen.getByRole('combobox'), 'Late')
    expect(group('Model')).toHaveAccessibleDescription('Late is being loaded.')
    expect(screen.getByText('Being computed…')).toBeVisible()
    settle?.reject(new Error('lost'))
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent('lost')
    expect(run()?.model).toBe(model)
    await user.click(within(alert).getByRole('button', { name: 'Try again' }))
    settle?.resolve(other)
    await waitFor(() => expect(run()?.model).toBe(other))
    expect(load).toHaveBeenCalledTimes(2)
    rerender(
      <Lesson model={model} prompt="ABCA" maxNewTokens={5}>
        {page()}
      </Lesson>,
    )
    expect(load).toHaveBeenCalledTimes(2)
  })
})

describe('SamplingControls', () => {
  it('begins greedy, where nothing is drawn, and draws as it is set', async () => {
    const user = userEvent.setup()
    show(<SamplingControls />)
    expect(group('Sampling')).toHaveAccessibleDescription(/^Greedy/)
    for (const name of ['Top-k', 'Top-p', 'Min-p']) expect(slider(name)).toBeDisabled()
    slide('Temperature', 2)
    slide('Top-k', 1)
    slide('Top-p', 0.9)
    slide('Min-p', 0.1)
    await user.click(screen.getByRole('button', { name: 'Draw again' }))
    await settled()
    expect(group('Sampling')).toHaveAccessibleDescription(
      'Each token is drawn at temperature 2.00 from the 2 most probable, the most probable that add up to 0.90, those at least 0.10 times as probable as the best, with seed 1.',
    )
    const sampler = sample({ temperature: 2, topK: 2, topP: 0.9, minP: 0.1, seed: 1 })
    expect(run()?.generation?.text).toBe(generate(model, 'ABCA', { maxNewTokens: 5, sampler }).text)
    await user.click(screen.getByRole('button', { name: 'As at first' }))
    await settled()
    expect(run()?.generation?.text).toBe(generate(model, 'ABCA', { maxNewTokens: 5 }).text)
  })

  it('reaches from one token to all of the vocabulary', () => {
    show(<SamplingControls />, { sampler: { temperature: 1 } })
    expect(slider('Top-k')).toHaveAttribute('aria-valuetext', `all ${tokenizer.size}`)
    slide('Top-k', 0)
    expect(slider('Top-k')).toHaveAttribute('aria-valuetext', '1')
    slide('Top-k', Number(slider('Top-k').getAttribute('max')))
    expect(slider('Top-k')).toHaveAttribute('aria-valuetext', `all ${tokenizer.size}`)
    for (const size of [1, 2, 3, 100, 1024, 50_257]) {
      const steps = topKSteps(size)
      expect([steps[0], steps.at(-1)]).toEqual([1, size])
      expect([...new Set(steps)].sort((a, b) => a - b)).toEqual(steps)
      expect(steps.length).toBeLessThan(24)
    }
  })

  it('takes a seed as it is typed, and nothing that is none', async () => {
    const user = userEvent.setup()
    show(<SamplingControls />, { sampler: { temperature: 1 }, seed: 7 })
    const seed = screen.getByRole('spinbutton', { name: 'Seed' })
    expect(seed).toHaveValue(7)
    await user.clear(seed)
    expect(group('Sampling')).toHaveAccessibleDescription(/seed 7/)
    await user.type(seed, '42')
    expect(group('Sampling')).toHaveAccessibleDescription(/seed 42/)
  })

  it('says of a sampler’s object that the author set it, until the reader does', () => {
    show(<SamplingControls />, { sampler: sample({ temperature: 2 }) })
    expect(group('Sampling')).toHaveAccessibleDescription(/As the author/)
    slide('Temperature', 0.5)
    expect(group('Sampling')).toHaveAccessibleDescription(/temperature 0.50/)
  })
})

describe('CacheControls', () => {
  it.each(CACHE_KINDS)('runs with %s', async (kind) => {
    show(<CacheControls />)
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'What is kept' }), kind)
    await settled()
    const wanted = cacheOf(kind, 9)
    expect(run()?.generation?.cache).toEqual(wanted)
    expect(kindOf(wanted)).toBe(kind)
    expect(group('KV cache')).toHaveAccessibleDescription(/\w/)
  })

  it('sets a policy’s numbers, and finds them again', async () => {
    const user = userEvent.setup()
    show(<CacheControls />)
    const select = screen.getByRole('combobox')
    await user.selectOptions(select, 'A sliding window')
    expect(slider('Window')).toHaveAttribute('max', '20')
    slide('Window', 3)
    await settled()
    expect(run()?.generation?.cache).toEqual({ policy: 'sliding-window', window: 3 })
    expect(group('KV cache')).toHaveAccessibleDescription(/The last 3 positions are kept/)
    await user.selectOptions(select, 'Heavy hitters and the last')
    await settled()
    expect(screen.getAllByRole('slider')).toHaveLength(2)
    await user.selectOptions(select, 'A sliding window')
    await settled()
    expect(run()?.generation?.cache).toEqual({ policy: 'sliding-window', window: 3 })
  })

  it('shows the author’s cache, also one that it does not offer', async () => {
    show(<CacheControls kinds={['full', 'none']} />, { cache: heavyHitters({ recent: 2, heavy: 3 }) })
    expect(screen.getByRole('combobox')).toHaveDisplayValue('Heavy hitters and the last')
    expect(slider('Heavy hitters')).toHaveValue('3')
    cleanup()
    show(<CacheControls />, { cache: prefixCache({ blockSize: 2, capacity: 20 }) })
    expect(screen.getByRole('combobox')).toHaveDisplayValue('As the lesson has it: prefix')
    await userEvent.selectOptions(screen.getByRole('combobox'), 'full')
    await userEvent.selectOptions(screen.getByRole('combobox'), 'own')
    await settled()
    expect(run()?.generation?.cache).toMatchObject({ policy: 'prefix' })
  })
})

describe('FaultPicker', () => {
  it('runs each mistake that the core knows, in plain words, and none', async () => {
    show(<FaultPicker />)
    const radios = screen.getAllByRole('radio')
    expect(radios).toHaveLength(FAULTS.length + 1)
    for (const [i, fault] of FAULTS.entries()) {
      await userEvent.click(radios[i + 1] as HTMLElement)
      await settled()
      expect(run()?.generation?.fault).toBe(fault)
    }
    await userEvent.click(radios[0] as HTMLElement)
    await settled()
    expect(run()?.generation?.fault).toBeUndefined()
  })

  it('offers those that the author names, and the one that is set', () => {
    show(<FaultPicker faults={['unscaled-scores']} />, { fault: 'stale-position' })
    expect(screen.getAllByRole('radio')).toHaveLength(3)
    expect(screen.getByRole('radio', { name: 'Positions stop counting' })).toBeChecked()
  })
})
