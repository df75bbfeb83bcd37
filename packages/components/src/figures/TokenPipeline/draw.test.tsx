import { compileTimeline, createModel, generate, greedy, runForward, sample } from '@glassformer/core'
import { loadTextModel } from '@glassformer/core/models/text'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { formatCount, formatExact, formatProb, formatShort, visibleToken } from '../../messages/format'
import { candidateRows } from './data'
import { drawnCandidate, drawsOf, filtersOf, leftOf, othersOf, type StepDraw, tenthsOf } from './draw'
import { TokenPipeline } from './TokenPipeline'

const text = loadTextModel()
let state = 11
/** A small seeded generator: numbers from 0 to 1. */
const uniform = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}
const pick = <T,>(of: readonly T[]) => of[Math.floor(uniform() * of.length)] as T

/** Samplers of every mixture of settings, with the runs that they drew. */
const runs = Array.from({ length: 40 }, (_, seed) => {
  const temperature = Math.round(1 + 400 * uniform()) / 100
  const topK = pick([undefined, 1, 3, 12, 60])
  const options = {
    temperature,
    ...(topK ? { topK } : {}),
    topP: pick([1, 0.95, 0.6, 0.2]),
    minP: pick([0, 0.02, 0.3]),
    seed,
  }
  const trace = generate(text, pick(['the cat', 'the dog sat on the']), { maxNewTokens: 3, sampler: sample(options) })
  return { options, trace, draws: drawsOf(trace) as readonly StepDraw[] }
})

/** What the filters leave of logits, found without the core: a sort, and a walk down it. */
function leftBy(logits: readonly number[], { temperature, topK = Infinity, topP, minP }: (typeof runs)[0]['options']) {
  const ids = [...logits.keys()].sort((a, b) => (logits[b] as number) - (logits[a] as number) || a - b)
  const max = logits[ids[0] as number] as number
  const weight = (id: number) => Math.exp(((logits[id] as number) - max) / temperature)
  const ofK = ids.slice(0, topK)
  const total = ofK.reduce((sum, id) => sum + weight(id), 0)
  let sum = 0
  const ofP = ofK.filter((id) => {
    const before = sum
    sum += weight(id)
    return topP === 1 || before < topP * total
  })
  return { ids, weight, ofK, ofP, ofM: ofP.filter((id) => weight(id) >= minP) }
}

describe('the draw of a step', () => {
  it('has the temperature that was set, and what each filter left, for any sampler', () => {
    for (const { options, trace, draws } of runs)
      trace.steps.forEach((step, i) => {
        const draw = draws[i] as StepDraw
        expect(draw.temperature).toBeCloseTo(options.temperature, 5)
        const { ids, ofK, ofP, ofM } = leftBy([...(step.sampling?.logits ?? [])], options)
        const counts = [ids, ofK, ofP, ofM].map(({ length }) => length)
        const expected = (['topK', 'topP', 'minP'] as const)
          .map((filter, f) => ({ filter, count: counts[f + 1] as number, before: counts[f] as number }))
          .filter(({ count, before }) => count < before)
          .map(({ filter, count }) => ({ filter, count }))
        expect(draw.left).toEqual(expected)
        expect(leftOf(draw)).toBe(ofM.length)
      })
  })

  it('has of every token its rank, its scaled logit, what left it out, and the softmax of what is left', () => {
    for (const { options, trace, draws } of runs.slice(0, 12))
      trace.steps.forEach((step, i) => {
        const logits = [...(step.sampling?.logits ?? [])]
        const { ids, weight, ofK, ofP, ofM } = leftBy(logits, options)
        const total = ofM.reduce((sum, id) => sum + weight(id), 0)
        ids.slice(0, 70).forEach((id, place) => {
          const logit = logits[id] as number
          const row = { id, text: '', prob: 0, logit, chosen: false }
          const drawn = drawnCandidate(draws[i] as StepDraw, row)
          expect(drawn.rank).toBe(place + 1)
          expect(drawn.scaled).toBeCloseTo(logit / options.temperature, 2)
          expect(drawn.filter).toBe(
            !ofK.includes(id) ? 'topK' : !ofP.includes(id) ? 'topP' : ofM.includes(id) ? null : 'minP',
          )
          expect(drawn.final).toBeCloseTo(ofM.includes(id) ? weight(id) / total : 0, 4)
        })
      })
  })

  it('shows rows and others that make a whole, in probabilities and in tenths of a percent', () => {
    for (const { trace, draws } of runs)
      trace.steps.forEach((_, step) => {
        const draw = draws[step] as StepDraw
        const rows = candidateRows(trace, { step, position: 0 }, String)
        const others = othersOf(draw, rows)
        const parts = [...rows.map((row) => drawnCandidate(draw, row).final), others.final]
        expect(others.count + rows.length).toBe(text.config.dVocab)
        expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 5)
        const tenths = tenthsOf(parts)
        expect(tenths.reduce((sum, part) => sum + part, 0)).toBe(1000)
        tenths.forEach((part, i) => {
          expect(Math.abs(part - 1000 * (parts[i] as number))).toBeLessThan(1.01)
          if (parts[i] === 0) expect(part).toBe(0)
        })
      })
  })

  it('is none of a greedy run, of a forward pass, and of a trace that does not tell', () => {
    const told = { maxNewTokens: 2, sampler: sample({ temperature: 2 }) }
    expect(drawsOf(generate(text, 'the cat', { maxNewTokens: 2 }))).toBeNull()
    expect(drawsOf(generate(text, 'the cat', { maxNewTokens: 2, sampler: greedy() }))).toBeNull()
    expect(drawsOf(runForward(text, 'the cat'))).toBeNull()
    expect(drawsOf(generate(text, 'the cat', { ...told, distributions: false }))).toBeNull()
    expect(drawsOf(generate(text, 'the cat', told))).toHaveLength(2)
  })

  it('ranks equal logits as the sampler does, and divides 0 by nothing', () => {
    const flat = createModel({ nLayers: 1, nHeads: 1, dModel: 4, nCtx: 8, dVocab: 5 }, { seed: 2 })
    const trace = generate(flat, [1], { maxNewTokens: 1, sampler: sample({ temperature: 2 }) })
    const [draw] = drawsOf(trace) as readonly StepDraw[]
    const level = { ...(draw as StepDraw), sampling: { ...(draw as StepDraw).sampling, logits: new Float32Array(5) } }
    const ranks = [0, 1, 2, 3, 4].map(
      (id) => drawnCandidate(level, { id, text: '', prob: 0, logit: 0, chosen: false }).rank,
    )
    expect(ranks).toEqual([1, 2, 3, 4, 5])
  })
})

describe('TokenPipeline of a run that is drawn', () => {
  const options = { temperature: 1.5, topK: 12, topP: 0.7, seed: 4 }
  const trace = generate(text, 'the cat sat on the mat. the cat', { maxNewTokens: 6, sampler: sample(options) })
  const draws = drawsOf(trace) as readonly StepDraw[]
  const timeline = compileTimeline(trace)
  const endOf = (step: number) => timeline.cues.findLast((cue) => cue.step === step)?.endMs as number
  const rowsAt = (step: number) =>
    candidateRows(trace, { step, position: 0 }, (id) => text.tokenizer?.token(id) ?? '').map((row) =>
      drawnCandidate(draws[step] as StepDraw, row),
    )
  const out = () => document.querySelector('.gf-pipe-out') as HTMLElement

  it('has filters that took tokens out, and a token that was not the most probable', () => {
    expect(filtersOf(draws)).toEqual(['topK', 'topP'])
    expect(trace.steps.some((_, step) => rowsAt(step).some(({ chosen, rank }) => chosen && rank > 1))).toBe(true)
  })

  it('shows of each candidate its numbers, its filter in a word, and shares that make 100%', () => {
    for (const step of trace.steps.keys()) {
      const { unmount } = render(<TokenPipeline trace={trace} defaultTime={endOf(step)} />)
      const items = [...out().querySelectorAll('li')]
      rowsAt(step).forEach(({ logit, scaled, filter, chosen, rank, final }, i) => {
        const item = items[i] as HTMLElement
        expect(item).toHaveTextContent(formatShort(logit))
        expect(item).toHaveTextContent(formatShort(scaled))
        expect(item.dataset.leftOut).toBe(filter ?? undefined)
        expect(item.querySelector('.gf-pipe-cut')?.textContent).toBe(
          filter ? `✕ ${{ topK: 'top-k', topP: 'top-p', minP: 'min-p' }[filter]}` : undefined,
        )
        expect(item.querySelector('rect')?.getAttribute('width')).toBe(
          filter ? undefined : `${(100 * final).toFixed(2)}%`,
        )
        if (chosen) expect(item).toHaveTextContent(`✓ drawn rank ${rank}`)
      })
      const shares = [...out().querySelectorAll('b')].map(({ textContent }) => textContent ?? '')
      expect(shares).toHaveLength(items.length + 1)
      const least = shares.reduce((sum, share) => sum + (share === '<0.1%' ? 0 : Number.parseFloat(share)), 0)
      expect(least).toBeCloseTo(100, 6)
      const { left, sampling } = draws[step] as StepDraw
      const words = { topK: 'top-k', topP: 'top-p', minP: 'min-p' }
      expect(out().querySelector('.gf-pipe-left')?.textContent).toBe(
        [
          `${formatCount(sampling.logits.length)} tokens`,
          ...left.map((at) => `${at.count} after ${words[at.filter]}`),
        ].join(' → '),
      )
      unmount()
    }
  })

  it('says what was drawn, with its probability in the draw, temperature and rank', () => {
    for (const step of trace.steps.keys()) {
      const { unmount } = render(<TokenPipeline trace={trace} defaultTime={endOf(step)} />)
      const drawn = rowsAt(step).find(({ chosen }) => chosen)
      const caption = document.querySelector('.gf-now') as HTMLElement
      expect(caption).toHaveTextContent(
        `${visibleToken(drawn?.text ?? '?')} is drawn with probability ${formatProb(drawn?.final ?? -1)} at temperature 1.50`,
      )
      expect(caption).toHaveTextContent(drawn?.rank === 1 ? 'the most probable' : `rank ${drawn?.rank}`)
      expect(caption).not.toHaveTextContent('The model gives')
      unmount()
    }
  })

  it('writes the formula of what is pointed at, and why another has none', async () => {
    const user = userEvent.setup()
    render(<TokenPipeline trace={trace} defaultTime={endOf(0)} />)
    for (const [i, { logit, final, filter }] of rowsAt(0).entries()) {
      await user.hover(out().querySelectorAll('li')[i] as Element)
      const readout = document.querySelector('.gf-readout')
      if (filter) expect(readout).toHaveTextContent('so its probability is 0')
      else expect(readout).toHaveTextContent(`e^(${formatExact(logit)} / 1.50) / sum = ${formatExact(final)}`)
    }
  })

  it('has the same in its table, whose probabilities add up', async () => {
    render(<TokenPipeline trace={trace} defaultTime={endOf(1)} />)
    await userEvent.click(screen.getByText('Table'))
    const table = screen.getByRole('table', { name: 'Candidates for the next token' })
    const rows = within(table).getAllByRole('row')
    const cells = rows.map((row) => [...row.children].map(({ textContent }) => textContent ?? ''))
    const expected = rowsAt(1)
    expect(cells).toHaveLength(expected.length + 2)
    expected.forEach(({ id, rank, scaled, final, filter }, i) => {
      const row = cells[i + 1] as string[]
      expect([row[1], row[3], row[5], row[8]]).toEqual([`${id}`, `${rank}`, formatExact(scaled), formatExact(final)])
      expect(row[6]).toBe(filter ? { topK: 'top-k', topP: 'top-p', minP: 'min-p' }[filter] : '')
    })
    for (const column of [7, 8])
      expect(cells.slice(1).reduce((sum, row) => sum + Number(row[column]?.replace(/×10⁻.*/, '0e-9')), 0)).toBeCloseTo(
        1,
        2,
      )
  })

  it('tells nothing of the draw before it is computed', () => {
    const html = renderToString(<TokenPipeline trace={trace} defaultTime={0} />)
    expect(html).toContain('not computed yet')
    for (const said of ['✕', '✓', 'all others', ' after top-k', '%</b>', 'is drawn with'])
      expect(html).not.toContain(said)
  })

  it('explains temperature and the filters at work, and no others', async () => {
    render(<TokenPipeline trace={trace} defaultTime={endOf(0)} />)
    const terms = [...document.querySelectorAll('dt')].map(({ textContent }) => textContent)
    expect(terms).toEqual(expect.arrayContaining(['temperature', 'top-k', 'top-p']))
    expect(terms).not.toContain('min-p')
  })
})
