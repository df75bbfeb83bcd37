import { compileTimeline, createModel, type ForwardTrace, generate, runBackward, runForward } from '@glassformer/core'
import { intervene } from '@glassformer/core/intervene'
import { act, render, screen, within } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { formatBytes, formatExact, formatNumber, formatProb } from '../../messages/format'
import { mostRead, viewCache } from './data'
import { KVCacheGrid } from './KVCacheGrid'

const model = createModel({ nLayers: 2, nHeads: 2, dModel: 12, nCtx: 16, dVocab: 20 }, { seed: 4 })
const trace = generate(model, [3, 1, 4], { maxNewTokens: 4 })
const END = 1e9

describe('KVCacheGrid', () => {
  it('says how many bytes the cache holds, as the engine counted', () => {
    for (const [time, step] of [
      [undefined, 0],
      [END, 3],
    ] as const) {
      const { container, unmount } = render(
        <KVCacheGrid trace={trace} {...(time === undefined ? {} : { defaultTime: time })} />,
      )
      const size = trace.steps[step]?.counts.bytes.cacheSize as number
      const total = trace.steps.at(-1)?.counts.bytes.cacheSize as number
      expect(container.querySelector('.gf-kv-ruler')).toHaveAttribute('data-bytes', String(size))
      expect(container.querySelector('.gf-kv-sum')).toHaveTextContent(
        `${formatBytes(size)} kept now, ${formatBytes(total)} when this run ends`,
      )
      expect(container.querySelector('.gf-now')).toHaveTextContent(
        `The cache holds ${step + 3} positions: ${formatBytes(size)}.`,
      )
      unmount()
    }
  })

  it('renders on the server with its numbers and pixels, and without a cell that is not written', () => {
    const html = renderToString(<KVCacheGrid trace={trace} defaultTime={0} />)
    expect(html).toContain('The cache is empty.')
    const later = renderToString(<KVCacheGrid trace={trace} defaultTime={END} />)
    expect(later).toContain(formatBytes(trace.steps.at(-1)?.counts.bytes.cacheSize as number))
    const stills = (text: string) => [...text.matchAll(/class="gf-still"[^>]*>(.*?)<\/svg>/g)].map(([, cells]) => cells)
    // Nothing is kept yet; later all has cells, and every layer its own numbers.
    expect(stills(html).every((cells) => cells === '')).toBe(true)
    expect(stills(later).every((cells) => cells?.startsWith('<path'))).toBe(true)
    expect(new Set(stills(later).filter((cells) => cells?.includes('--gf-neutral'))).size).toBe(2)
    const threads = (text: string) =>
      text
        .split('gf-kv-lights')[1]
        ?.split('</svg>')[0]
        ?.match(/<path[^>]* d="M/g)
    expect(threads(later)).toHaveLength(4)
    expect(threads(html)).toBeNull()
  })

  it('speaks the slot that the arrow keys move to', () => {
    const { container } = render(<KVCacheGrid trace={trace} defaultTime={END} />)
    const plot = screen.getByRole('grid', { name: /Keys and values/ })
    const press = (key: string) =>
      act(() => plot.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))
    // Numbers are layer by layer, head by head, K then V: each head has 6 and 6.
    const down = (count: number) => {
      for (let i = 0; i < count; i++) press('ArrowDown')
    }
    down(2 * 12 + 3)
    press('ArrowRight')
    const readout = container.querySelector('.gf-readout')
    expect(readout).toHaveTextContent('layer 1, head 0')
    const k = trace.tensor('blocks.1.attn.k').data.subarray(12, 18)
    expect(readout).toHaveTextContent(`‖K‖ ${formatNumber(Math.hypot(...k))}`)
    expect(readout).toHaveTextContent(`K[3] = ${formatExact(k[3] as number)}`)
    // The last of six positions is at work: row 5 of the pattern.
    const weight = trace.tensor('blocks.1.attn.pattern').data[5 * 6 + 1] as number
    expect(readout).toHaveTextContent(`gives it ${formatProb(weight)}`)
    expect(plot).toHaveTextContent(`K[3] = ${formatExact(k[3] as number)}`)
    down(6)
    const v = trace.tensor('blocks.1.attn.v').data.subarray(12, 18)
    expect(plot).toHaveTextContent(`V[3] = ${formatExact(v[3] as number)}`)
    press('Enter')
    const cell = document.getElementById(plot.getAttribute('aria-activedescendant') ?? '')
    expect(cell).toHaveAttribute('aria-selected', 'true')
    expect(container.querySelector('.gf-kv-lights .gf-ring')).toHaveStyle({ left: `${(1 / 6) * 100}%` })
    press('Escape')
    expect(container.querySelector('.gf-kv-lights .gf-ring')).toBeNull()
  })

  it('names no number by keyboard before it is written', () => {
    render(<KVCacheGrid trace={trace} defaultTime={0} />)
    const plot = screen.getByRole('grid', { name: /Keys and values/ })
    act(() => plot.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true })))
    expect(plot).toHaveTextContent('is not written in layer 0 yet')
    expect(plot).not.toHaveTextContent('=')
  })

  it('keeps the focus on the name of a layer that it opens', () => {
    const deep = createModel({ nLayers: 3, nHeads: 4, dModel: 48, nCtx: 16, dVocab: 20 }, { seed: 4 })
    render(<KVCacheGrid trace={generate(deep, [3, 1, 4], { maxNewTokens: 2 })} />)
    const button = screen.getByRole('button', { name: 'Layer 0: every number' })
    button.focus()
    expect(button).toHaveAttribute('aria-pressed', 'false')
    act(() => button.click())
    expect(button).toHaveFocus()
    expect(button).toHaveAttribute('aria-pressed', 'true')
  })

  it('reads and keeps a column by its token', async () => {
    const { container } = render(<KVCacheGrid trace={trace} defaultTime={END} />)
    const tokens = within(screen.getByRole('group', { name: /tokens of the columns/ })).getAllByRole('button')
    act(() => tokens[2]?.click())
    expect(tokens[2]).toHaveAttribute('aria-pressed', 'true')
    expect(container.querySelector('.gf-readout')).toHaveTextContent('key and value written in 2 of 2 layers')
    act(() => tokens[2]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })))
    expect(tokens[2]).toHaveAttribute('aria-pressed', 'false')
  })

  it('has every number behind it, as exactly as any', () => {
    const { container } = render(<KVCacheGrid trace={trace} defaultTime={END} layer={1} />)
    const details = container.querySelector('details') as HTMLDetailsElement
    act(() => {
      details.open = true
      details.dispatchEvent(new Event('toggle'))
    })
    const cells = [...(container.querySelectorAll('tbody tr')[2]?.children ?? [])].map((cell) => cell.textContent)
    const at = 2 * 12
    const [k, v] = ['k', 'v'].map((kind) => trace.tensor(`blocks.1.attn.${kind}`).data.subarray(at, at + 6))
    const texts = [...(k ?? []), ...(v ?? [])].map(formatExact)
    expect(cells.slice(2)).toEqual(texts)
    expect(container.querySelectorAll('tbody tr')).toHaveLength(6)
  })

  it('says in the caption what the strongest read is', () => {
    const view = viewCache(trace)
    const pattern = trace.tensor('blocks.0.attn.pattern').data
    const { head, key, weight } = mostRead(view, 0, 4)
    const row = [0, 1].flatMap((h) => [...pattern.subarray((h * 6 + 4) * 6, (h * 6 + 4) * 6 + 5)])
    expect(weight).toBe(Math.max(...row))
    expect(row[head * 5 + key]).toBe(weight)
  })

  it('says that nothing is kept without a cache, or after one pass', () => {
    const without = render(<KVCacheGrid trace={generate(model, [1, 2], { maxNewTokens: 2, cache: 'none' })} />)
    expect(without.container).toHaveTextContent('Nothing is kept')
    expect(without.container.querySelector('figure')).toHaveAttribute('data-keeps', 'none')
    without.unmount()
    const once = render(<KVCacheGrid trace={runForward(model, [1, 2])} defaultTime={END} />)
    expect(once.container).toHaveTextContent('nothing is kept after it')
    expect(once.container.querySelector('.gf-kv-ruler')).toHaveAttribute('data-bytes', '0')
  })

  it('says which mistake was made on purpose, and how much was changed', () => {
    const fault = render(
      <KVCacheGrid trace={generate(model, [1, 2, 3], { maxNewTokens: 2, fault: 'stale-position' })} />,
    )
    expect(fault.container.querySelector('figcaption')).toHaveTextContent('Deliberate fault: decoded tokens')
    fault.unmount()
    const interventions = intervene([{ tensor: 'blocks.0.attn.k', positions: [1], scale: 0 }])
    const changed = render(<KVCacheGrid trace={generate(model, [1, 2, 3], { maxNewTokens: 2, interventions })} />)
    expect(changed.container.querySelector('figcaption')).toHaveTextContent('1 intervention: values were changed')
  })

  it('counts the keys that a window leaves, and says what it has left behind', () => {
    const windowed = createModel(
      { nLayers: 1, nHeads: 2, dModel: 12, nCtx: 16, dVocab: 20, attentionWindow: 3 },
      { seed: 4 },
    )
    const run = generate(windowed, [3, 1, 4, 5, 6], { maxNewTokens: 3 })
    const reading = compileTimeline(run).cues.find(({ kind, step }) => kind === 'read' && step === 2)
    const { container } = render(<KVCacheGrid trace={run} defaultTime={(reading?.startMs as number) + 1} />)
    expect(container.querySelector('.gf-now')).toHaveTextContent('reads 3 cached keys in layer 0')
    const plot = screen.getByRole('grid', { name: /Keys and values/ })
    plot.focus()
    act(() => plot.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true })))
    expect(container.querySelector('.gf-readout')).toHaveTextContent(
      'does not read it: it is outside of the window of 3 positions',
    )
  })

  it('shows what is wrong in its place', () => {
    const cases = [
      [
        <KVCacheGrid key="kind" trace={runBackward(model, [1, 2, 3]) as unknown as ForwardTrace} />,
        /of kind "backward"/,
      ],
      [<KVCacheGrid key="layer" trace={trace} layer={2} />, /layer is 2, but the model has 2/],
      [<KVCacheGrid key="none" trace={null as unknown as ForwardTrace} />, /A trace comes from/],
    ] as const
    for (const [element, message] of cases) {
      const { unmount } = render(element)
      expect(screen.getByRole('alert')).toHaveTextContent(message)
      expect(renderToString(element)).toContain('role="alert"')
      unmount()
    }
  })

  it('passes ref, class and the rest to its figure', () => {
    let figure: HTMLElement | null = null
    const keep = (node: HTMLElement | null) => {
      figure = node
    }
    render(<KVCacheGrid trace={trace} ref={keep} className="mine" id="here" />)
    expect(figure).toHaveClass('gf-figure', 'mine')
    expect(figure).toHaveAttribute('id', 'here')
  })
})
