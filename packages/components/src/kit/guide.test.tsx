/** The figure that docs/make-a-figure.mdx makes, as it stands there: held to what every figure does alike, in short. */
import { readFileSync } from 'node:fs'
import { createModel, generate, runBackward } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it } from 'vitest'
import { StreamNorms } from '../../../../examples/docusaurus/src/StreamNorms'
import { Transport } from '../controls/Transport'
import { AttentionHead } from '../figures/AttentionHead'
import { Lesson } from '../lesson/Lesson'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 3, tokenizer },
)
const trace = generate(model, 'ABCA', { maxNewTokens: 3 })
const figure = () => screen.getByRole('figure')
const caption = () => figure().querySelector('.gf-now')?.textContent

/** The norm of the stream, with nothing of the figure's own. */
function normAt(layer: number, position: number): number {
  const { data } = trace.tensor(`blocks.${layer}.resid_post`)
  const row = Array.from(data.subarray(position * 8, position * 8 + 8))
  return Math.sqrt(row.reduce((sum, x) => sum + x * x, 0))
}

afterEach(cleanup)

describe('the figure of the guide', () => {
  it('is shown there as it is, in about sixty lines, and takes the kit alone', () => {
    const code = readFileSync('examples/docusaurus/src/StreamNorms.tsx', 'utf8')
    expect(readFileSync('docs/make-a-figure.mdx', 'utf8')).toContain(
      `\`\`\`tsx file="docusaurus/src/StreamNorms.tsx"\n${code}\`\`\``,
    )
    expect(code.trimEnd().split('\n').length).toBeLessThanOrEqual(70)
    expect([...code.matchAll(/from '([^']+)'/g)].map(([, from]) => from)).toEqual(['@glassformer/components/kit'])
  })

  it('says the norms that the run has, and none before it', () => {
    render(<StreamNorms trace={trace} defaultTime={1e9} />)
    expect(caption()).toContain('After layer 1, the stream of')
    expect(caption()).toContain(String(Number(normAt(1, 5).toPrecision(4))))
    cleanup()
    render(<StreamNorms trace={trace} defaultTime={0} />)
    expect(caption()).toBe('Nothing is computed yet.')
    expect(figure().querySelector('.gf-picture')).not.toHaveTextContent(/\d\.\d/)
  })

  it('has its numbers in a table', async () => {
    render(<StreamNorms trace={trace} defaultTime={1e9} />)
    await userEvent.click(screen.getByText('Table'))
    const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1)
    const told = rows.map((row) =>
      within(row)
        .getAllByRole('cell')
        .map((cell) => Number(cell.textContent)),
    )
    expect(told).toEqual(
      [0, 1, 2, 3, 4, 5].map((position) => [0, 1].map((layer) => Number(normAt(layer, position).toPrecision(4)))),
    )
  })

  it('is one figure element, to which ref, class, style and the rest go', () => {
    const ref = { current: null as HTMLElement | null }
    render(<StreamNorms trace={trace} ref={ref} className="mine" style={{ maxWidth: 700 }} data-mine="1" />)
    expect(ref.current).toBe(figure())
    expect(figure()).toHaveClass('mine', 'gf-figure')
    expect(figure()).toHaveStyle({ maxWidth: '700px' })
    expect(figure()).toHaveAttribute('data-mine', '1')
    expect(figure()).toHaveAccessibleName('Stream norms')
  })

  it('stands in a lesson, lit by the others and lighting them, and alone with a transport', () => {
    render(
      <Lesson model={model} prompt="ABCA">
        <StreamNorms />
        <AttentionHead />
        <Transport />
      </Lesson>,
    )
    expect(screen.queryByRole('alert')).toBeNull()
    const [norms] = screen.getAllByRole('grid')
    norms?.focus()
    fireEvent.keyDown(norms as HTMLElement, { key: 'ArrowRight' })
    fireEvent.keyDown(norms as HTMLElement, { key: 'Enter' })
    expect(screen.getByText(/you chose/)).toBeVisible()
    cleanup()
    render(<StreamNorms trace={trace} />)
    expect(within(figure()).getByRole('group', { name: 'Playback' })).toBeVisible()
  })

  it('says what it shows in the HTML of the server', () => {
    const html = renderToString(<StreamNorms trace={trace} />)
    expect(html).toMatch(/^<figure\b/)
    expect(html).toContain('After layer')
    expect(html).not.toMatch(/NaN|undefined|\[object Object\]/)
  })

  it('says in its place what is wrong, and heals', () => {
    const { rerender } = render(<StreamNorms trace={runBackward(model, 'ABCABC')} />)
    expect(screen.getByRole('alert')).toHaveTextContent('StreamNorms shows a generation or a forward pass')
    rerender(<StreamNorms trace={{} as typeof trace} />)
    expect(screen.getByRole('alert')).toBeVisible()
    rerender(<StreamNorms defaultTime={Number.NaN} />)
    expect(screen.getByRole('alert')).toHaveTextContent('defaultTime of StreamNorms')
    rerender(<StreamNorms trace={trace} />)
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('is read by keyboard, cell by cell, and lets go on Escape', () => {
    render(<StreamNorms trace={trace} defaultTime={1e9} />)
    const grid = screen.getByRole('grid')
    grid.focus()
    const press = (key: string) => fireEvent.keyDown(grid, { key })
    for (const key of ['End', 'PageDown']) press(key)
    const cell = document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')
    expect(cell).toHaveTextContent(String(Number(normAt(1, 5).toPrecision(4))))
    expect(figure().querySelector('.gf-readout')).toHaveTextContent('After layer 1')
    press('Enter')
    press('Escape')
    fireEvent.blur(grid)
    expect(figure().querySelector('.gf-readout')).not.toHaveTextContent('After layer')
  })
})
