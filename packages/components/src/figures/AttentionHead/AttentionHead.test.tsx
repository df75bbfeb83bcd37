import { createModel, type ForwardTrace, generate, reviveTrace, runBackward, runForward } from '@glassformer/core'
import { prefixCache } from '@glassformer/core/cache'
import { intervene } from '@glassformer/core/intervene'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Lesson } from '../../lesson/Lesson'
import { formatExact } from '../../messages/format'
import { someTokens } from '../../testing/words'
import { AttentionHead } from './AttentionHead'
import { sharpModel } from './sharp.fixture'

const END = 1e9
const forward = (count: number, seed = 1) => runForward(sharpModel({ seed }), someTokens(count))
const cell = (trace: ForwardTrace, name: string, head: number, query: number, key: number) => {
  const { data, shape } = trace.tensor(name)
  return data[(head * (shape[1] as number) + query) * (shape[2] as number) + key] as number
}
const exact = (...at: Parameters<typeof cell>) => formatExact(cell(...at))
/** The cell of the matrix that a screen reader is at. */
const activeCell = () =>
  document.getElementById(screen.getByLabelText(/one row per query/).getAttribute('aria-activedescendant') ?? '')
const visible = (text: string) => text.replaceAll(' ', '·')
const textOf = (html: string) => html.replaceAll('<!-- -->', '').replaceAll(/<[^>]+>/g, '')

describe('on the server', () => {
  it('has the weights of the trace in its cells, and their pixels', () => {
    const trace = forward(6)
    const html = renderToString(<AttentionHead trace={trace} layer={0} head={1} defaultTime={END} />)
    const numbers = [...html.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => Number(text))
    const expected = Array.from({ length: 6 }, (_, q) =>
      Array.from({ length: q + 1 }, (_, k) => cell(trace, 'blocks.0.attn.pattern', 1, q, k)),
    ).flat()
    expect(numbers).toHaveLength(21)
    for (const [i, weight] of expected.entries())
      expect(Math.abs((numbers[i] as number) - weight)).toBeLessThan(0.00501)
    expect(html).toMatch(/<svg[^>]* class="gf-still"[^>]*><path fill="[^"]*var\(--gf-/)
    expect(html).not.toContain('data:')
  })

  it('shows nothing that has not been computed', () => {
    const html = renderToString(<AttentionHead trace={forward(6)} defaultTime={0} />)
    expect(textOf(html)).toContain('Nothing is computed yet in layer 0')
    expect(html).not.toContain('<text')
  })

  it('names the key with the largest weight, over many models', () => {
    for (let seed = 1; seed <= 25; seed++) {
      const trace = forward(7, seed)
      const row = Array.from({ length: 7 }, (_, key) => cell(trace, 'blocks.1.attn.pattern', 2, 6, key))
      const best = row.indexOf(Math.max(...row))
      const key = trace.tokens[best]?.text ?? ''
      const repeats = trace.tokens.filter(({ text }) => text === key).length > 1
      const name = best === 6 ? 'itself' : visible(key) + (repeats ? best : '')
      const text = textOf(renderToString(<AttentionHead trace={trace} layer={1} head={2} defaultTime={END} />))
      const weight = row[best] as number
      const printed = weight < 0.995 ? weight.toFixed(2) : weight === 1 ? '1.00' : '>0.99'
      expect(text.replace('&gt;', '>')).toContain(`${name} (${printed}) in layer 1, head 2.`)
    }
  })
})

describe('views', () => {
  it('switches what the cells hold, and says so in data-view', async () => {
    const trace = forward(4)
    const { container } = render(<AttentionHead trace={trace} defaultTime={END} />)
    const figure = container.querySelector('figure')
    expect(figure?.dataset).toMatchObject({ view: 'pattern', layer: '1', head: '0' })
    await userEvent.click(screen.getByRole('radio', { name: 'scores' }))
    expect(figure?.dataset.view).toBe('scores')
    const numbers = [...container.querySelectorAll('text')].map((node) => Number(node.textContent?.replace('−', '-')))
    expect(numbers[4]).toBeCloseTo(cell(trace, 'blocks.1.attn.scores', 0, 2, 1), 1)
    await userEvent.click(screen.getByRole('radio', { name: 'output' }))
    expect(container.querySelectorAll('text')).toHaveLength(4 * trace.config.dHead)
  })

  it('asks and does not switch while the view is controlled', async () => {
    const asked: string[] = []
    const { container } = render(
      <AttentionHead trace={forward(4)} defaultTime={END} view="pattern" onViewChange={(view) => asked.push(view)} />,
    )
    await userEvent.click(screen.getByRole('radio', { name: 'output' }))
    expect(asked).toEqual(['output'])
    expect(container.querySelector('figure')?.dataset.view).toBe('pattern')
  })

  it('makes another head or layer the large one', async () => {
    const { container } = render(<AttentionHead trace={forward(4)} defaultTime={END} />)
    await userEvent.click(screen.getByRole('button', { name: 'head 2' }))
    await userEvent.click(screen.getByRole('radio', { name: '0' }))
    expect(container.querySelector('figure')?.dataset).toMatchObject({ layer: '0', head: '2' })
    expect(screen.getByRole('button', { name: 'head 2' })).toHaveAttribute('aria-pressed', 'true')
  })

  it('draws one arc per key of weight 0.01 and more', () => {
    const trace = forward(9)
    const { container } = render(<AttentionHead trace={trace} head={3} defaultTime={END} />)
    const drawn = [...container.querySelectorAll('.gf-attn-arcs g')].map((node) =>
      Number(node.getAttribute('data-key')),
    )
    const row = Array.from({ length: 9 }, (_, key) => cell(trace, 'blocks.1.attn.pattern', 3, 8, key))
    expect(drawn.sort()).toEqual([...row.keys()].filter((key) => (row[key] as number) >= 0.01))
  })
})

describe('numbers behind it', () => {
  it('has the pattern as a table, to four digits', async () => {
    const trace = forward(5)
    render(<AttentionHead trace={trace} defaultTime={END} />)
    await userEvent.click(screen.getByText('Table'))
    const rows = within(await screen.findByRole('table')).getAllByRole('row')
    const cells = within(rows[4] as HTMLElement).getAllByRole('cell')
    expect(cells.map((node) => node.textContent)).toEqual(
      [0, 1, 2, 3, 4].map((key) => (key > 3 ? 'masked' : exact(trace, 'blocks.1.attn.pattern', 0, 3, key))),
    )
  })

  it('says the exact weight and score of a cell reached by keyboard, and that a later token is masked', async () => {
    const trace = forward(4)
    const { container } = render(<AttentionHead trace={trace} defaultTime={END} />)
    screen.getByLabelText(/one row per query/).focus()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}')
    const readout = container.querySelector('.gf-readout')
    const weight = `weight ${exact(trace, 'blocks.1.attn.pattern', 0, 2, 1)}`
    const score = `score ${exact(trace, 'blocks.1.attn.scores', 0, 2, 1)}`
    expect(readout).toHaveTextContent(`${weight}, ${score}`)
    expect(activeCell()).toHaveTextContent(`${weight}, ${score}`)
    await userEvent.keyboard('{End}')
    expect(readout).toHaveTextContent('masked')
    expect(activeCell()).toHaveTextContent('masked')
  })

  it('says where its numbers come from unless they were computed', () => {
    const trace = forward(3)
    const recorded = reviveTrace({ ...trace, provenance: { kind: 'recorded', note: 'a larger model' } as const })
    render(<AttentionHead trace={recorded} />)
    expect(screen.getByText(/a larger model/)).toBeInTheDocument()
  })

  it('names a generated token only when it has been chosen', () => {
    const trace = generate(sharpModel(), someTokens(3), { maxNewTokens: 4 })
    const { container } = render(<AttentionHead trace={trace} defaultTime={1} />)
    const names = [...container.querySelectorAll('.gf-attn-keys > span')].map((node) => node.textContent)
    expect(names).toEqual([...trace.tokens.slice(0, 3).map(({ text }) => visible(text)), '', '', ''])
  })
})

describe('a run that was not left to itself', () => {
  const notes = (container: HTMLElement) => container.querySelector('figcaption')?.textContent

  it('says its fault, and shows the weights above the diagonal as values', async () => {
    const trace = runForward(sharpModel(), someTokens(6), { fault: 'no-causal-mask' })
    const { container } = render(<AttentionHead trace={trace} layer={1} head={2} defaultTime={END} />)
    expect(notes(container)).toContain('Deliberate fault: queries see later tokens')
    const numbers = [...container.querySelectorAll('text')].map((node) => Number(node.textContent))
    expect(numbers).toHaveLength(36)
    const weights = Array.from({ length: 36 }, (_, i) =>
      cell(trace, 'blocks.1.attn.pattern', 2, Math.floor(i / 6), i % 6),
    )
    for (const [i, weight] of weights.entries()) expect(Math.abs((numbers[i] as number) - weight)).toBeLessThan(0.00501)
    expect(container.querySelector('.gf-legend')).not.toHaveTextContent('masked')
    screen.getByLabelText(/one row per query/).focus()
    await userEvent.keyboard('{ArrowDown}{End}')
    expect(container.querySelector('.gf-readout')).toHaveTextContent(
      `weight ${exact(trace, 'blocks.1.attn.pattern', 2, 1, 5)}`,
    )
    // Five shown and the rest in one, or all six: together they are the whole row.
    const shown = [...container.querySelectorAll('.gf-attn-line-weight b')].map((node) =>
      Number(node.textContent?.replace(/[<>]/, '')),
    )
    expect(shown).toHaveLength(6)
    expect(shown.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 1)
  })

  it('masks, of a generation without a mask, only what its pass had not come to', async () => {
    const trace = generate(sharpModel(), someTokens(3), { maxNewTokens: 3, fault: 'no-causal-mask' })
    render(<AttentionHead trace={trace} defaultTime={END} />)
    await userEvent.click(screen.getByText('Table'))
    const rows = within(await screen.findByRole('table'))
      .getAllByRole('row')
      .slice(1)
    expect(rows.map((row) => within(row).queryAllByText('masked').length)).toEqual([2, 2, 2, 1, 0])
  })

  it('says that scores are not scaled, in the caption and in the legend', () => {
    const trace = runForward(sharpModel(), someTokens(4), { fault: 'unscaled-scores' })
    const { container } = render(<AttentionHead trace={trace} view="scores" defaultTime={END} />)
    expect(notes(container)).toContain('Deliberate fault: scores are not divided by √d_head')
    expect(container.querySelector('.gf-legend')).toHaveTextContent(/score \(query · key\) −/)
  })

  it('says how many interventions there were, and what one made of the output', () => {
    const interventions = intervene([
      { tensor: 'blocks.0.mlp_out', scale: 0 },
      { tensor: 'blocks.1.attn.z', head: 0, positions: [3], scale: 0.5 },
    ])
    const trace = runForward(sharpModel(), someTokens(4), { interventions })
    const { container } = render(<AttentionHead trace={trace} defaultTime={END} />)
    expect(notes(container)).toContain('2 interventions: values were changed in the run')
    expect(container.querySelector('[data-line="changed"]')).toHaveTextContent('intervention')
  })

  it('keeps weights beyond 1 and below 0 on the scale', () => {
    const interventions = intervene([{ tensor: 'blocks.1.attn.pattern', head: 0, set: -0.5, keys: [0] }])
    const trace = runForward(sharpModel(), someTokens(3), { interventions })
    const { container } = render(<AttentionHead trace={trace} defaultTime={END} />)
    expect([...container.querySelectorAll('text')][0]).toHaveTextContent('−0.50')
  })

  it('says nothing of a run that was', () => {
    const { container } = render(<AttentionHead trace={forward(3)} />)
    expect(container.querySelector('.gf-origin')).toBeNull()
  })

  it('is refused where a later step wrote over the earlier ones', () => {
    const options = { fault: 'no-causal-mask', cache: 'none' } as const
    const { unmount } = render(
      <AttentionHead trace={generate(sharpModel(), someTokens(3), { ...options, maxNewTokens: 2 })} />,
    )
    expect(screen.getByRole('alert')).toHaveTextContent("Generate with cache: 'full', or one token.")
    unmount()
    render(<AttentionHead trace={generate(sharpModel(), someTokens(3), { ...options, maxNewTokens: 1 })} />)
    expect(screen.queryByRole('alert')).toBeNull()
  })
})

describe('keys that are not seen', () => {
  const config = { nLayers: 1, nHeads: 2, dModel: 16, nCtx: 12, dVocab: 16, attentionWindow: 3 }
  const trace = runForward(createModel(config, { seed: 2 }), someTokens(6))

  it('are hatched outside of a window of three, and the readout says why', async () => {
    const { container } = render(<AttentionHead trace={trace} defaultTime={END} />)
    expect(container.querySelectorAll('text')).toHaveLength(1 + 2 + 3 * 4)
    expect(container.querySelectorAll('.gf-attn-plot [data-outside]')).toHaveLength(1)
    expect(container.querySelector('.gf-legend')).toHaveTextContent('outside of the window of 3 positions')
    screen.getByLabelText(/one row per query/).focus()
    await userEvent.keyboard('{PageDown}')
    expect(container.querySelector('.gf-readout')).toHaveTextContent(
      'does not read #0: it is outside of the window of 3 positions.',
    )
  })

  it('are those of a position that was not computed, as a shared cache held it', async () => {
    const cache = prefixCache({ blockSize: 2, capacity: 8 })
    const model = sharpModel()
    generate(model, someTokens(4), { maxNewTokens: 2, cache })
    const shared = generate(model, someTokens(6), { maxNewTokens: 2, cache })
    const { container } = render(<AttentionHead trace={shared} defaultTime={END} />)
    screen.getByLabelText(/one row per query/).focus()
    await userEvent.keyboard('{ArrowDown}')
    expect(container.querySelector('.gf-now')).toHaveTextContent('was not computed in this run')
    expect(container).not.toHaveTextContent('NaN')
  })
})

describe('what cannot be drawn', () => {
  it.each([
    ['a head out of range', { head: 9 }, /head is 9, but the model has 4/],
    ['a layer out of range', { layer: -1 }, /layer is -1, but the model has 2/],
  ])('says so in place: %s', (_, props, message) => {
    render(<AttentionHead trace={forward(3)} {...props} />)
    expect(screen.getByRole('alert')).toHaveTextContent(message)
  })

  it('says so in place: NaN in a tensor, with its index', () => {
    const trace = forward(3)
    const pattern = trace.tensor('blocks.0.attn.pattern')
    const data = pattern.data.slice()
    data[3] = Number.NaN
    const bad = reviveTrace({ ...trace, tensors: { ...trace.tensors, [pattern.name]: { ...pattern, data } } })
    render(<AttentionHead trace={bad} />)
    expect(screen.getByRole('alert')).toHaveTextContent(/blocks\.0\.attn\.pattern.*3.*NaN/)
  })

  it('says so in place: a training step', () => {
    render(<AttentionHead trace={runBackward(sharpModel(), someTokens(4))} />)
    expect(screen.getByRole('alert')).toHaveTextContent('backward')
  })

  it('leaves the rest of a lesson alone', () => {
    render(
      <Lesson model={sharpModel()} prompt="the cat sat">
        <AttentionHead head={99} />
        <AttentionHead head={1} />
      </Lesson>,
    )
    expect(screen.getByRole('alert')).toHaveTextContent('head is 99')
    expect(screen.getByRole('figure', { name: 'Attention' })).toHaveAttribute('data-head', '1')
  })
})
