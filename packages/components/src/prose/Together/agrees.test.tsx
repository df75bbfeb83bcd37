/** Whatever is done to lessons together, each figure shows its own run at the moment where its lesson has to be. */
import { createModel, type PlayerEvent } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { act, cleanup, fireEvent, render, waitFor } from '@testing-library/react'
import fc from 'fast-check'
import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import { AttentionHead } from '../../figures/AttentionHead'
import { TokenPipeline } from '../../figures/TokenPipeline'
import { placeIn } from '../../lesson/carryOver'
import { useLesson } from '../../lesson/context'
import type { LessonHandle } from '../../lesson/handle'
import { Lesson } from '../../lesson/Lesson'
import { Together } from '.'

const tokenizer = createCharTokenizer('ABC ')
const size = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size }
const RUNS = [
  { model: createModel(size, { seed: 2, tokenizer }), maxNewTokens: 3 },
  { model: createModel({ ...size, nLayers: 3 }, { seed: 4, tokenizer }), maxNewTokens: 2 },
  { model: createModel(size, { seed: 2, tokenizer }), maxNewTokens: 3, sampler: { temperature: 2, seed: 5 } },
] as const

const handles: LessonHandle[] = []
let common: LessonHandle
function Probe({ at }: { at: number }) {
  const { handle } = useLesson()
  if (at < 0) common = handle
  else handles[at] = handle
  return null
}
const figures = [<TokenPipeline key="pipe" />, <AttentionHead key="head" />]

const captions = (root: ParentNode) => [...root.querySelectorAll('.gf-now')].map((node) => node.textContent)

/** The captions of a lesson alone, with the same run at the same moment. */
function alone(i: number, prompt: string, timeMs: number) {
  const host = document.createElement('div')
  host.innerHTML = renderToString(
    <Lesson {...RUNS[i]} prompt={prompt} defaultTime={timeMs}>
      {figures}
    </Lesson>,
  )
  return captions(host)
}

type Act =
  | { readonly type: 'seekTo'; readonly share: number }
  | { readonly type: 'text'; readonly text: string }
  | PlayerEvent
const acts = fc.array(
  fc.oneof(
    fc.nat(1000).map((n): Act => ({ type: 'seekTo', share: n / 1000 })),
    fc
      .string({ unit: fc.constantFrom('A', 'B', 'C'), minLength: 1, maxLength: 5 })
      .map((text): Act => ({ type: 'text', text })),
    fc.constantFrom<Act>({ type: 'play' }, { type: 'pause' }, { type: 'step', by: 1 }, { type: 'step', by: -1 }),
    fc.integer({ min: 20, max: 2500 }).map((deltaMs): Act => ({ type: 'tick', deltaMs })),
  ),
  { minLength: 3, maxLength: 7 },
)

it('holds for any sequence of playing, pausing, seeking and typing', { timeout: 110_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2], { minLength: 2, maxLength: 2 }),
      fc.nat(1),
      acts,
      async (which, from, all) => {
        const { container } = render(
          <Together prompt="ABCA">
            {which.map((i, at) => (
              <Lesson key={i} {...RUNS[i]}>
                <Probe at={at} />
                {figures}
              </Lesson>
            ))}
            <Probe at={-1} />
          </Together>,
        )
        const lessons = [...container.querySelectorAll('.gf-lesson')]
        let text = 'ABCA'
        for (const one of all) {
          if (one.type === 'text') {
            text = one.text
            const field = lessons[from]?.querySelector('input[type="text"]') as HTMLInputElement
            fireEvent.change(field, { target: { value: text } })
            await waitFor(() => expect(container.querySelector('[data-stale]')).toBeNull())
          } else if (one.type === 'seekTo') {
            const target = from === 0 ? common : (handles[1] as LessonHandle)
            act(() => target.dispatch({ type: 'seek', timeMs: one.share * target.sequence.durationMs }))
          } else act(() => common.dispatch(one))
          // What plays is paused to be looked at: the page's own frames go on meanwhile.
          const playing = common.player.get().playing
          act(() => common.dispatch({ type: 'pause' }))
          lessons.forEach((lesson, at) => {
            const handle = handles[at] as LessonHandle
            const place = placeIn(handle.sequence, common)
            if (place !== undefined) expect(handle.time.get()).toBe(place)
            expect(
              handle.run.generation?.tokens
                .slice(0, text.length)
                .map((token) => token.text)
                .join(''),
            ).toBe(text)
            expect(captions(lesson)).toEqual(alone(which[at] as number, text, handle.time.get()))
          })
          if (playing) act(() => common.dispatch({ type: 'play' }))
        }
        cleanup()
      },
    ),
    { numRuns: 8 },
  )
})
