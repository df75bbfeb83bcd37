import { compileTimeline, type GenerationTrace, generate } from '@glassformer/core'
import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { formatExact } from '../../messages/format'
import { someTokens } from '../../testing/words'
import { AttentionHead } from './AttentionHead'
import { sharpModel } from './sharp.fixture'

const trace = generate(sharpModel({ nLayers: 3 }), someTokens(4), { maxNewTokens: 3 })
const timeline = compileTimeline(trace)

/** A moment within a cue, by default in its middle. */
function moment(kind: string, step: number, layer: number | null, fraction = 0.5): number {
  const cue = timeline.cues.find((one) => one.kind === kind && one.step === step && one.layer === layer)
  if (!cue) throw new Error(`no ${kind}`)
  return cue.startMs + fraction * (cue.endMs - cue.startMs)
}

function show(timeMs: number, props: { layer?: number; of?: GenerationTrace } = {}) {
  const { of = trace, ...rest } = props
  const { container } = render(<AttentionHead trace={of} defaultTime={timeMs} {...rest} />)
  const figure = container.querySelector('figure') as HTMLElement
  const text = (selector: string) => container.querySelector(selector)?.textContent ?? ''
  return {
    container,
    layer: () => figure.dataset.layer,
    caption: () => text('.gf-now'),
    readout: () => text('.gf-readout'),
    mark: () => text('.gf-attn-follow > span'),
    follow: screen.getByRole('button', { name: 'Follow the clock' }),
    step: () => userEvent.click(screen.getByRole('button', { name: /next/i })),
  }
}

describe('which layer is shown', () => {
  it('is the one that the clock is at, until the reader chooses, and again when the reader lets go', async () => {
    const { layer, mark, caption, follow, step } = show(moment('read', 1, 1))
    expect(layer()).toBe('1')
    expect(follow).toHaveAttribute('aria-pressed', 'true')
    expect(mark()).toContain('layer 1, ')
    expect(caption()).toContain('layer 1')
    await userEvent.click(screen.getByRole('radio', { name: '0' }))
    expect([layer(), follow.getAttribute('aria-pressed')]).toEqual(['0', 'false'])
    expect(mark()).toBe('you chose layer 0')
    for (let i = 0; i < 6; i++) await step()
    expect(layer()).toBe('0')
    await userEvent.click(follow)
    expect([layer(), follow.getAttribute('aria-pressed')]).toEqual(['2', 'true'])
    // The button that was pressed is still there, and has the focus.
    expect(follow).toHaveFocus()
  })

  it('is kept, with its token, by letting the clock go on alone', async () => {
    const { layer, mark, follow, step } = show(moment('attend', 1, 1))
    await userEvent.click(follow)
    expect(mark()).toMatch(/^you chose layer 1 and /)
    const kept = mark()
    for (let i = 0; i < 6; i++) await step()
    expect([layer(), mark()]).toEqual(['1', kept])
  })

  it('stays while something in it is pointed at, and goes on afterwards', async () => {
    const { layer, step } = show(moment('attend', 1, 1))
    const grid = screen.getByLabelText(/one row per query/)
    fireEvent.focus(grid)
    grid.focus()
    await userEvent.keyboard('{ArrowDown}')
    fireEvent.keyDown(document.body, { key: 'x' })
    const next = screen.getByRole('button', { name: /next/i })
    // Clicked without taking the focus, as the clock goes on by itself.
    for (let i = 0; i < 3; i++) fireEvent.click(next)
    expect(layer()).toBe('1')
    grid.blur()
    await step()
    expect(layer()).toBe('2')
  })

  it('names no token that the text does not have yet', () => {
    const { container, mark } = show(moment('sample', 0, null, 1))
    const grid = container.querySelector('.gf-attn-matrix [role="grid"]') as HTMLElement
    grid.focus()
    for (const key of ['End', 'PageDown', 'Enter']) fireEvent.keyDown(grid, { key })
    expect(container.querySelector('.gf-now')?.textContent).toMatch(/^There is no token at position/)
    expect(mark()).toBe('you chose layer 2')
    expect(container.querySelector('.gf-attn-sum-title')?.textContent).toBe('Output: the sum of weights × values')
  })

  it('is the author’s where it is fixed, and is not said to follow', () => {
    const { layer, mark } = show(moment('read', 1, 1), { layer: 2 })
    expect(layer()).toBe('2')
    expect(mark()).not.toContain('layer')
  })
})

describe('what the caption says of the token at work', () => {
  const name = (position: number) => {
    const visible = trace.tokens.slice(0, 5)
    const text = trace.tokens[position]?.text ?? ''
    return text.replace(' ', '·') + (visible.filter((one) => one.text === text).length > 1 ? position : '')
  }

  it('is what it does: makes, compares, reads', () => {
    const at = (kind: string) => {
      const { caption, container } = show(moment(kind, 1, 1))
      const said = caption()
      container.remove()
      return said
    }
    expect(at('project')).toBe(`${name(4)} makes its query, key and value in layer 1.`)
    expect(at('write')).toBe(`${name(4)} makes its query, key and value in layer 1.`)
    expect(at('read')).toBe(`${name(4)} compares its query with 5 keys, its own among them, in layer 1, head 0.`)
    expect(at('attend')).toMatch(/ reads mostly | spreads its reading/)
  })

  it('follows the parts of a prefill', () => {
    const at = (fraction: number) => {
      const { caption, container } = show(moment('prefill', 0, 1, fraction))
      const said = caption()
      container.remove()
      return said
    }
    expect(at(0.1)).toBe('All 4 tokens make their queries, keys and values in layer 1, at once.')
    expect(at(0.5)).toContain('compares its query with 4 keys')
    expect(at(0.6)).toMatch(/ reads mostly | spreads its reading/)
  })

  it('is that the first token reads itself alone', () => {
    const one = generate(sharpModel(), someTokens(1), { maxNewTokens: 1 })
    expect(show(1e9, { of: one }).caption()).toContain('sees no other token, so it reads itself alone (1.00)')
  })
})

describe('the sum', () => {
  const sumGrid = () => screen.getByRole('grid', { name: /weighted sum/ })
  const active = (grid: HTMLElement) => document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')

  it('tells no number before values are poured, neither by name nor in the readout', async () => {
    for (const at of [moment('read', 1, 1, 1), moment('attend', 1, 1)]) {
      const { container, readout } = show(at)
      sumGrid().focus()
      for (const key of ['{ArrowDown}', '{ArrowRight}', '{PageDown}']) {
        await userEvent.keyboard(key)
        expect(active(sumGrid())?.textContent).toMatch(/^The output of \S+ is not added up yet\.$/)
        expect(readout()).toBe(active(sumGrid())?.textContent?.replace(/ \((\d+)\)/, '$1'))
      }
      container.remove()
    }
  })

  it('keeps the focus while the clock goes on to a token that has no weights yet', () => {
    const { container, caption } = show(moment('attend', 1, 1, 1))
    const grid = sumGrid()
    grid.focus()
    // The pointer leaves the picture meanwhile, so that nothing is held any more.
    fireEvent.pointerLeave(container.querySelector('.gf-attn') as HTMLElement)
    const next = screen.getByRole('button', { name: /next/i })
    for (let i = 0; i < 60 && !caption().includes('makes its query'); i++) fireEvent.click(next)
    expect(caption()).toContain('makes its query')
    expect(container.querySelector('.gf-attn-term')).toBeNull()
    expect(sumGrid()).toBe(grid)
    expect(grid).toHaveFocus()
  })

  it('names each product exactly, line by line, and the total under them', async () => {
    const { readout } = show(moment('attend', 1, 1, 1))
    const read = (tensor: string, ...[a, b, c]: [number, number, number]) => {
      const { data, shape } = trace.tensor(`blocks.1.attn.${tensor}`)
      return data[(a * (shape[1] as number) + b) * (shape[2] as number) + c] as number
    }
    const keys = [0, 1, 2, 3, 4].sort((a, b) => read('pattern', 0, 4, b) - read('pattern', 0, 4, a))
    sumGrid().focus()
    await userEvent.keyboard('{ArrowRight}{ArrowRight}')
    for (const key of keys) {
      const [weight, value] = [read('pattern', 0, 4, key), read('v', key, 0, 2)]
      const line = `number 2: ${formatExact(weight)} × ${formatExact(value)} of `
      expect(active(sumGrid())?.textContent).toContain(line)
      expect(active(sumGrid())?.textContent).toContain(` = ${formatExact(weight * value)}`)
      expect(readout()).toContain(line)
      await userEvent.keyboard('{ArrowDown}')
    }
    expect(active(sumGrid())?.textContent).toContain(` = ${formatExact(read('z', 4, 0, 2))}`)
    // A line that is kept is its query and key, in the matrix too.
    await userEvent.keyboard('{PageUp}{Enter}')
    expect(active(sumGrid())).toHaveAttribute('aria-selected', 'true')
  })
})

describe('what can be pointed at', () => {
  it('says its numbers, and nothing stays behind', async () => {
    const { container, readout } = show(1e9, { of: generate(sharpModel(), someTokens(5), { maxNewTokens: 1 }) })
    const idle = readout()
    const things: readonly [string, RegExp][] = [
      ['.gf-attn-reach', /reads \S+: weight 0?\.?\d/],
      ['.gf-attn-keys > span', /reads \S+: weight/],
      ['.gf-attn-queries > span', /reads .*\d\.\d\d/],
      ['.gf-attn-head:nth-child(3)', /^head 2: \S+ reads most of .*\(\S+\)$/],
      ['.gf-attn-term', /reads \S+: weight/],
      ['.gf-attn-term:nth-last-of-type(1)', /reads .*\d\.\d\d, /],
    ]
    for (const [selector, expected] of things) {
      const thing = container.querySelector(selector) as HTMLElement
      fireEvent.pointerEnter(thing)
      expect(readout(), selector).toMatch(expected)
      fireEvent.pointerLeave(thing)
      expect(readout(), selector).toBe(idle)
    }
  })

  it('says the weights of those that are summed in one, and the numbers of the output by column', async () => {
    const { container, readout } = show(1e9, { of: generate(sharpModel(), someTokens(9), { maxNewTokens: 1 }) })
    fireEvent.pointerEnter(container.querySelector('.gf-attn-term:has([data-line="others"])') as HTMLElement)
    expect(readout()).toMatch(/reads 4 others with weight \S+ together/)
    await userEvent.click(screen.getByRole('radio', { name: 'output' }))
    fireEvent.pointerEnter(container.querySelector('.gf-attn-keys > span:nth-child(4)') as HTMLElement)
    expect(readout()).toMatch(/^number 3 of the output of \S+: /)
  })

  it('says what a place on a scale of the legend stands for', () => {
    const { container, readout } = show(1e9)
    const [weights, values] = [...container.querySelectorAll<HTMLElement>('.gf-legend [data-mark="ramp"]')]
    for (const scale of [weights, values] as HTMLElement[])
      scale.getBoundingClientRect = () => new DOMRect(100, 0, 64, 12)
    fireEvent.pointerMove(weights as HTMLElement, { clientX: 132 })
    expect(readout()).toBe('This colour is a weight of 0.50.')
    fireEvent.pointerMove(values as HTMLElement, { clientX: 132 })
    expect(readout()).toBe('This colour is 0 in a value or an output.')
    fireEvent.pointerLeave(values as HTMLElement)
    expect(readout()).toContain('Point at')
  })

  it('is kept by a click, marked as kept, and let go by Escape from any button of the figure', async () => {
    const { container, mark } = show(1e9)
    const row = container.querySelectorAll('.gf-attn-queries > span')[2] as HTMLElement
    await userEvent.click(row)
    expect(mark()).toMatch(/^you chose layer 2 and /)
    screen.getByRole('button', { name: 'head 1' }).focus()
    await userEvent.keyboard('{Escape}')
    expect(mark()).not.toContain('you chose')
  })

  it('does not answer for arcs that are not there yet', () => {
    expect(show(moment('read', 1, 1)).container.querySelector('.gf-attn-reach')).toBeNull()
  })
})
