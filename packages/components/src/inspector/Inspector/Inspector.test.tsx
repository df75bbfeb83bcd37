import { createModel, runForward } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Lesson } from '../../lesson/Lesson'
import { Inspector } from './Inspector'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 2, tokenizer },
)
const trace = runForward(model, 'ABCA')
const score = { tensor: 'blocks.1.attn.scores', index: [1, 3, 2] }
const title = () => screen.getByRole('heading')

describe('Inspector', () => {
  it('is in the HTML of the server, formula and terms', () => {
    const html = renderToString(<Inspector trace={trace} cell={score} />)
    expect(html).toMatch(/^<figure\b/)
    expect(html).toContain('<math')
    expect(html.replaceAll(/<[^>]+>/g, '')).toContain('score of A3 for C, layer 1, head 1')
    expect(html).not.toMatch(/NaN|undefined|\[object Object\]/)
  })

  it('is one figure, to which ref, class and the rest go', () => {
    const ref = { current: null as HTMLElement | null }
    render(<Inspector trace={trace} cell={score} ref={ref} className="mine" id="one" />)
    expect(ref.current).toBe(screen.getByRole('figure'))
    expect(ref.current).toHaveClass('mine', 'gf-inspector')
    expect(ref.current).toHaveAttribute('id', 'one')
    expect(ref.current).toHaveAccessibleName(title().textContent ?? '')
  })

  it('goes down to a factor and back, and to another number by its prop', async () => {
    const { rerender } = render(<Inspector trace={trace} cell={score} />)
    const first = title().textContent
    const [factor] = within(screen.getByRole('list', { name: 'Terms' })).getAllByRole('button')
    await userEvent.click(factor as HTMLElement)
    expect(title()).toHaveTextContent(/^number \d of the query of A3, layer 1, head 1$/)
    expect(title()).toHaveFocus()
    await userEvent.keyboard('{Backspace}')
    expect(title()).toHaveTextContent(first ?? '')
    // The same number in another object is the same.
    rerender(<Inspector trace={trace} cell={{ ...score }} />)
    expect(screen.getByRole('button', { name: 'Forward' })).toBeEnabled()
    rerender(<Inspector trace={trace} cell={{ tensor: 'logits', index: [3, 1] }} />)
    expect(title()).toHaveTextContent('logit of')
    expect(screen.getByRole('button', { name: 'Forward' })).toBeDisabled()
  })

  it('shows the run of the lesson around, and unfolds the terms that are gathered', async () => {
    render(
      <Lesson model={model} prompt="ABCA">
        <Inspector cell={{ tensor: 'blocks.0.mlp_out', index: [2, 1] }} />
      </Lesson>,
    )
    const lines = () => within(screen.getByRole('list', { name: 'Terms' })).getAllByRole('listitem').length
    expect(lines()).toBe(6)
    await userEvent.click(screen.getByRole('button', { name: /^and 28 others$/ }))
    expect(lines()).toBe(34)
  })

  it('says what there is not, and which numbers are not here', () => {
    const { rerender } = render(<Inspector trace={trace} cell={{ tensor: 'blocks.7.attn.q', index: [0, 0, 0] }} />)
    expect(screen.getByRole('alert')).toHaveTextContent('blocks.7.attn.q')
    rerender(<Inspector trace={structuredClone(trace)} cell={{ tensor: 'blocks.0.attn.q', index: [1, 0, 2] }} />)
    expect(screen.queryByRole('alert')).toBeNull()
    expect(screen.getByRole('figure')).toHaveTextContent('nothing is added up')
    rerender(<Inspector trace={trace} cell={{ tensor: 'blocks.0.attn.scores', index: [0, 1, 3] }} />)
    expect(screen.getByRole('figure')).toHaveTextContent('masked, and not computed')
  })
})
