import { compileTimeline, createModel, generate, runForward } from '@glassformer/core'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { formatScaled } from '../messages/format'
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
