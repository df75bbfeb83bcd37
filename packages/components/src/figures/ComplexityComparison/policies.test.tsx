import { type CachePolicy, compileTimeline, countOps, createModel, frameAt, generate } from '@glassformer/core'
import { attentionSinks, heavyHitters, paged, prefixCache, quantised, slidingWindow } from '@glassformer/core/cache'
import { fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatScaled } from '../../messages/format'
import { ComplexityComparison } from './ComplexityComparison'
import { comparisonOf } from './comparison'
import { rowsOf } from './data'
import { fillProjected, fillScores, type GridScene, unreadPolygon } from './paint'

const config = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 32, dVocab: 11 }
const few = fc.integer({ min: 1, max: 4 })
const policies = fc.oneof(
  few.map((window) => () => slidingWindow({ window })),
  fc.tuple(few, few).map(
    ([sinks, window]) =>
      () =>
        attentionSinks({ sinks, window }),
  ),
  fc.tuple(few, few).map(
    ([recent, heavy]) =>
      () =>
        heavyHitters({ recent, heavy }),
  ),
  fc.constantFrom(
    () => quantised({ bits: 4 }),
    () => paged({ blockSize: 3 }),
  ),
  fc.constant(null),
)
const runs = fc
  .record({
    seed: fc.nat(50),
    prompt: fc.array(fc.nat(10), { minLength: 1, maxLength: 7 }),
    fresh: fc.integer({ min: 1, max: 6 }),
    policy: policies,
    blockSize: few,
    window: fc.constantFrom(3, 32),
  })
  .map(({ seed, prompt, fresh, policy, blockSize, window: attentionWindow }) => {
    const model = createModel({ ...config, attentionWindow }, { seed })
    const shared = prefixCache({ blockSize, capacity: 64 })
    if (!policy) generate(model, [...prompt, 1], { maxNewTokens: 1, cache: shared })
    return generate(model, prompt, { maxNewTokens: fresh, cache: policy ? policy() : shared, compare: true })
  })

describe('a run under a policy, beside the full cache', () => {
  it('has the counts of either side as the engine kept them', () => {
    fc.assert(
      fc.property(runs, (trace) => {
        const { steps, sides } = comparisonOf(trace)
        expect(sides).toEqual(['cached', 'policy'])
        const shape = { promptLength: trace.promptLength, newTokens: trace.steps.length, cache: 'full' as const }
        expect(steps.map(({ cached }) => cached)).toEqual(countOps(trace.config, shape).steps)
        expect(steps.map(({ policy }) => policy)).toEqual(trace.steps.map(({ counts }) => counts))
      }),
      { numRuns: 30 },
    )
  })

  it('paints the pairs that were scored, as many as were counted, and hatches the rest of what is seen', () => {
    fc.assert(
      fc.property(runs, fc.nat(99), (trace, pick) => {
        const { steps, size, keys, reads } = comparisonOf(trace)
        const step = steps[pick % steps.length]
        if (!step) throw new Error('there is a step')
        const { nLayers, nHeads, dHead } = trace.config
        const scene: GridScene = { ...rowsOf(step, 'policy'), size, nLayers, keys, reads, taken: 0 }
        const cells = { level: new Uint8Array(size * size), opacity: new Uint8Array(size * size) }
        const timeline = compileTimeline(trace)
        const end = timeline.cues.findLast((cue) => cue.step === step.index)?.endMs as number
        fillScores(scene, cells, { frame: frameAt(timeline, end) } as Parameters<typeof fillScores>[2])
        let scored = 0
        let unread = 0
        for (let q = 0; q < step.to; q++)
          for (let k = keys.first[q] as number; k <= q; k++) {
            const opacity = cells.opacity[q * size + k] as number
            if (q >= scene.from) scored += Math.round((opacity / 255) * nLayers)
            if (opacity === 0) unread++
          }
        expect(scored).toBe((step.policy?.macs.scores ?? 0) / (nHeads * dHead))
        // The boxes of the hatching, each of five corners after the common one.
        const points = (unreadPolygon(scene) ?? '').match(/[\d.]+%? [\d.]+%?/g) ?? []
        let area = 0
        for (let i = 0; i + 5 < points.length; i += 6) {
          const [left, top] = (points[i + 1] as string).split(' ').map(Number.parseFloat) as [number, number]
          const [right, bottom] = (points[i + 3] as string).split(' ').map(Number.parseFloat) as [number, number]
          area += ((right - left) * (bottom - top) * size * size) / 1e4
        }
        expect(area).toBeCloseTo(unread, 1)
      }),
      { numRuns: 60 },
    )
  })
})

describe('ComplexityComparison under a policy', () => {
  const model = createModel(config, { seed: 5 })
  const run = (cache: CachePolicy, compare = true) => generate(model, [1, 2, 3, 4], { maxNewTokens: 4, cache, compare })
  const trace = run(slidingWindow({ window: 2 }))
  const show = (element = <ComplexityComparison trace={trace} defaultTime={1e9} />) => render(element).container

  it('says which caches are compared, what either costs, and by how much the logits differ', async () => {
    const container = show()
    const titles = [...container.querySelectorAll('.gf-cmp-panel-title')].map((node) => node.textContent)
    expect(titles).toEqual(['With the full cache', 'With a window of 2 positions'])
    expect(container.querySelector('.gf-heading')).toHaveTextContent('Work with two caches')
    const step = trace.steps[3]
    for (const macs of [step?.counts.totalMacs, step?.other?.counts.totalMacs])
      expect(container.querySelector('.gf-now')).toHaveTextContent(formatScaled(macs as number))
    expect(container.querySelector('.gf-cmp-note')).toHaveTextContent(/the logits of this step differ by \d/)
    expect(container).not.toHaveTextContent('give the same logits')
    await userEvent.click(screen.getByText('Table'))
    const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1)
    expect(rows).toHaveLength(8)
    expect(rows[7]).toHaveTextContent('With a window of 2 positions')
    expect(rows[7]).toHaveTextContent((step?.counts.totalMacs ?? 0).toLocaleString('en-US'))
  })

  it('says of a key that was evicted that it is not scored', () => {
    const container = show()
    const [, cells] = screen.getAllByRole('grid', { name: /query-key/ })
    const press = (...keys: string[]) => {
      for (const key of keys) fireEvent.keyDown(cells as HTMLElement, { key })
    }
    press('Home', 'PageUp', ...Array.from({ length: 6 }, () => 'ArrowDown'))
    const readout = container.querySelector('.gf-readout')
    expect(readout).toHaveTextContent(
      'scored in this step with the full cache, never scored, since the key was evicted',
    )
    press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight')
    expect(readout).toHaveTextContent('scored in this step, with either cache')
    expect(container.querySelectorAll('[data-side="policy"] [data-unread]')).toHaveLength(1)
    expect(container.querySelectorAll('[data-side="cached"] [data-unread]')).toHaveLength(0)
  })

  it('leaves out the rows of another request, and says so', () => {
    const cache = prefixCache({ blockSize: 2, capacity: 16 })
    run(cache)
    const container = show(<ComplexityComparison trace={run(cache)} defaultTime={0} />)
    expect(container.querySelector('.gf-now')).toHaveTextContent('Another request computed the first 2 positions')
    const { steps, size, keys, reads } = comparisonOf(trace)
    const scene: GridScene = {
      ...rowsOf(steps[1] as (typeof steps)[number], 'policy'),
      size,
      nLayers: 2,
      keys,
      reads,
      taken: 2,
    }
    const cells = { level: new Uint8Array(size), opacity: new Uint8Array(size) }
    fillProjected(scene, cells, { frame: null } as Parameters<typeof fillProjected>[2])
    expect([...cells.opacity].map((opacity) => opacity > 0)).toEqual([false, false, true, true, true, false, false])
  })

  it('says that the full cache is by formula where it was not run, and that pages change nothing', () => {
    const alone = show(<ComplexityComparison trace={run(paged({ blockSize: 2 }), false)} defaultTime={1e9} />)
    expect(alone.querySelector('.gf-cmp-note')).toHaveTextContent('The full cache by formula')
    const both = show(<ComplexityComparison trace={run(paged({ blockSize: 2 }))} defaultTime={1e9} />)
    expect(both.querySelector('.gf-cmp-note')).toHaveTextContent('both caches give exactly the same logits')
    expect(both.querySelector('.gf-now')).toHaveTextContent('the same with either cache')
    expect(both.querySelector('.gf-legend')).not.toHaveTextContent('evicted')
  })
})
