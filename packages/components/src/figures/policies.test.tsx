/** In a lesson whose cache is changed, the figures of the cache draw every policy, and agree with the run and with each other. */
import { type CachePolicy, createModel } from '@glassformer/core'
import { attentionSinks, heavyHitters, paged, prefixCache, quantised, slidingWindow } from '@glassformer/core/cache'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { act, render, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useLesson } from '../lesson/context'
import type { LessonHandle } from '../lesson/handle'
import { Lesson } from '../lesson/Lesson'
import { formatScaled } from '../messages/format'
import { ComplexityComparison } from './ComplexityComparison'
import { KVCacheGrid } from './KVCacheGrid'

const tokenizer = createCharTokenizer('ABCD ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 24, dVocab: tokenizer.size },
  { seed: 3, tokenizer },
)

it('draws every cache, one after another', async () => {
  const found: { handle?: LessonHandle } = {}
  const Inside = () => {
    found.handle = useLesson().handle
    return null
  }
  const page = (cache: 'full' | 'none' | CachePolicy) => (
    <Lesson model={model} prompt="ABCDABC" maxNewTokens={4} cache={cache}>
      <KVCacheGrid />
      <ComplexityComparison />
      <Inside />
    </Lesson>
  )
  const caches = [
    'full',
    slidingWindow({ window: 3 }),
    quantised({ bits: 8 }),
    attentionSinks({ sinks: 1, window: 2 }),
    'none',
    heavyHitters({ recent: 2, heavy: 2 }),
    paged({ blockSize: 4 }),
    quantised({ bits: 4, symmetric: false }),
    prefixCache({ blockSize: 2, capacity: 32 }),
    'full',
  ] as const
  const { container, rerender } = render(page('full'))
  for (const cache of caches) {
    rerender(page(cache))
    const settings = typeof cache === 'string' ? cache : cache.settings
    await waitFor(() => expect(found.handle?.run.generation?.cache).toEqual(settings))
    const { handle } = found
    const run = handle?.run.generation
    if (!handle || !run) throw new Error('no run')
    const shelf = container.querySelector('[data-keeps]')
    expect(shelf?.getAttribute('data-policy')).toBe(typeof settings === 'string' ? null : settings.policy)
    for (const step of run.steps) {
      const end = handle.sequence.cues.findLast(({ cue }) => cue.kind === 'sample' && cue.step === step.index)
        ?.endMs as number
      act(() => handle.setTime(end))
      expect(screen.queryByRole('alert')).toBeNull()
      // Figures follow in turn.
      const bytes = () => Number(container.querySelector('.gf-kv-ruler')?.getAttribute('data-bytes'))
      await waitFor(() => expect(bytes()).toBeCloseTo(step.counts.bytes.cacheSize, 6))
      expect(container.querySelector('[data-step] .gf-now')).toHaveTextContent(formatScaled(step.counts.totalMacs))
      expect(container).not.toHaveTextContent(/NaN|undefined/)
    }
  }
})
