/** Long by its table: wrong values of every prop of every public part. */
import { createModel, generate, greedy, runBackward } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { cleanup, render, screen } from '@testing-library/react'
import type { ComponentType, ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as published from '../index'

const { Lesson, AttentionHead, Chapter, Chapters, Difference, Segment, Term, Together, Transport } = published
const components = Object.fromEntries(
  Object.entries(published).filter(([name]) => /^[A-Z]/.test(name)),
) as unknown as Readonly<Record<string, ComponentType<object>>>

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 2, tokenizer },
)
const generation = generate(model, 'ABC', { maxNewTokens: 2, compare: true })
const backward = runBackward(model, 'ABCABC')

const notMs = [Number.NaN, -1, Number.POSITIVE_INFINITY, '5', {}, null]
const notIndex = [Number.NaN, -1, 1.5, '0', 99, {}, null]
const notOneOf = ['nothing', '', 5, {}, null]
const notFunction = [5, 'x', {}]
const notText = [5, {}, null, ['A']]
const notModel = [5, 'text', {}, { config: {} }, null]

const notPlace = [Number.NaN, 1.5, '', {}, null, ['A']]
const notCue = ['nothing', '', 5, {}, null]
const notLayer = [Number.NaN, 1.5, '0', '', {}, null]
const notLayerAt = [Number.NaN, 1.5, '0', 'last', {}, null]
const cell = {
  tensor: notText,
  layer: notLayerAt,
  head: notLayerAt,
  position: notPlace,
  keyAt: notPlace,
  index: [Number.NaN, 1.5, '0', {}, null, ['0'], [0.5]],
}

const source = {
  trace: [5, 'x', {}, { kind: 'sideways' }, { kind: 'generation' }, null],
  model: notModel,
  prompt: notText,
  defaultTime: notMs,
}
const host = { className: [5, {}], style: ['color: red', 5] }

/** Wrong values of every prop of every component that is public. */
const WRONG: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  Lesson: {
    model: notModel,
    prompt: notText,
    onPromptChange: notFunction,
    maxNewTokens: [0, -3, 1.5, Number.NaN, '6', null],
    sampler: [
      5,
      'greedy',
      {},
      { pick: 1 },
      greedy,
      null,
      { temperature: -1 },
      { temperature: 1, topP: 2 },
      { topK: 3 },
    ],
    seed: [1.5, Number.NaN, '3', null],
    cache: ['half', 5, {}, { settings: {} }, null],
    fault: ['none', 5, null],
    interventions: [5, {}, [], null],
    settings: [5, null, { cache: 'half' }, { sampling: {} }, { fault: 'none' }, { model: 5 }, { promt: '' }],
    onSettingsChange: notFunction,
    permalink: ['yes', 1, null],
    link: notText,
    onLinkChange: notFunction,
    trace: source.trace,
    time: notMs,
    defaultTime: notMs,
    onTimeChange: notFunction,
    onTimeCommit: notFunction,
    theme: notOneOf,
    layout: notOneOf,
    name: [5, {}, null, '', ' '],
    messages: [5, 'de', { transport: 7 }, [1], null],
    ...host,
  },
  PromptPicker: { prompts: [5, 'ABC', [5], [{}], [{ text: 'A', name: 5 }]], freeText: ['yes', 1, null], ...host },
  ModelPicker: {
    models: [5, 'small', [5], [{ id: 'a' }], [{ id: 5, name: 'A' }], [{ id: 'a', name: 'A', model: {} }], null],
    ...host,
  },
  SamplingControls: host,
  CacheControls: { kinds: [5, [], ['half'], 'full', null], ...host },
  FaultPicker: { faults: [5, [], ['none'], 'no-causal-mask', null], ...host },
  Transport: { lesson: [5, {}, null, 'x'], rates: [[], [Number.NaN], [-1], [100], ['1'], 5, 'x', null, {}], ...host },
  AttentionHead: {
    ...source,
    layer: notIndex,
    head: notIndex,
    view: notOneOf,
    defaultView: notOneOf,
    onViewChange: notFunction,
    heads: notOneOf,
    ...host,
  },
  BackpropWave: { ...source, scale: notOneOf, ...host },
  ComplexityComparison: {
    ...source,
    defaultUpTo: [Number.NaN, -5, 0, 1.5, 1e12, '2048', null],
    defaultCurve: notOneOf,
    ...host,
  },
  During: {
    kind: [...notCue, [], ['read', 'nothing'], undefined],
    layer: notLayer,
    step: [-1, ...notLayer],
    position: notPlace,
    until: notCue,
    as: ['p', '', 5, {}, null],
    ...host,
  },
  Check: {
    choices: [
      [],
      [1, 2],
      [{ says: 'a', of: 'layers' }],
      [{ says: '' }, { says: 'b' }],
      [
        { says: 'a', when: 'never' },
        { says: 'b', when: 'otherwise' },
      ],
      [
        { says: 'a', when: { of: 'layers', is: '~', value: 1 } },
        { says: 'b', when: 'otherwise' },
      ],
      [
        { says: 'a', when: { of: 'layers', is: '=', value: { of: 'layerz' } } },
        { says: 'b', when: 'otherwise' },
      ],
      [
        { says: 'a', when: { of: 'layers', is: '=', value: 1, at: { kind: 'no' } } },
        { says: 'b', when: 'otherwise' },
      ],
      'x',
      null,
      {},
    ],
    which: notOneOf,
    of: [...notCue, 'tokenz'],
    ...cell,
    token: notPlace,
    nth: [0, 1.5, '1', null],
    tolerance: [-0.1, 1, Number.NaN, '0.1', null],
    at: ['sample', 5, {}, null, { kind: 'sideways' }],
    ...host,
  },
  Chapters: { headingLevel: [0, 6, 1.5, '2', null], follow: notOneOf, ...host },
  Chapter: { title: [5, {}, null, '', ' '], id: [5, {}, null, ''], ...host },
  Segment: {
    title: [5, {}, null, ''],
    from: ['read', 5, {}, null, { kind: 'sideways' }, { kind: 'read', layer: 0.5 }, { kind: 'read', step: '1' }],
    to: [{ kind: 7 }, null],
    id: [5, {}, null, ''],
    ...host,
  },
  Glossary: { terms: ['some', 5, {}, null, ['key', 5], ['flux']], ...host },
  Inspector: {
    trace: source.trace,
    model: source.model,
    prompt: source.prompt,
    cell: [
      5,
      'x',
      {},
      { tensor: 'logits' },
      { tensor: 5, index: [0] },
      { tensor: 'logits', index: [0.5] },
      null,
      undefined,
    ],
    ...host,
  },
  KVCacheGrid: { ...source, layer: notIndex, ...host },
  Moment: {
    kind: [...notCue, ['read'], undefined],
    layer: notLayer,
    step: [-1, ...notLayer],
    position: notPlace,
    by: notOneOf,
    ...host,
  },
  ProbabilityTrail: { ...source, view: notOneOf, defaultView: notOneOf, onViewChange: notFunction, ...host },
  Part: { ...cell, position: [...notPlace, undefined], stage: notCue, ...host },
  Term: { name: [5, {}, null, 'flux'], means: [5, {}, null], ...host },
  Predict: {
    ask: notOneOf,
    of: [...notCue, 'tokenz'],
    ...cell,
    token: notPlace,
    nth: [0, 1.5, '1', null],
    by: notOneOf,
    choices: [1, 13, 2.5, '4', null],
    tolerance: [-0.1, 1, Number.NaN, '0.1', null],
    at: ['sample', 5, {}, null, { kind: 'sideways' }, { kind: 'read', layer: 0.5 }],
    hold: ['true', 1, null],
    ...host,
  },
  Difference: {
    open: ['yes', 1, {}, null],
    defaultOpen: ['yes', 1, {}, null],
    onOpenChange: notFunction,
    candidates: [0, 21, 1.5, '5', null],
    ...host,
  },
  Together: {
    prompt: notText,
    onPromptChange: notFunction,
    time: notMs,
    defaultTime: notMs,
    onTimeChange: notFunction,
    onTimeCommit: notFunction,
    layout: notOneOf,
    theme: notOneOf,
    messages: [5, 'de', { transport: 7 }, [1], null],
    ...host,
  },
  TokenPipeline: { ...source, ...host },
  Value: {
    ...cell,
    of: [...notOneOf, undefined],
    token: [-1, 1.5, Number.NaN, '', {}, null],
    nth: [0, -1, 1.5, '1', null],
    format: notOneOf,
    digits: [-1, 1.5, 20, '2', null],
    always: ['true', 1, 0, null],
    ...host,
  },
}

/** What a part of prose needs to be one. */
const NEEDS: Readonly<Record<string, object>> = {
  Check: { of: 'layers', children: 'How many?' },
  During: { kind: 'sample', children: 'then' },
  Moment: { kind: 'sample', children: 'there' },
  Part: { position: 0, children: 'the first' },
  Value: { of: 'tokens' },
}
const ONE_NUMBER = { cell: { tensor: 'blocks.0.attn.pattern', index: [0, 2, 1] } }

const prose = <p>The author’s words.</p>
const inLesson = (child: ReactNode) => (
  <Lesson model={model} prompt="ABC">
    {prose}
    {child}
  </Lesson>
)

/** How a component stands in a page, with these props. */
function page(name: string, props: object) {
  const Component = components[name] as ComponentType<object>
  if (name === 'Lesson')
    return (
      <Lesson model={model} prompt="ABC" {...props}>
        {prose}
        <AttentionHead />
        <Transport />
      </Lesson>
    )
  if (name === 'Together' || name === 'Difference')
    return (
      <Together {...(name === 'Together' && props)}>
        {prose}
        <Lesson model={model} prompt="ABC" />
        <Lesson model={model} prompt="ABCA" />
        <Difference {...(name === 'Difference' && props)} />
        <Transport />
      </Together>
    )
  if (name === 'Chapters' || name === 'Chapter' || name === 'Segment') {
    const of = (one: string) => (one === name ? props : {})
    return inLesson(
      <Chapters {...of('Chapters')}>
        <Chapter title="One" {...of('Chapter')}>
          <Segment {...of('Segment')} />
        </Chapter>
      </Chapters>,
    )
  }
  if (name === 'Term') return inLesson(<Term {...props}>key</Term>)
  if (name === 'ModelPicker') return inLesson(<Component {...{ models: [] }} {...props} />)
  if (/Transport|Glossary|Predict|Picker|Controls/.test(name)) return inLesson(<Component {...props} />)
  if (name in NEEDS) return inLesson(<Component {...NEEDS[name]} {...props} />)
  const trace = name === 'BackpropWave' ? backward : generation
  const alone = 'model' in props || 'prompt' in props ? { model, prompt: 'ABC' } : { trace }
  return (
    <>
      {prose}
      <Component {...alone} {...(name === 'Inspector' && ONE_NUMBER)} {...props} />
    </>
  )
}

const shown = (value: unknown) =>
  typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? String(value))

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

it('knows every component that is public', () => {
  expect(Object.keys(WRONG).sort()).toEqual(Object.keys(components).sort())
})

describe.each(Object.keys(WRONG))('%s', (name) => {
  it.each(Object.entries(WRONG[name] ?? {}))('says in place what is wrong with its %s, and heals', (prop, values) => {
    // React reports what a boundary catches, which is how a few of these are found.
    vi.spyOn(console, 'error').mockImplementation(() => {})
    for (const value of values) {
      const what = `${prop}=${shown(value)}`
      const { rerender, unmount } = render(page(name, { [prop]: value }))
      expect(screen.queryAllByRole('alert').length, what).toBeGreaterThan(0)
      expect(screen.getByText('The author’s words.'), what).toBeInTheDocument()
      rerender(page(name, {}))
      expect(screen.queryAllByRole('alert'), what).toEqual([])
      rerender(page(name, { [prop]: value }))
      expect(screen.queryAllByRole('alert').length, `${what}, later`).toBeGreaterThan(0)
      expect(screen.getByText('The author’s words.'), what).toBeInTheDocument()
      unmount()
      expect(renderToString(page(name, { [prop]: value })), `${what}, on a server`).toContain('role="alert"')
    }
  })
})

it('keeps the run of a lesson whose prop was wrong for a while', () => {
  const { rerender } = render(page('Lesson', {}))
  rerender(page('Lesson', { time: Number.NaN }))
  expect(screen.getAllByRole('alert')[0]).toHaveTextContent(/time of Lesson must be a number of milliseconds.*got NaN/)
  rerender(page('Lesson', { time: 300 }))
  expect(screen.getByRole('slider', { name: 'Position in time' })).toHaveAttribute('aria-valuenow', '300')
})

it('says that a transport stands outside of any lesson', () => {
  render(<Transport />)
  expect(screen.getByRole('alert')).toHaveTextContent(/Transport plays the lesson around it, and there is none/)
  expect(screen.queryByRole('button')).toBeNull()
})
