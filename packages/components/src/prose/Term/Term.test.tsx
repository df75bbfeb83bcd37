import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Lesson } from '../../lesson/Lesson'
import { glossaryMessages } from '../../messages/en/glossary'
import { Term } from './Term'

const word = (name: string) => screen.getByRole('button', { name: (said) => said.replace(/\s+/g, ' ') === name })
const meansOf = (button: HTMLElement) => document.getElementById(button.getAttribute('aria-controls') ?? '')

describe('Term', () => {
  it('is a word that opens to what the glossary says, and closes by Escape and a second press', async () => {
    render(<Term>query</Term>)
    const button = word('query')
    expect(button).toHaveAttribute('aria-expanded', 'false')
    await userEvent.click(button)
    expect(button).toHaveAttribute('aria-expanded', 'true')
    expect(meansOf(button)).toHaveTextContent('query what a token looks for')
    // Said where it opens, and not with every word that is closed.
    expect(button).toHaveAccessibleDescription(/^query what a token looks for/)
    expect(document.querySelector('.gf-term')).toHaveAttribute('data-open')
    await userEvent.keyboard('{Escape}')
    expect(button).toHaveAttribute('aria-expanded', 'false')
    expect(button).toHaveAccessibleDescription('')
    await userEvent.keyboard('{Enter}')
    expect(button).toHaveAttribute('aria-expanded', 'true')
    await userEvent.click(button)
    expect(button).toHaveAttribute('aria-expanded', 'false')
    expect(button).toHaveFocus()
  })

  it('is found by its words in any case, or by a name, and says the author’s meaning where there is one', () => {
    render(
      <p>
        <Term>KV Cache</Term>
        <Term name="Attention Head">
          <i>heads</i>
        </Term>
        <Term name="MLP" />
        <Term means="what is read in want of anything else">sink</Term>
        <Term means="mine">key</Term>
        <Term>{`residual\nstream`}</Term>
      </p>,
    )
    for (const [name, means] of [
      ['KV Cache', `KV cache ${glossaryMessages.terms['kv cache']?.means}`],
      ['heads', `attention head ${glossaryMessages.terms['attention head']?.means}`],
      ['MLP', `MLP ${glossaryMessages.terms.mlp?.means}`],
      ['sink', 'sink what is read in want of anything else'],
      ['key', 'key mine'],
      ['residual stream', `residual stream ${glossaryMessages.terms['residual stream']?.means}`],
    ] as const)
      expect(meansOf(word(name))).toHaveTextContent(means)
  })

  it('hands ref, class, style and the rest to its span', () => {
    const ref = { current: null as HTMLSpanElement | null }
    render(
      <Term ref={ref} className="mine" style={{ color: 'red' }} id="here" data-mine="1">
        key
      </Term>,
    )
    expect(ref.current).toBe(document.getElementById('here'))
    expect(ref.current).toHaveClass('mine', 'gf-term')
    expect(ref.current).toHaveAttribute('data-mine', '1')
    expect(ref.current?.style.color).toBe('red')
  })

  it('says in its place that nobody knows a word, with those that are known, and heals', () => {
    const { rerender } = render(<Term>flux</Term>)
    expect(screen.getByRole('alert')).toHaveTextContent(/no “flux”.*ablation, activation, .*vocabulary/)
    rerender(<Term>{['a', <b key="b">b</b>]}</Term>)
    expect(screen.getByRole('alert')).toHaveTextContent('no name')
    // A name that every object has is no word.
    rerender(<Term>constructor</Term>)
    expect(screen.getByRole('alert')).toHaveTextContent('“constructor”')
    rerender(<Term>key</Term>)
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('says what a lesson’s messages say, in place of the English words and besides them', () => {
    render(
      <Lesson
        messages={{
          glossary: {
            terms: {
              key: { term: 'Schlüssel', means: 'woran man es findet' },
              senke: { term: 'Senke', means: 'der Rest' },
            },
          },
        }}
      >
        <Term name="key" />
        <Term>Senke</Term>
        <Term>query</Term>
      </Lesson>,
    )
    expect(meansOf(word('Schlüssel'))).toHaveTextContent('Schlüssel woran man es findet')
    expect(meansOf(word('Senke'))).toHaveTextContent('Senke der Rest')
    expect(meansOf(word('query'))).toHaveTextContent('what a token looks for')
  })

  it('is in the HTML of a server with its meaning, to be opened there without scripts', () => {
    const html = renderToString(<Term>softmax</Term>)
    expect(html).toContain(glossaryMessages.terms.softmax?.means)
    const target = /popovertarget="([^"]+)"/i.exec(html)?.[1]
    expect(html).toContain(`id="${target}"`)
    expect(html).toContain('popover="auto"')
  })

  it('is one button each, rendered twice or not', () => {
    render(
      <StrictMode>
        <Lesson>
          <Term>key</Term>
        </Lesson>
      </StrictMode>,
    )
    expect(within(document.body).getAllByRole('button')).toHaveLength(1)
  })
})

describe('the words', () => {
  const entries = Object.entries(glossaryMessages.terms)
  it('are found by what they are called, each with a phrase of one line', () => {
    expect(entries.length).toBeGreaterThan(40)
    for (const [name, { term, means }] of entries) {
      expect(term.toLowerCase()).toBe(name)
      expect(means).toMatch(/^[a-z]/)
      expect(means).not.toMatch(/\.$/)
      expect(means.length, name).toBeLessThan(125)
    }
  })
})
