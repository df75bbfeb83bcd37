import { type BackwardTrace, reviveTrace, runBackward, runForward } from '@glassformer/core'
import { act, fireEvent, render, screen, within } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { formatExact, formatNumber } from '../../messages/format'
import { someTokens } from '../../testing/words'
import { BackpropWave } from './BackpropWave'
import { waveOf } from './data'
import { untrainedModel, untrainedTrace } from './untrained.fixture'

const trace = untrainedTrace(2, 5)
const wave = waveOf(trace)
const network = () => screen.getByRole('grid', { name: /Gradients by layer/ })

function press(...keys: string[]) {
  for (const key of keys) fireEvent.keyDown(network(), { key })
}

describe('BackpropWave', () => {
  it('says the mean and the largest loss when the loss is there', () => {
    render(<BackpropWave trace={trace} defaultTime={2000} />)
    const figure = screen.getByRole('figure')
    expect(figure).toHaveAttribute('data-stage', 'loss')
    const largest = Math.max(...trace.losses)
    const said = `The mean loss is ${formatNumber(trace.loss)} nats; the largest is ${formatNumber(largest)}, at `
    expect(figure).toHaveTextContent(said)
    for (const loss of [...trace.losses].slice(0, 4))
      expect(within(figure.querySelector('.gf-wave-losses') as HTMLElement).getByText(loss.toFixed(2))).toBeVisible()
  })

  it('shows no number before it is computed', () => {
    render(<BackpropWave trace={trace} defaultTime={0} />)
    expect(screen.queryByText((trace.losses[0] as number).toFixed(2))).toBeNull()
    press('End', 'PageDown')
    expect(screen.getByRole('figure').querySelector('.gf-readout')).toHaveTextContent('not computed yet')
  })

  it('reads the norms of the cell that the keyboard is on', () => {
    render(<BackpropWave trace={trace} />)
    // Losses, unembedding, then the MLP of the top layer at the third position.
    press('Home', 'PageUp', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight')
    const top = wave.layers[1]
    const readout = screen.getByRole('figure').querySelector('.gf-readout')
    expect(readout).toHaveTextContent('MLP of layer 1:')
    expect(readout).toHaveTextContent(`MLP’s output (mlp_out) ${formatNumber(top?.mlp_out[2] ?? 0)}`)
    expect(readout).toHaveTextContent(`(resid_mid) ${formatNumber(top?.resid_mid[2] ?? 0)}`)
    expect(readout).toHaveTextContent(`loss ${formatNumber(trace.losses[2] as number)} for`)
    press('ArrowDown', 'ArrowDown')
    expect(readout).toHaveTextContent(
      `key (k) ${formatNumber(top?.k[2] ?? 0)}, value (v) ${formatNumber(top?.v[2] ?? 0)}`,
    )
    expect(readout).toHaveTextContent('by length, comes from later queries')
    press('Escape')
  })

  it('says what one query sends to a pinned key', () => {
    render(<BackpropWave trace={trace} />)
    press('Home', 'PageUp', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter')
    fireEvent.pointerEnter(screen.getByRole('figure').querySelectorAll('.gf-wave-token')[3] as Element)
    const sent = wave.layers[1]
    const readout = screen.getByRole('figure').querySelector('.gf-readout')
    expect(readout).toHaveTextContent(/What the query of .* sends to .* in layer 1/)
    expect(readout).toHaveTextContent(
      `key (k) ${formatNumber(sent?.sentK[3 * 5] ?? 0)}, value (v) ${formatNumber(sent?.sentV[3 * 5] ?? 0)}`,
    )
  })

  it('marks positions that the loss ignores, and gives them no loss', () => {
    const given = runBackward(untrainedModel(1), someTokens(4), [3, -1, 0, -1])
    render(<BackpropWave trace={given} />)
    expect(screen.getAllByText('ignored')).toHaveLength(2)
    expect(screen.getAllByText('–')).toHaveLength(2)
  })

  it('names the weights whose gradient is largest, and says that no step is taken', () => {
    render(<BackpropWave trace={trace} defaultTime={1e9} />)
    const most = Math.max(...wave.weights.map(({ gradient }) => gradient))
    const figure = screen.getByRole('figure')
    expect(figure).toHaveTextContent(`(${formatNumber(most, 2)} on average)`)
    expect(figure).toHaveTextContent(`about its rate, ${formatNumber(trace.update.learningRate)}`)
    expect(figure).toHaveTextContent('the model shown does not take it')
  })

  it('says of a part how many weights it has and their gradient, and nothing of it before', () => {
    const { unmount } = render(<BackpropWave trace={trace} defaultTime={1e9} />)
    const readout = () => screen.getByRole('figure').querySelector('.gf-readout')
    const name = () => screen.getByText('unembed').closest('.gf-wave-name') as Element
    fireEvent.pointerEnter(name())
    const { count, gradient } = wave.weights[0] ?? { count: 0, gradient: 0 }
    expect(readout()).toHaveTextContent(`the unembedding: ${count.toLocaleString('en-US')} weights`)
    expect(readout()).toHaveTextContent(formatNumber(gradient))
    fireEvent.pointerLeave(name())
    expect(readout()).not.toHaveTextContent('weights')
    unmount()
    render(<BackpropWave trace={trace} defaultTime={0} />)
    fireEvent.pointerEnter(name())
    expect(readout()).toHaveTextContent('not computed yet')
  })

  it('has the numbers behind it as a table', () => {
    render(<BackpropWave trace={trace} />)
    const details = screen.getByText('Table').closest('details') as HTMLDetailsElement
    act(() => {
      details.open = true
      fireEvent(details, new Event('toggle'))
    })
    const rows = within(screen.getByRole('table')).getAllByRole('row')
    expect(rows).toHaveLength(6)
    expect(rows[1]).toHaveTextContent(formatExact(wave.layers[0]?.v[0] ?? 0))
    expect(rows[5]).toHaveTextContent('–')
  })

  it('sends ref, class name and the rest to the figure', () => {
    const ref = { current: null as HTMLElement | null }
    render(<BackpropWave trace={trace} ref={ref} className="mine" data-testid="wave" />)
    expect(screen.getByTestId('wave')).toBe(ref.current)
    expect(ref.current).toHaveClass('mine', 'gf-wave')
  })
})

describe('in place of a picture', () => {
  it('says that a forward pass has no gradients', () => {
    render(<BackpropWave trace={runForward(untrainedModel(1), [1, 2, 3])} />)
    expect(screen.getByRole('alert')).toHaveTextContent('BackpropWave shows a training step')
    expect(screen.getByRole('alert')).toHaveTextContent('"forward"')
  })

  it('says what is wrong with a trace that holds NaN', () => {
    const name = 'blocks.0.attn.k'
    const bad = trace.grads[name]
    const data = Float32Array.from(bad?.data ?? [])
    data[3] = Number.NaN
    const grads = { ...trace.grads, [name]: { ...bad, data } } as BackwardTrace['grads']
    render(<BackpropWave trace={reviveTrace({ ...trace, grads })} />)
    expect(screen.getByRole('alert')).toHaveTextContent(name)
  })

  it('says that one token has nothing to predict', () => {
    render(<BackpropWave model={untrainedModel(1)} prompt="" />)
    expect(screen.getByRole('alert')).toBeInTheDocument()
  })
})

describe('on the server', () => {
  it('stands with its real values, and hydrates without a warning', async () => {
    const html = renderToString(<BackpropWave trace={trace} />)
    expect(html).toContain((trace.losses[0] as number).toFixed(2))
    // The still says every node's norm, from the unembedding down, and its brightest light is a whole one.
    const { logits, layers, embed } = wave
    const rows = [logits, ...layers.toReversed().flatMap(({ mlp_out, attn_out }) => [mlp_out, attn_out]), embed]
    const still = /class="gf-still"[^>]*>(.*?)<\/svg>(.*?)<\/svg>/.exec(html)
    const said = [...(still?.[2] ?? '').matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text)
    expect(said).toEqual(rows.flatMap((norms) => Array.from(norms, (norm) => formatNumber(norm, 2))))
    expect(still?.[1]).toMatch(/<path fill="var\(--gf-gradient\)" d="M/)
    expect(html).not.toContain('data:')
    const problem = vi.spyOn(console, 'error')
    const box = document.createElement('div')
    box.innerHTML = html
    document.body.append(box)
    render(<BackpropWave trace={trace} />, { container: box, hydrate: true })
    await act(async () => {})
    expect(problem).not.toHaveBeenCalled()
    expect(box.querySelector('.gf-still')?.outerHTML).toContain(still?.[1])
    expect(box.querySelectorAll('canvas')).toHaveLength(3)
    problem.mockRestore()
  })
})
