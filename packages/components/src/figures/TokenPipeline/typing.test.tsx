import { generate, type Model } from '@glassformer/core'
import { loadSortModel } from '@glassformer/core/models/sort'
import { loadTextModel } from '@glassformer/core/models/text'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { Lesson } from '../../lesson/Lesson'
import { formatProb, visibleToken } from '../../messages/format'
import { TokenPipeline } from './TokenPipeline'

const text = loadTextModel()
const trace = generate(text, 'the cat sat on the', { maxNewTokens: 3 })
const chips = () => [...document.querySelectorAll<HTMLElement>('button.gf-pipe-token')]
const words = () => chips().map((chip) => chip.querySelector('.gf-chip')?.textContent)
const tokensOf = (model: Model, prompt: string) =>
  model.tokenizer?.encode(prompt).map((id) => visibleToken(model.tokenizer?.token(id) ?? ''))

/** The run on screen is that of the text as typed. */
const settled = () => waitFor(() => expect(document.querySelector('[data-stale]')).toBeNull())

describe('typing', () => {
  it('cuts what is typed into tokens and runs the model on them', async () => {
    const user = userEvent.setup()
    render(<TokenPipeline model={text} prompt="the cat" />)
    const input = screen.getByRole('textbox', { name: 'Text' })
    await user.type(input, ' sat')
    expect(input).toHaveFocus()
    await settled()
    expect(words().slice(0, 3)).toEqual(tokensOf(text, 'the cat sat'))
    const best = generate(text, 'the cat sat', { maxNewTokens: 1 }).steps[0]?.candidates[0]
    expect(document.querySelector('.gf-pipe-out b')).toHaveTextContent(formatProb(best?.prob ?? -1))
    expect(screen.getByText(`3 of ${text.config.nCtx} tokens`)).toBeInTheDocument()
  })

  it.each([
    ['no text', ''],
    ['10,000 characters', 'the cat '.repeat(1250)],
    ['a text one token longer than the context', ' cat'.repeat(text.config.nCtx + 1)],
  ])('says in place what is wrong with %s, and keeps the last run', async (_, bad) => {
    render(<TokenPipeline model={text} prompt="the cat" />)
    const before = words()
    const input = screen.getByRole('textbox')
    fireEvent.change(input, { target: { value: bad } })
    const alerts = await screen.findAllByRole('alert')
    expect(alerts).toHaveLength(1)
    expect(alerts[0]).toHaveTextContent(bad ? `context is ${text.config.nCtx}` : 'empty')
    expect(input).toHaveValue(bad)
    expect(input).toHaveAccessibleErrorMessage(alerts[0]?.textContent ?? '')
    expect(words()).toEqual(before)
    fireEvent.change(input, { target: { value: 'the dog' } })
    await waitFor(() => expect(words().slice(0, 2)).toEqual(tokensOf(text, 'the dog')))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('can start from a text that cannot be run, and mend it', async () => {
    const user = userEvent.setup()
    render(<TokenPipeline model={text} prompt="" />)
    expect(screen.getByRole('alert')).toHaveTextContent('empty')
    const input = screen.getByRole('textbox')
    await user.click(input)
    await user.paste('the cat')
    await waitFor(() => expect(words().slice(0, 2)).toEqual(['the', '·cat']))
    expect(input).toHaveFocus()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('does not run half-composed letters', async () => {
    render(<TokenPipeline model={text} prompt="the" />)
    const input = screen.getByRole('textbox')
    const before = words()
    fireEvent.compositionStart(input)
    fireEvent.input(input, { target: { value: 'the ca' }, isComposing: true })
    expect(input).toHaveValue('the ca')
    expect(words()).toEqual(before)
    fireEvent.compositionEnd(input)
    await waitFor(() => expect(words().slice(0, -1)).toEqual(tokensOf(text, 'the ca')))
  })

  it('takes any text, and plays it from the start on Enter', async () => {
    const user = userEvent.setup()
    render(<TokenPipeline model={text} prompt="the" />)
    const input = screen.getByRole('textbox')
    await user.clear(input)
    await user.paste('¿naïve 猫? 7')
    await user.keyboard('{Enter}')
    await settled()
    expect(words()).toEqual(tokensOf(text, '¿naïve 猫? 7'))
    expect(screen.getByRole('button', { name: 'Pause' })).toBeInTheDocument()
  })

  it('is hidden where the run is a given trace, and in a lesson speaks for the lesson', () => {
    const { unmount } = render(<TokenPipeline trace={trace} />)
    expect(screen.queryByRole('textbox')).toBeNull()
    unmount()
    render(
      <Lesson model={loadSortModel()} prompt="BACABD">
        <TokenPipeline />
      </Lesson>,
    )
    expect(screen.getByRole('textbox')).toHaveValue('BACABD')
    expect(screen.getByRole('alert')).toHaveTextContent('got "D"')
  })
})
