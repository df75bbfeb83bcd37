import '../../styles/index.css'
import { render, screen } from '@testing-library/react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { Lesson } from '../../lesson/Lesson'
import { Glossary } from '../Glossary'
import { Term } from './Term'

const sentence = (
  <p>
    Each token has a <Term>query</Term> and a <Term>key</Term>.
  </p>
)
const button = (name: string) => screen.getByRole('button', { name })
const panel = (name: string) => document.getElementById(button(name).getAttribute('aria-controls') ?? '') as HTMLElement
const seen = (node: Element) => node.getClientRects().length > 0
const box = (node: Element) => node.getBoundingClientRect()

afterEach(() => page.viewport(800, 600))

describe('Term in a browser', () => {
  it('opens by keyboard beside its word, over everything, and closes by Escape, the focus staying', async () => {
    render(<div style={{ overflow: 'hidden', padding: 40, height: 30 }}>{sentence}</div>)
    expect(seen(panel('query'))).toBe(false)
    button('query').focus()
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => seen(panel('query'))).toBe(true)
    expect(button('query')).toHaveAttribute('aria-expanded', 'true')
    await expect.poll(() => Math.round(box(panel('query')).top - box(button('query')).bottom)).toBe(6)
    expect(box(panel('query')).left).toBeCloseTo(box(button('query')).left, 0)
    const { left, top } = box(panel('query'))
    expect(panel('query').contains(document.elementFromPoint(left + 5, top + 5))).toBe(true)
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => seen(panel('query'))).toBe(false)
    expect(button('query')).toHaveFocus()
    expect(button('query')).toHaveAttribute('aria-expanded', 'false')
  })

  it('closes by a press outside and when another opens', async () => {
    render(sentence)
    await userEvent.click(button('query'))
    await userEvent.click(button('key'))
    await expect.poll(() => [seen(panel('query')), seen(panel('key'))]).toEqual([false, true])
    await userEvent.click(document.body)
    await expect.poll(() => seen(panel('key'))).toBe(false)
  })

  it('stays inside a narrow window, over its word where there is no room below', async () => {
    await page.viewport(390, 300)
    render(
      <div style={{ position: 'fixed', right: 0, bottom: 10 }}>
        <Term>residual stream</Term>
      </div>,
    )
    await userEvent.click(button('residual stream'))
    const word = box(button('residual stream'))
    await expect.poll(() => box(panel('residual stream')).bottom).toBeLessThanOrEqual(word.top)
    const { left, right } = box(panel('residual stream'))
    expect(left).toBeGreaterThanOrEqual(0)
    expect(right).toBeLessThanOrEqual(390)
  })

  it('opens in the HTML of a server, and is still open and known to be when its script comes', async () => {
    const content = (
      <Lesson>
        {sentence}
        <Glossary />
      </Lesson>
    )
    const host = document.createElement('div')
    host.innerHTML = renderToString(content)
    document.body.append(host)
    await userEvent.click(button('key'))
    await expect.poll(() => seen(panel('key'))).toBe(true)
    const root = hydrateRoot(host, content)
    await expect.poll(() => button('key').getAttribute('aria-expanded')).toBe('true')
    await expect.poll(() => Math.round(box(panel('key')).top - box(button('key')).bottom)).toBe(6)
    root.unmount()
    host.remove()
  })

  it('goes to the glossary by its link, and back', async () => {
    render(
      <Lesson>
        {sentence}
        <div style={{ height: 3000 }} />
        <Glossary id="g" />
      </Lesson>,
    )
    button('key').focus()
    await userEvent.keyboard('{Enter}{Tab}')
    expect(document.activeElement).toHaveTextContent('In the glossary')
    await userEvent.keyboard('{Enter}')
    expect(document.activeElement?.id).toBe('g-key')
    expect(box(document.activeElement as Element).top).toBeLessThan(600)
    expect(seen(panel('key'))).toBe(false)
    await userEvent.keyboard('{Tab}{Enter}')
    expect(button('key')).toHaveFocus()
    expect(box(button('key')).top).toBeGreaterThanOrEqual(0)
  })
})
