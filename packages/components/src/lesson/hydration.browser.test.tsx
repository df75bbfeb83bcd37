import '../styles/index.css'
import * as module from '@glassformer/core/models/text'
import type { ReactNode } from 'react'
import { hydrateRoot, type Root } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as all from '../index'
import { textModel } from './textModelStore'

const { Lesson, Transport, TokenPipeline } = all

/** How an author writes each part; what has no line here stands without props. */
const PARTS: Readonly<Record<string, ReactNode>> = {
  Value: (
    <p>
      <all.Value of="promptTokens" /> <all.Value of="probability" position="last" />
    </p>
  ),
  Part: <all.Part position="last">the last</all.Part>,
  Moment: <all.Moment kind="sample">chosen</all.Moment>,
  During: <all.During kind="sample">then</all.During>,
  Predict: <all.Predict ask="next" />,
  Check: (
    <all.Check
      which="largest"
      choices={[1, 2].map((nth) => ({ says: `${nth}`, of: 'probability', nth, position: 'last' }))}
    >
      Which?
    </all.Check>
  ),
  Term: (
    <>
      <all.Term>query</all.Term>
      <all.Glossary />
    </>
  ),
  Chapters: (
    <all.Chapters>
      <all.Chapter title="One" stage={<TokenPipeline />}>
        <all.Segment title="A" from={{ kind: 'prefill' }}>
          <p>All at once.</p>
        </all.Segment>
        <all.Segment title="B" from={{ kind: 'sample', step: 0 }}>
          <p>One is chosen.</p>
        </all.Segment>
      </all.Chapter>
    </all.Chapters>
  ),
  PromptPicker: <all.PromptPicker prompts={['the cat sat on the', 'Anna has']} />,
  Transport: <Transport />,
}
const PLACED = new Set(['Lesson', 'Together', 'Chapter', 'Segment', 'Glossary', 'ModelPicker', 'Inspector'])
const parts = Object.entries(all as Record<string, unknown>)
  .filter(([name, value]) => /^[A-Z]\w*[a-z]/.test(name) && typeof value === 'function' && !PLACED.has(name))
  .map(([name, value]) => {
    const Component = value as () => ReactNode
    return [name, PARTS[name] ?? <Component key={name} />] as const
  })

let root: Root | undefined

afterEach(() => {
  root?.unmount()
  root = undefined
  document.body.replaceChildren()
})

describe('HTML from a server is what the browser renders while the model is on its way', () => {
  it.each([
    ...parts.map(([name, part]) => [name, <Lesson key={name}>{part}</Lesson>] as const),
    [
      'Chapters at a moment',
      <Lesson key="chapters" defaultTime={9000}>
        {PARTS.Chapters}
      </Lesson>,
    ] as const,
    [
      'Together',
      <all.Together key="together">
        <Lesson name="One">
          <TokenPipeline />
        </Lesson>
        <Lesson name="Other" sampler={{ temperature: 2, seed: 1 }}>
          <TokenPipeline />
        </Lesson>
        <all.Difference defaultOpen />
        <Transport />
      </all.Together>,
    ] as const,
  ])('%s', async (_, page) => {
    const complaints = vi.spyOn(console, 'error')
    const recoverable = vi.fn()
    textModel.set({ status: 'there', value: module })
    const host = document.createElement('div')
    document.body.append(host)
    host.innerHTML = renderToString(page)
    textModel.set({ status: 'loading' })
    root = hydrateRoot(host, page, { onRecoverableError: recoverable })
    await new Promise((resolve) => setTimeout(resolve, 50))
    textModel.set({ status: 'there', value: module })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(recoverable.mock.calls.map(([error]) => String(error))).toEqual([])
    expect(complaints.mock.calls).toEqual([])
  })
})
