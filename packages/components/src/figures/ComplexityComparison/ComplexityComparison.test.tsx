import { compileTimeline, countAt, createModel, generate, runForward } from '@glassformer/core'
import { fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { formatNumber, formatScaled } from '../../messages/format'
import { ComplexityComparison } from './ComplexityComparison'

const model = createModel({ nLayers: 2, nHeads: 2, dModel: 8, nCtx: 32, dVocab: 11 }, { seed: 5 })
const trace = generate(model, [1, 2, 3, 4], { maxNewTokens: 3, compare: true })
const end = compileTimeline(trace).durationMs

describe('ComplexityComparison', () => {
  it('renders on the server with the counts of the step, and pixels', () => {
    const html = renderToString(<ComplexityComparison trace={trace} defaultTime={end} />)
    const step = trace.steps[2]
    expect(html).toContain(formatScaled(step?.counts.totalMacs ?? Number.NaN))
    expect(html).toContain(formatScaled(step?.other?.counts.totalMacs ?? Number.NaN))
    expect(html).toMatch(/<svg[^>]* class="gf-still"[^>]*><path fill="[^"]*var\(--gf-/)
    expect(html).not.toContain('data:')
    expect(html).toContain('data-step="2"')
  })

  it('says the step, both costs and their ratio', () => {
    render(<ComplexityComparison trace={trace} defaultTime={end} />)
    const step = trace.steps[2]
    const ratio = (step?.other?.counts.totalMacs ?? 0) / (step?.counts.totalMacs ?? 1)
    expect(screen.getByRole('figure')).toHaveTextContent(`${Number(ratio.toPrecision(3))}×`)
  })

  it('holds every step both ways in its table', async () => {
    render(<ComplexityComparison trace={trace} defaultTime={end} />)
    await userEvent.click(screen.getByText('Table'))
    const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1)
    expect(rows).toHaveLength(6)
    expect(rows[5]).toHaveTextContent((trace.steps[2]?.counts.totalMacs ?? 0).toLocaleString('en-US'))
  })

  it('says of a pair which side scores it, and which is masked, by keyboard, and lets go', () => {
    render(<ComplexityComparison trace={trace} defaultTime={end} />)
    const [, cells] = screen.getAllByRole('grid', { name: /query-key/ })
    const readout = () => document.querySelector('.gf-readout')
    const press = (...keys: string[]) => {
      for (const key of keys) fireEvent.keyDown(cells as HTMLElement, { key })
    }
    cells?.focus()
    const last = (trace.steps[2]?.to ?? 0) - 1
    press('Home', 'PageUp', 'ArrowDown')
    expect(readout()).toHaveTextContent(/reads .*: scored in this step without a cache, not scored again with one\./)
    press('End')
    expect(readout()).toHaveTextContent('masked')
    press('Home', ...Array.from({ length: last - 1 }, () => 'ArrowDown'))
    expect(readout()).toHaveTextContent('scored in this step, with a cache and without')
    press('Escape')
    expect(readout()).not.toHaveTextContent('scored')
  })

  it('calls no pair scored before it has been', () => {
    const read = compileTimeline(trace).cues.filter((cue) => cue.step === 1 && cue.kind === 'read')
    const nameAt = (time: number) => {
      const { unmount } = render(<ComplexityComparison trace={trace} defaultTime={time} />)
      const [cells] = screen.getAllByRole('grid', { name: /query-key/ })
      if (cells) fireEvent.keyDown(cells, { key: 'ArrowDown' })
      const name = cells?.textContent
      unmount()
      return name
    }
    expect(nameAt(read[0]?.startMs ?? 0)).toContain('scored in 0 of 2 layers so far')
    expect(nameAt(read[0]?.endMs ?? 0)).toContain('scored in 1 of 2 layers so far')
    expect(nameAt(read[1]?.endMs ?? 0)).toContain('scored in this step')
    expect(nameAt(0)).toContain('not scored yet')
  })

  it('says the numbers of a point of the curves, by pointer or keyboard, as the core counts them', () => {
    render(<ComplexityComparison trace={trace} defaultTime={end} defaultCurve="step" />)
    const curve = screen.getByRole('slider', { name: /Multiply-adds per step/ })
    fireEvent.keyDown(curve, { key: 'End' })
    const counts = (['full', 'none'] as const).map((cache) => countAt(model.config, 2048, cache).totalMacs)
    for (const total of counts)
      expect(curve).toHaveAttribute('aria-valuetext', expect.stringContaining(formatScaled(total)))
    expect(document.querySelector('.gf-readout')).toHaveTextContent('At 2,048 tokens')
    fireEvent.blur(curve)
    expect(document.querySelector('.gf-readout')).not.toHaveTextContent('tokens')
  })

  it('says what a part of a bar stands for', async () => {
    render(<ComplexityComparison trace={trace} defaultTime={end} />)
    await userEvent.hover(screen.getAllByText('MLP')[0]?.closest('div') as Element)
    const { macs, totalMacs } = trace.steps[2]?.other?.counts ?? { macs: { mlp: 0 }, totalMacs: 1 }
    expect(document.querySelector('.gf-readout')).toHaveTextContent(
      `MLP: ${macs.mlp.toLocaleString('en-US')} multiply-adds, ${formatNumber((100 * macs.mlp) / totalMacs, 2)}%`,
    )
  })

  describe('under a window of three', () => {
    const windowed = createModel({ ...model.config, attentionWindow: 3 }, { seed: 5 })
    const run = generate(windowed, [1, 2, 3, 4], { maxNewTokens: 3, compare: true })

    it('counts the pairs that are scored, and no others', () => {
      render(<ComplexityComparison trace={run} defaultTime={end} />)
      // Six positions: 1 + 2 + 3 + 3 + 3 + 3 without a cache, 3 with one.
      expect(screen.getByRole('grid', { name: /projects 6 positions and scores 15 query-key pairs/ })).toBeVisible()
      expect(screen.getByRole('grid', { name: /projects 1 position and scores 3 query-key pairs/ })).toBeVisible()
    })

    it('hatches what is outside, and says so where it is pointed at', () => {
      const { container } = render(<ComplexityComparison trace={run} defaultTime={end} />)
      expect(container.querySelectorAll('.gf-cmp-work-cells [data-outside]')).toHaveLength(2)
      expect(container.querySelector('.gf-legend')).toHaveTextContent('outside of the window of 3 positions')
      const grid = screen.getAllByRole('grid', { name: /query-key/ })[0] as HTMLElement
      fireEvent.keyDown(grid, { key: 'PageDown' })
      expect(container.querySelector('.gf-readout')).toHaveTextContent(
        '1 is never scored: it is outside of the window of 3 positions of',
      )
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) fireEvent.keyDown(grid, { key })
      expect(container.querySelector('.gf-readout')).toHaveTextContent('scored in this step, with a cache and without')
    })
  })

  it('says what to do about a run without a mask', () => {
    const unmasked = generate(model, [1, 2, 3], { maxNewTokens: 2, fault: 'no-causal-mask' })
    render(<ComplexityComparison trace={unmasked} />)
    expect(screen.getByRole('alert')).toHaveTextContent('the fault "no-causal-mask". Generate without it.')
  })

  it('names a fault that leaves the counts as they are', () => {
    render(<ComplexityComparison trace={generate(model, [1, 2], { maxNewTokens: 2, fault: 'unscaled-scores' })} />)
    expect(screen.getByRole('figure')).toHaveTextContent('Deliberate fault: scores are not divided by √d_head')
  })

  it('shows the idle moment as nothing computed', () => {
    render(<ComplexityComparison trace={trace} defaultTime={0} />)
    expect(screen.getByRole('figure')).toHaveTextContent('Nothing has been computed yet')
  })

  it('says in place what is wrong with a trace of another kind', () => {
    render(
      <>
        <ComplexityComparison trace={runForward(model, [1, 2])} />
        <p>still here</p>
      </>,
    )
    expect(screen.getByRole('alert')).toHaveTextContent('the trace given is of kind "forward"')
    expect(screen.getByText('still here')).toBeInTheDocument()
  })
})
