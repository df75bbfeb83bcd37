/**
 * What every part of prose does alike. A new folder in `prose/` is found by its name; what its component needs to be one is a
 * line here.
 */
import { createModel } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { type ComponentType, type ReactNode, type RefAttributes, StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Transport } from '../controls/Transport'
import { Lesson } from '../lesson/Lesson'
import type { MessageOverrides } from '../messages/types'

type AnyPart = ComponentType<Record<string, unknown> & RefAttributes<HTMLElement>>
const modules = import.meta.glob<Record<string, unknown>>('./*/index.ts', { eager: true })
const parts = Object.entries(modules).map(([path, module]) => {
  const name = path.split('/')[1] as string
  return [name, module[name] as AnyPart] as const
})

/** The author's own words. */
const WORDS = '12345'
const NEEDS: Readonly<Record<string, object>> = {
  Chapters: { children: WORDS },
  Check: { of: 'layers', children: WORDS },
  During: { kind: 'sample', children: WORDS },
  Moment: { kind: 'sample', children: WORDS },
  Part: { position: 0, children: WORDS },
  Term: { name: 'key', children: WORDS },
  Value: { tensor: 'attn.pattern', position: 1, keyAt: 0 },
}
/** What needs no lesson around it. */
const ALONE = ['Glossary', 'Term', 'Together']

// Tokens are digits: whatever letters stand in a page are words.
const tokenizer = createCharTokenizer('0123')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 3, tokenizer },
)
const inLesson = (part: ReactNode, messages?: MessageOverrides) => (
  <Lesson model={model} prompt="0120" {...(messages && { messages })}>
    {part}
  </Lesson>
)

/** Every message in no language. */
const english = import.meta.glob<Record<string, object>>('../messages/en/*.ts', { eager: true })
const mute = (message: unknown): unknown =>
  typeof message === 'function'
    ? () => '§'
    : typeof message === 'string'
      ? '§'
      : Array.isArray(message)
        ? message.map(mute)
        : typeof message === 'object' && message !== null
          ? Object.fromEntries(Object.entries(message).map(([key, value]) => [key, mute(value)]))
          : message
const wordless = Object.fromEntries(
  Object.values(english)
    .flatMap((module) => Object.entries(module))
    .filter(([name]) => name.endsWith('Messages'))
    .map(([name, messages]) => [name.slice(0, -'Messages'.length), mute(messages)]),
) as MessageOverrides

/** Everything that is seen or spoken of an element. */
function saidBy(element: Element): string {
  const attributes = [element, ...element.querySelectorAll('*')].flatMap((node) =>
    ['aria-label', 'aria-valuetext', 'title', 'alt', 'placeholder'].map((name) => node.getAttribute(name) ?? ''),
  )
  return [element.textContent, ...attributes].join(' ')
}

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  document.body.replaceChildren()
})

it('finds the parts', () => expect(parts.length).toBeGreaterThanOrEqual(7))

describe.each(parts)('%s', (name, Part) => {
  const needs = NEEDS[name] ?? {}

  it('is one element, to which ref, class, style and the rest go', () => {
    const ref = { current: null as HTMLElement | null }
    const { unmount } = render(
      inLesson(<Part {...needs} ref={ref} className="mine" style={{ maxWidth: 700 }} id="one" data-mine="1" />),
    )
    const element = document.getElementById('one')
    expect(ref.current).toBe(element)
    expect(element).toHaveClass('mine')
    expect(element?.className).toMatch(/\bgf-/)
    expect(element).toHaveStyle({ maxWidth: '700px' })
    expect(element).toHaveAttribute('data-mine', '1')
    unmount()
    expect(ref.current).toBeNull()
  })

  it('gives its node to a function, and takes it back', () => {
    const given = vi.fn()
    const { unmount } = render(inLesson(<Part {...needs} ref={given} />))
    expect(given.mock.lastCall?.[0]).toBeInstanceOf(HTMLElement)
    unmount()
    expect(given.mock.lastCall?.[0]).toBeNull()
  })

  it('is in the HTML of the server, and hydrates without a word', async () => {
    const log = vi.spyOn(console, 'error')
    const page = inLesson(<Part {...needs} id="one" />)
    const html = renderToString(page)
    expect(html).toContain('id="one"')
    expect(html).not.toMatch(/NaN|undefined|\[object Object\]|>null</)
    const host = document.body.appendChild(document.createElement('div'))
    host.innerHTML = html
    const before = document.getElementById('one')?.textContent
    const root = await act(async () => hydrateRoot(host, page))
    expect(log.mock.calls).toEqual([])
    expect(document.getElementById('one')?.textContent).toBe(before)
    await act(async () => root.unmount())
  })

  it('stands twice in a page, and in strict mode', () => {
    const log = vi.spyOn(console, 'error')
    render(
      <StrictMode>
        {inLesson(
          <>
            <Part {...needs} className="twin" />
            <Part {...needs} className="twin" />
          </>,
        )}
      </StrictMode>,
    )
    const twins = [...document.querySelectorAll('.twin')]
    expect(twins).toHaveLength(2)
    expect(twins[0]?.textContent).toBe(twins[1]?.textContent)
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(log.mock.calls).toEqual([])
  })

  it('says in place what is wrong with a prop, keeps the page, and heals', () => {
    const page = (props: object) =>
      inLesson(
        <>
          <p>still here</p>
          <Part {...needs} {...props} />
        </>,
      )
    const { rerender } = render(page({ className: 5 }))
    expect(screen.getByRole('alert')).toHaveTextContent(`className of ${name} must be text; got 5.`)
    expect(screen.getByText('still here')).toBeVisible()
    rerender(page({ className: 'mine' }))
    expect(screen.queryByRole('alert')).toBeNull()
    expect(document.querySelector('.mine')).toBeVisible()
  })

  it(
    ALONE.includes(name)
      ? 'needs no lesson'
      : 'says that it stands outside of any lesson, and keeps the author’s words',
    () => {
      render(
        <div>
          <Part {...needs} />
        </div>,
      )
      if (ALONE.includes(name)) expect(screen.queryByRole('alert')).toBeNull()
      else expect(screen.getByRole('alert')).toHaveTextContent(new RegExp(`${name}.*inside a Lesson`))
      if ('children' in needs) expect(document.body).toHaveTextContent(WORDS)
    },
  )

  it('has no words but the lesson’s messages and the author’s', () => {
    render(inLesson(<Part {...needs} id="one" />, wordless))
    expect(saidBy(document.getElementById('one') as Element)).not.toMatch(/\p{Letter}/u)
  })

  it('says nothing by itself while the clock plays', async () => {
    render(
      inLesson(
        <>
          <Part {...needs} id="one" />
          <Transport />
        </>,
      ),
    )
    const live = '[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"], output'
    const element = document.getElementById('one') as Element
    const loud = () => [element, ...element.querySelectorAll('*')].filter((node) => node.matches(live))
    const before = loud().map((node) => node.textContent)
    act(() => screen.getByRole('button', { name: 'Next step' }).click())
    await waitFor(() => expect(loud().map((node) => node.textContent)).toEqual(before))
  })

  it('is reached by Tab wherever it can be pressed', () => {
    render(inLesson(<Part {...needs} id="one" />))
    const element = document.getElementById('one') as Element
    const pressed = [element, ...element.querySelectorAll('*')].filter((node) =>
      node.matches('button, [role="button"], a[href]'),
    ) as HTMLElement[]
    for (const node of pressed) {
      expect(node.tabIndex).toBe(0)
      expect(node).toHaveAccessibleName()
    }
  })
})
