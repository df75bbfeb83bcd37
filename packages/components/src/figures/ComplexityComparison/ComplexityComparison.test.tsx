import { compileTimeline, createModel, generate, runForward } from '@glassformer/core'
import { paged } from '@glassformer/core/cache'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { formatScaled } from '../../messages/format'
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
    expect(html).toContain('data:image/png;base64,')
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
    const rows = screen.getAllByRole('row').slice(1)
    expect(rows).toHaveLength(6)
    expect(rows[5]).toHaveTextContent((trace.steps[2]?.counts.totalMacs ?? 0).toLocaleString('en-US'))
  })

  it('says of a pointed pair which side scores it, and of a masked one no more than its row', async () => {
    render(<ComplexityComparison trace={trace} defaultTime={end} />)
    const [, cells] = screen.getAllByRole('group', { name: /query-key/ })
    const readout = () => screen.getByRole('figure').querySelector('output')
    cells?.focus()
    const last = (trace.steps[2]?.to ?? 0) - 1
    await userEvent.keyboard('{ArrowDown}')
    expect(readout()).toHaveTextContent('reads')
    expect(readout()).toHaveTextContent('scored in this step without a cache, not scored in this step with one')
    await userEvent.keyboard('{End}')
    expect(readout()).not.toHaveTextContent('reads')
    expect(readout()).toHaveTextContent('its row of scores')
    await userEvent.keyboard(`{Home}${'{ArrowDown}'.repeat(last - 1)}`)
    expect(readout()).toHaveTextContent('scored in this step, with a cache and without')
  })

  describe('under a window of three', () => {
    const windowed = createModel({ ...model.config, attentionWindow: 3 }, { seed: 5 })
    const run = generate(windowed, [1, 2, 3, 4], { maxNewTokens: 3, compare: true })

    it('counts the pairs that are scored, and no others', () => {
      render(<ComplexityComparison trace={run} defaultTime={end} />)
      // Six positions: 1 + 2 + 3 + 3 + 3 + 3 without a cache, 3 with one.
      expect(screen.getByRole('group', { name: /projects 6 positions and scores 15 query-key pairs/ })).toBeVisible()
      expect(screen.getByRole('group', { name: /projects 1 position and scores 3 query-key pairs/ })).toBeVisible()
    })

    it('hatches what is outside, and says so where it is pointed at', async () => {
      const { container } = render(<ComplexityComparison trace={run} defaultTime={end} />)
      expect(container.querySelectorAll('.gf-cmp-work-cells [data-outside]')).toHaveLength(2)
      expect(container.querySelector('.gf-legend')).toHaveTextContent('outside of the window of 3 positions')
      screen.getAllByRole('group', { name: /query-key/ })[0]?.focus()
      await userEvent.keyboard('{PageDown}')
      expect(container.querySelector('output')).toHaveTextContent(
        '1 is never scored: it is outside of the window of 3 positions of',
      )
      await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}')
      expect(container.querySelector('output')).toHaveTextContent('scored in this step, with a cache and without')
    })
  })

  it('says what to do about a policy, and about a run without a mask', () => {
    const ids = [1, 2, 3]
    const { unmount } = render(
      <ComplexityComparison trace={generate(model, ids, { maxNewTokens: 2, cache: paged({ blockSize: 2 }) })} />,
    )
    expect(screen.getByRole('alert')).toHaveTextContent(
      /cache of this trace is "paged"\. Generate with cache: 'full' or 'none'\./,
    )
    unmount()
    render(<ComplexityComparison trace={generate(model, ids, { maxNewTokens: 2, fault: 'no-causal-mask' })} />)
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
