// First, since others keep what they find when they load.
import { framesCease } from '../testing/countFrames'
import '../styles/index.css'
import { createModel } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { render } from '@testing-library/react'
import { Profiler } from 'react'
import { describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { Transport } from '../controls/Transport'
import { AttentionHead } from '../figures/AttentionHead'
import { ComplexityComparison } from '../figures/ComplexityComparison'
import { KVCacheGrid } from '../figures/KVCacheGrid'
import { TokenPipeline } from '../figures/TokenPipeline'
import { useLesson } from './context'
import type { LessonHandle } from './handle'
import { Lesson } from './Lesson'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 2, tokenizer },
)
const FIGURES = { TokenPipeline, AttentionHead, KVCacheGrid, ComplexityComparison }
const ALL = [...Object.keys(FIGURES), 'Transport']
const nextFrame = () => new Promise(requestAnimationFrame)
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A lesson whose last figures are far below the page's end; what each renders is counted by frame. */
async function show() {
  await page.viewport(1100, 1800)
  let handle: LessonHandle | undefined
  const rendered: string[] = []
  const Probe = () => {
    handle = useLesson().handle
    return null
  }
  const { container } = render(
    <Lesson model={model} prompt="ABCAB">
      <Probe />
      {Object.entries(FIGURES).map(([id, Figure], i) => (
        <div key={id} style={{ marginTop: i === 2 ? 3000 : 0 }}>
          <Profiler id={id} onRender={() => rendered.push(id)}>
            <Figure />
          </Profiler>
        </div>
      ))}
      <div style={{ position: 'fixed', bottom: 0, left: 0, right: 0 }}>
        <Profiler id="Transport" onRender={() => rendered.push('Transport')}>
          <Transport />
        </Profiler>
      </div>
    </Lesson>,
  )
  await sleep(400)
  const lesson = handle as LessonHandle
  const seek = (share: number) =>
    lesson.dispatch({ type: 'seek', timeMs: share * (lesson.sequence.parts[0]?.endMs as number) })
  const words = () =>
    [...container.querySelectorAll('.gf-now, .gf-transport-narration')].map((node) => node.textContent)
  /** Who has rendered since this was asked last. */
  const take = () => new Set(rendered.splice(0))
  return { lesson, seek, words, take }
}

/** Moves through all steps, one move a frame; gives what rendered in each frame. */
async function drag({ lesson, seek, take }: Awaited<ReturnType<typeof show>>, frames: number): Promise<Set<string>[]> {
  seek(0)
  await sleep(100)
  take()
  lesson.setDragged(true)
  const each: Set<string>[] = []
  for (let i = 0; i < frames; i++) {
    seek((i + 1) / frames)
    await nextFrame()
    each.push(take())
  }
  return each
}

describe('a lesson that is scrubbed', () => {
  it('renders one figure in a frame at most, each again and again, and those out of view no more than once a second', async () => {
    const shown = await show()
    const start = performance.now()
    const each = await drag(shown, 60)
    const seconds = (performance.now() - start) / 1000
    expect(Math.max(...each.map((names) => names.size))).toBe(1)
    const count = (id: string) => each.filter((names) => names.has(id)).length
    for (const id of ['TokenPipeline', 'AttentionHead', 'Transport']) expect(count(id), id).toBeGreaterThan(2)
    for (const id of ['KVCacheGrid', 'ComplexityComparison']) expect(count(id), id).toBeLessThanOrEqual(1 + seconds)
    shown.lesson.setDragged(false)
  })

  it.each([
    ['stands still under the pointer', false],
    ['is let go', true],
  ])('says the same as ever when it %s, also out of view, and then asks for no frame', async (_, letGo) => {
    const shown = await show()
    await drag(shown, 40)
    shown.seek(0.37)
    if (letGo) shown.lesson.setDragged(false)
    await framesCease()
    const rest = shown.words()
    // A jump, after which all render at once, says what is right.
    shown.lesson.setDragged(false)
    shown.seek(0.9)
    shown.seek(0.37)
    await sleep(0)
    expect(rest).toEqual(shown.words())
    await framesCease()
  })

  it('renders every figure at once after a jump', async () => {
    const { lesson, seek, take } = await show()
    seek(0.1)
    await sleep(0)
    take()
    lesson.dispatch({ type: 'reset' })
    await sleep(0)
    expect([...take()].sort()).toEqual([...ALL].sort())
  })

  it('renders what is out of view now and then while it plays, and is right at a pause', async () => {
    const { lesson, seek, take, words } = await show()
    seek(0)
    lesson.dispatch({ type: 'rate', rate: 8 })
    await sleep(0)
    take()
    const start = performance.now()
    lesson.dispatch({ type: 'toggle' })
    let hidden = 0
    while (performance.now() - start < 600) {
      await nextFrame()
      if (take().has('KVCacheGrid')) hidden++
    }
    lesson.dispatch({ type: 'toggle' })
    expect(hidden).toBeLessThanOrEqual(2)
    await framesCease()
    const rest = words()
    const now = lesson.time.get()
    lesson.dispatch({ type: 'reset' })
    lesson.dispatch({ type: 'seek', timeMs: now })
    await sleep(0)
    expect(rest).toEqual(words())
  })
})
