import { generate } from '@glassformer/core'
import { loadTextModel } from '@glassformer/core/models/text'
import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { useLesson, useTyping } from '../../lesson/context'
import type { LessonHandle } from '../../lesson/handle'
import { Lesson } from '../../lesson/Lesson'
import { formatProb } from '../../messages/format'
import { Check, type CheckProps } from './Check'

const text = loadTextModel()
const PROMPT = 'Anna gave the red ball to Ben. Ben thanked'
let lesson: LessonHandle
let type: ((text: string) => void) | null

function Inside() {
  lesson = useLesson().handle
  type = useTyping().setPrompt
  return null
}

const page = (props: Partial<CheckProps>) => (
  <Lesson model={text} prompt={PROMPT}>
    <Inside />
    <Check {...props}>{props.children ?? <p>What is so?</p>}</Check>
  </Lesson>
)
const show = (props: Partial<CheckProps>) => render(page(props))
const box = () => document.querySelector('.gf-ask') as HTMLElement
const said = () => screen.getByRole('status').textContent
const radio = (name: string | RegExp) => screen.getByRole('radio', { name })
const check = () => screen.getByRole('button', { name: 'Check' })
const typed = async (words: string) => {
  await act(async () => type?.(words))
  await waitFor(() => expect(box()).not.toHaveAttribute('data-stale'))
}
const probOf = (prompt: string, token: string) => {
  const [id = 0] = text.tokenizer?.encode(` ${token}`) ?? []
  const trace = generate(text, prompt, { maxNewTokens: 6 })
  return trace.tensor('probs').data[(trace.promptLength - 1) * text.config.dVocab + id] as number
}

const NAMES = ['Anna', 'Ben', 'Mia']
const likeliest: Partial<CheckProps> = {
  which: 'largest',
  choices: NAMES.map((name) => ({
    says: name,
    of: 'probability',
    token: name,
    position: 'last',
    feedback: `${name}!`,
  })),
  right: 'So it looked back.',
  wrong: 'Look back.',
}

describe('Check, choices', () => {
  it('tells a wrong one, with its own number and no other, can be tried again, and tells the right one with all', async () => {
    show(likeliest)
    expect(screen.getByRole('group', { name: 'What is so?' })).toBe(box())
    const shown = (name: string) => formatProb(probOf(PROMPT, name))
    await userEvent.click(radio('Mia'))
    await userEvent.click(check())
    expect(box()).toHaveAttribute('data-state', 'wrong')
    expect(said()).toBe(`Not in this run.In this run: ${shown('Mia')}.Mia!Look back.`)
    expect(box().outerHTML).not.toContain(shown('Anna').replace('>', '&gt;'))
    expect(check()).toHaveFocus()
    await userEvent.click(radio('Anna'))
    // What was said of the last answer is not said of this one.
    expect(said()).toBe('')
    expect(box()).toHaveAttribute('data-state', 'open')
    await userEvent.keyboard('{Enter}')
    expect(box()).toHaveAttribute('data-state', 'right')
    expect(said()).toContain('Right.')
    expect(said()).toContain('Anna!So it looked back.')
    expect(radio(/Anna/)).toHaveFocus()
    expect([...document.querySelectorAll('.gf-ask-result')].map((node) => node.textContent)).toEqual(NAMES.map(shown))
    expect(document.querySelectorAll('[data-right]')).toHaveLength(1)
  })

  it('asks for a choice first', async () => {
    show(likeliest)
    await userEvent.click(check())
    expect(said()).toBe('Choose or type an answer first.')
    expect(check()).toHaveFocus()
  })

  it('finds what is right in the run on screen, keeps what was answered to the one before, and says that it asks anew', async () => {
    show(likeliest)
    await userEvent.click(radio('Anna'))
    await userEvent.click(check())
    const other = 'Mia gave the red ball to Ben. Ben thanked'
    expect(probOf(other, 'Mia')).toBeGreaterThan(probOf(other, 'Anna'))
    await typed(other)
    expect(box()).toHaveAttribute('data-state', 'open')
    expect(said()).toBe('')
    expect(screen.getByText('The run has changed, so this is asked anew.')).toBeVisible()
    expect(box().querySelector('.gf-ask-before')).toHaveTextContent(/Of “Anna gave.*Right\. ?You Anna/)
    for (const name of NAMES) expect(radio(name)).not.toBeChecked()
    await userEvent.click(radio('Anna'))
    await userEvent.click(check())
    expect(box()).toHaveAttribute('data-state', 'wrong')
    await userEvent.click(radio('Mia'))
    await userEvent.click(check())
    expect(box()).toHaveAttribute('data-state', 'right')
    expect(box().querySelector('.gf-ask-before')).toHaveTextContent('Of “Anna gave')
  })

  it('tells a condition with both of its sides', async () => {
    const at = (step: number) => ({ of: 'cacheBytes', at: { kind: 'sample', step } }) as const
    show({
      choices: [
        { says: 'It grows', when: { ...at(1), is: '>', value: at(0) } },
        { says: 'It stays', when: { ...at(1), is: '=', value: at(0) } },
        { says: <em>Neither</em>, when: 'otherwise' },
      ],
    })
    await userEvent.click(radio('It stays'))
    await userEvent.click(check())
    expect(said()).toMatch(/^Not in this run\.In this run: [\d.]+ KiB > [\d.]+ KiB\.$/)
    await userEvent.click(radio('Neither'))
    await userEvent.click(check())
    expect(said()).toBe('Not in this run.')
    await userEvent.click(radio('It grows'))
    await userEvent.click(check())
    expect(box()).toHaveAttribute('data-state', 'right')
  })

  it('tells nothing of the answer before it is given', () => {
    const html = renderToString(page(likeliest))
    expect(html).not.toMatch(/data-right|✓|0\.\d\d|So it looked back|Anna!/)
    expect(html.match(/type="radio"/g)).toHaveLength(3)
  })

  it('cannot be asked of a run without what it is about', async () => {
    show({
      choices: [
        {
          says: 'Much',
          when: { tensor: 'attn.pattern', position: 'ball', layer: 0, keyAt: 'red', is: '>', value: 0.5 },
        },
        { says: 'Little', when: 'otherwise' },
      ],
    })
    expect(screen.getAllByRole('radio')).toHaveLength(2)
    await typed('the cat sat')
    expect(box()).toHaveTextContent('This cannot be asked of this run: no “ball” in the text.')
    expect(screen.queryByRole('radio')).toBeNull()
  })
})

describe('Check, a number', () => {
  it('says how far off it is, and the number when it is right', async () => {
    show({ of: 'vocabulary', tolerance: 0.05, right: 'All of them at once.' })
    const { dVocab } = text.config
    const input = screen.getByRole('textbox', { name: 'A number' })
    await userEvent.type(input, `${dVocab / 2}{Enter}`)
    expect(said()).toBe('Not in this run.Yours is 0.5 times the run’s.')
    await userEvent.clear(input)
    expect(said()).toBe('')
    await userEvent.type(input, 'lots{Enter}')
    expect(said()).toMatch(/no number/)
    await userEvent.clear(input)
    await userEvent.type(input, `${dVocab}{Enter}`)
    expect(box()).toHaveAttribute('data-state', 'right')
    expect(said()).toBe(`Right.The run ${dVocab.toLocaleString('en-US')}All of them at once.`)
    expect(input).toHaveFocus()
  })

  it('keeps a number of the run before in sight, and what is typed', async () => {
    show({ of: 'promptTokens', tolerance: 0 })
    const count = lesson.run.generation?.promptLength as number
    const input = screen.getByRole('textbox', { name: 'A number' })
    await userEvent.type(input, `${count}{Enter}`)
    expect(box()).toHaveAttribute('data-state', 'right')
    await typed(`${PROMPT} Anna.`)
    expect(box()).toHaveAttribute('data-state', 'open')
    expect(input).toHaveValue(`${count}`)
    expect(box().querySelector('.gf-ask-before')).toHaveTextContent(`Right.You ${count} tokens`)
    await userEvent.type(input, '{Enter}')
    expect(box()).toHaveAttribute('data-state', 'wrong')
  })
})

describe('Check in a page', () => {
  it('is refused outside of a lesson, and where its props do not go together', () => {
    const { rerender } = render(<Check of="layers">How many?</Check>)
    expect(screen.getByRole('alert')).toHaveTextContent(/lesson around it, and there is none/)
    rerender(page({}))
    expect(screen.getByRole('alert')).toHaveTextContent('Check needs choices, or a number')
    rerender(page({ choices: [{ says: 'a' }, { says: 'b' }] }))
    expect(screen.getByRole('alert')).toHaveTextContent('must say when it is right')
    rerender(page({ which: 'largest', choices: [{ says: 'a', of: 'layers' }, { says: 'b' }] }))
    expect(screen.getByRole('alert')).toHaveTextContent('needs a quantity')
    rerender(page(likeliest))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('hands ref, class, style and the rest to its element', () => {
    const ref = { current: null as HTMLDivElement | null }
    show({ ...likeliest, ref, className: 'mine', style: { maxWidth: 300 }, id: 'c1' })
    expect(ref.current).toBe(box())
    expect(box()).toHaveClass('mine')
    expect(box()).toHaveAttribute('id', 'c1')
    expect(box().style.maxWidth).toBe('300px')
  })

  it('hydrates without a word', async () => {
    const host = document.createElement('div')
    host.innerHTML = renderToString(page(likeliest))
    document.body.append(host)
    const logged = vi.spyOn(console, 'error')
    const root = await act(async () => hydrateRoot(host, page(likeliest)))
    expect(logged).not.toHaveBeenCalled()
    await userEvent.click(radio('Anna'))
    await userEvent.click(check())
    expect(box()).toHaveAttribute('data-state', 'right')
    await act(async () => root.unmount())
    host.remove()
  })
})
