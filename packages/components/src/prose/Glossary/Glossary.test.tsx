import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Lesson } from '../../lesson/Lesson'
import { glossaryMessages } from '../../messages/en/glossary'
import { Term } from '../Term'
import { Glossary } from './Glossary'

const words = () => screen.queryAllByRole('term').map((term) => term.textContent)
const entry = (word: string) =>
  screen.getAllByRole('term').find((term) => term.textContent === word)?.parentElement as HTMLElement

afterEach(() => vi.restoreAllMocks())

/** Words before and after the list, one of them twice. */
function Page({ also = [] as string[], hidden = false }) {
  return (
    <Lesson prompt="the cat">
      <p>
        {!hidden && <Term>query</Term>}
        <Term name="key">keys</Term>
        <Term>query</Term>
        {also.map((name) => (
          <Term key={name}>{name}</Term>
        ))}
      </p>
      <Glossary id="words" />
      <p>
        <Term means="what is read in want of anything else">sink</Term>
      </p>
    </Lesson>
  )
}

describe('Glossary', () => {
  it('has the words of the lesson once each, in the order of first use, as they come and go', () => {
    const { rerender } = render(<Page />)
    expect(words()).toEqual(['query', 'key', 'sink'])
    expect(entry('sink')).toHaveTextContent('what is read in want of anything else')
    rerender(<Page also={['value', 'MLP']} />)
    expect(words()).toEqual(['query', 'key', 'value', 'MLP', 'sink'])
    rerender(<Page also={['MLP']} hidden />)
    expect(words()).toEqual(['key', 'query', 'MLP', 'sink'])
  })

  it('is linked from each word and back to its first use, the focus going along', async () => {
    render(
      <StrictMode>
        <Page />
      </StrictMode>,
    )
    const [first, second] = screen.getAllByRole('button', { name: 'query' }) as [HTMLElement, HTMLElement]
    await userEvent.click(second)
    const link = within(second.parentElement as HTMLElement).getByText('In the glossary')
    expect(link).toHaveAttribute('href', '#words-query')
    await userEvent.click(link)
    expect(entry('query').querySelector('dt')).toHaveFocus()
    expect(second).toHaveAttribute('aria-expanded', 'false')
    await userEvent.click(within(entry('query')).getByRole('link', { name: 'Where query is used first' }))
    expect(first).toHaveFocus()
    expect(location.hash).toBe('')
  })

  it('is found by words of other alphabets', async () => {
    render(
      <Lesson>
        <Term means="woran man es findet">Schlüssel für Größe</Term>
        <Glossary id="wörter" />
      </Lesson>,
    )
    await userEvent.click(screen.getByRole('button'))
    await userEvent.click(screen.getByText('In the glossary'))
    expect(document.activeElement).toBe(document.getElementById('wörter-schlüssel-für-größe'))
  })

  it('leaves a link alone that is opened elsewhere', async () => {
    render(<Page />)
    const link = within(entry('key')).getByRole('link')
    const pressed = new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: true })
    link.dispatchEvent(pressed)
    expect(pressed.defaultPrevented).toBe(false)
  })

  it('has on a server what stands before it, hydrates without a word, and then has all', async () => {
    const html = renderToString(<Page />)
    expect([...html.matchAll(/<dt[^>]*>(.*?)<\/dt>/g)].map(([, word]) => word)).toEqual(['query', 'key'])
    const box = document.createElement('div')
    box.innerHTML = html
    document.body.append(box)
    const logged = vi.spyOn(console, 'error')
    const mismatched = vi.fn()
    const root = await act(async () => hydrateRoot(box, <Page />, { onRecoverableError: mismatched }))
    expect(words()).toEqual(['query', 'key', 'sink'])
    expect(mismatched).not.toHaveBeenCalled()
    expect(logged).not.toHaveBeenCalled()
    await act(async () => root.unmount())
    box.remove()
  })

  it('has every word by the alphabet, or those named, and says where a lesson explains none', () => {
    const { rerender } = render(<Glossary />)
    expect(words().map((word) => word?.toLowerCase())).toEqual(Object.keys(glossaryMessages.terms).sort())
    rerender(<Glossary terms={['Prefill', 'decode', 'prefill']} />)
    expect(words()).toEqual(['prefill', 'decode'])
    expect(screen.queryByRole('link')).toBeNull()
    rerender(
      <Lesson>
        <Glossary />
      </Lesson>,
    )
    expect(words()).toEqual([])
    expect(document.querySelector('.gf-glossary')).toHaveTextContent('No word of this lesson has been explained yet.')
  })

  it('gives its words ids of their own, and links to a list that names them alone', () => {
    render(
      <Lesson>
        <Term>KV cache</Term>
        <Term>key</Term>
        <Glossary terms={['kv cache']} id="g" />
      </Lesson>,
    )
    expect(document.getElementById('g-kv-cache')).toHaveTextContent('KV cache')
    expect(document.querySelector('.gf-term a')).toHaveAttribute('href', '#g-kv-cache')
    expect(screen.getAllByRole('link', { hidden: true })).toHaveLength(2)
  })

  it('says which name it does not know, and heals', () => {
    const { rerender } = render(<Glossary terms={['key', 'flux']} />)
    expect(screen.getByRole('alert')).toHaveTextContent('“flux”')
    rerender(<Glossary terms={['key']} />)
    expect(screen.queryByRole('alert')).toBeNull()
    expect(words()).toEqual(['key'])
  })
})
