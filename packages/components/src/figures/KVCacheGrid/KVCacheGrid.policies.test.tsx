import { type CachePolicy, compileTimeline, createModel, type GenerationTrace, generate } from '@glassformer/core'
import { heavyHitters, paged, prefixCache, quantised, slidingWindow } from '@glassformer/core/cache'
import { loadTextModel } from '@glassformer/core/models/text'
import { act, fireEvent, render, screen, within } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { formatBytes, formatExact, formatNumber, visibleToken } from '../../messages/format'
import { KVCacheGrid } from './KVCacheGrid'

const model = createModel({ nLayers: 2, nHeads: 2, dModel: 12, nCtx: 24, dVocab: 20 }, { seed: 4 })
const PROMPT = [3, 1, 4, 7, 5]
const run = (cache: CachePolicy, prompt = PROMPT) => generate(model, prompt, { maxNewTokens: 4, cache })
const END = 1e9

const timeOf = (trace: GenerationTrace, kind: string, step: number, layer: number | null) => {
  const cue = compileTimeline(trace).cues.find((one) => one.kind === kind && one.step === step && one.layer === layer)
  if (!cue) throw new Error(`no ${kind}`)
  return cue.startMs + 1
}
const show = (trace: GenerationTrace, defaultTime = END) =>
  render(<KVCacheGrid trace={trace} defaultTime={defaultTime} />).container
const caption = (container: HTMLElement) => container.querySelector('.gf-now')
const readout = (container: HTMLElement) => container.querySelector('.gf-readout')
const plot = () => screen.getByRole('grid', { name: /Keys and values/ })
const press = (...keys: string[]) => {
  for (const key of keys) fireEvent.keyDown(plot(), { key })
}
const openTable = (container: HTMLElement) => {
  const details = container.querySelector('details') as HTMLDetailsElement
  act(() => {
    details.open = true
    details.dispatchEvent(new Event('toggle'))
  })
  return [...container.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent))
}

describe('KVCacheGrid under a policy that forgets', () => {
  const trace = run(slidingWindow({ window: 3 }))

  it('says what it is, what it keeps of what the full cache would, and agrees with the engine', () => {
    const container = show(trace)
    expect(container.querySelector('figure')).toHaveAttribute('data-keeps', 'policy')
    expect(container.querySelector('figure')).toHaveAttribute('data-policy', 'sliding-window')
    const size = trace.steps.at(-1)?.counts.bytes.cacheSize as number
    const full = generate(model, PROMPT, { maxNewTokens: 4 }).steps.at(-1)?.counts.bytes.cacheSize as number
    expect(container.querySelector('.gf-kv-ruler')).toHaveAttribute('data-bytes', String(size))
    expect(container.querySelector('.gf-kv-ruler')).toHaveAttribute('data-full', String(full))
    expect(container.querySelector('.gf-kv-policy')).toHaveTextContent(
      `${formatBytes(size)} kept now, 37.5% of the ${formatBytes(full)} that the full cache would take: 3 positions × 2 layers × 96 B`,
    )
    expect(container.querySelector('.gf-kv-policy')).toHaveTextContent('a sliding window. The last 3 positions')
    expect(caption(container)).toHaveTextContent('Each layer holds 3 positions')
  })

  it('says what goes when it goes, and not before', () => {
    const token = trace.tokens[2]?.text as string
    // In its first decode step the third of the prompt makes room.
    const before = show(trace, timeOf(trace, 'project', 1, 0))
    expect(caption(before)).not.toHaveTextContent('evicted')
    expect(before.querySelectorAll('.gf-kv-gone:not([data-leaving])')).toHaveLength(2)
    expect(before.querySelector<HTMLElement>('[data-leaving]')?.style.opacity).toBe('0')
    expect(screen.getByRole('button', { name: `${token}, position 2, in the cache` })).toBeVisible()
  })

  it('names what makes room, in its layer, while the other still has it', () => {
    const token = trace.tokens[2]?.text as string
    const container = show(trace, timeOf(trace, 'write', 1, 0))
    expect(caption(container)).toHaveTextContent(`${token} is evicted from layer 0 to make room.`)
    expect(caption(container)).toHaveTextContent('2 columns of the past stay as they are')
    expect(screen.getByRole('button', { name: `${token}, position 2, kept in 1 of 2 layers` })).toBeVisible()
    press('ArrowRight', 'ArrowRight')
    expect(readout(container)).toHaveTextContent(
      `${token} was evicted from layer 0 in step 1, with ${trace.tokens[5]?.text}`,
    )
    expect(readout(container)).not.toHaveTextContent('=')
    press('PageDown')
    expect(readout(container)).toHaveTextContent('V[5] = ')
  })

  it('says at the end of the prefill how much of the prompt goes', () => {
    expect(caption(show(trace, timeOf(trace, 'prefill', 0, 1)))).not.toHaveTextContent('evicted')
    expect(caption(show(trace, timeOf(trace, 'sample', 0, null)))).toHaveTextContent('are evicted from every layer.')
  })

  it('has a row in its table for what is gone, without numbers, and says when it went', () => {
    const rows = openTable(show(trace))
    expect(rows).toHaveLength(8)
    expect(rows[0]?.[2]).toBe('evicted at the end of the prefill')
    expect(rows[3]?.[2]).toMatch(/^evicted in step 2, with /)
    expect(rows[3]?.slice(3).every((cell) => cell === '–')).toBe(true)
    expect(rows[7]?.[2]).toBe('kept')
    expect(rows[7]?.slice(3).every((cell) => Number.isFinite(Number(cell?.replace('−', '-'))))).toBe(true)
  })

  it('stands in the HTML of the server', () => {
    const html = renderToString(<KVCacheGrid trace={trace} defaultTime={END} />)
    expect(html).toContain('gf-kv-gone')
    expect(html).not.toMatch(/NaN|undefined/)
  })

  it('says of each layer what it chose, where they chose differently', () => {
    const cache = heavyHitters({ recent: 3, heavy: 4 })
    const choosing = generate(loadTextModel(), 'the cat sat on the', { maxNewTokens: 10, cache })
    const step = choosing.steps.find(({ cache: did, index }) => {
      const [a, b] = (did?.layers ?? []).map(({ evicted }) => evicted[0]?.[0])
      return index > 0 && a !== b
    })
    if (!step) throw new Error('No layers disagreed.')
    const container = show(choosing, timeOf(choosing, 'sample', step.index, null))
    const layers = step.cache?.layers ?? []
    for (const [layer, { evicted }] of layers.slice(0, 3).entries())
      expect(caption(container)).toHaveTextContent(
        new RegExp(
          `${visibleToken(choosing.tokens[evicted[0]?.[0] ?? 0]?.text ?? '')}\\d* is evicted from layer ${layer}\\.`,
        ),
      )
    const before = show(choosing, timeOf(choosing, 'mlp', step.index, layers.length - 1))
    expect(caption(before)).not.toHaveTextContent('evicted')
  })
})

describe('KVCacheGrid over a cache in blocks', () => {
  const trace = run(paged({ blockSize: 3 }))

  it('shows the table of the moment, and what the last block wastes', () => {
    const container = show(trace, 0)
    const blocks = () => [...container.querySelectorAll('.gf-kv-block')].map((node) => node.getAttribute('data-block'))
    expect(blocks()).toEqual([])
    const later = show(trace)
    const table = trace.steps.at(-1)?.cache?.blockTable ?? []
    const items = within(later)
      .getAllByRole('listitem')
      .filter((node) => node.matches('.gf-kv-block'))
    expect(items.map((node) => node.getAttribute('data-block'))).toEqual(table.map(String))
    expect(items.at(-1)).toHaveTextContent('positions 6 to 8, 1 row unused')
    // Eight positions in nine rows, in two layers.
    expect(later.querySelector('.gf-kv-policy')).toHaveTextContent('2 of 18 rows hold nothing: 192 B wasted.')
    expect(later.querySelector('.gf-kv-ruler')).toHaveAttribute('data-bytes', String(18 * 96))
    fireEvent.keyDown(within(later).getByRole('grid'), { key: 'ArrowRight' })
    expect(readout(later)).toHaveTextContent(`in row 1 of physical block ${table[0]}`)
  })
})

describe('KVCacheGrid over a shared prefix', () => {
  const cache = prefixCache({ blockSize: 2, capacity: 24 })
  run(cache, [3, 1, 4, 7, 9])
  const trace = run(cache)

  it('has what another request computed from the first moment on, and says whose it is', () => {
    const container = show(trace, 0)
    expect(caption(container)).toHaveTextContent('The cache holds 4 positions that another request computed.')
    expect(container.querySelectorAll('.gf-kv-shared')).toHaveLength(2)
    expect(container.querySelector('.gf-kv-ruler')).toHaveAttribute('data-bytes', String(4 * 2 * 96))
    press('ArrowRight')
    expect(readout(container)).toHaveTextContent('computed by another request, and taken over')
    expect(readout(container)).not.toHaveTextContent('NaN')
  })

  it('prefills the rest alone, and reads nothing for a query that it did not compute', () => {
    const container = show(trace, timeOf(trace, 'prefill', 0, 0))
    expect(caption(container)).toHaveTextContent('keys and values of 1 position are written in layer 0; 4 before were')
    const later = show(trace)
    fireEvent.click(
      within(later).getAllByRole('button', { name: /position 2, in the cache, computed by another/ })[0] as HTMLElement,
    )
    const paths = [...later.querySelectorAll('.gf-kv-lights path')].map((path) => path.getAttribute('d'))
    expect(paths.every((path) => path === '')).toBe(true)
    expect(later.querySelector('.gf-kv-policy')).toHaveTextContent('2 were there and 0 were not')
    expect(openTable(later)[0]?.[2]).toBe('kept, computed by another request')
  })
})

describe('KVCacheGrid of numbers in few bits', () => {
  const trace = run(quantised({ bits: 4 }))
  const name = 'blocks.0.attn.k'
  const [held, computed] = [trace.stored?.[name]?.data[12 + 2] as number, trace.tensor(name).data[12 + 2] as number]

  it('reads out what is read back, what was computed, and the error', () => {
    const container = show(trace)
    press(...Array.from({ length: 2 }, () => 'ArrowDown'), 'ArrowRight')
    expect(readout(container)).toHaveTextContent(
      `K[2]: read back ${formatExact(held)}, computed ${formatExact(computed)}, error ${formatExact(held - computed)}`,
    )
  })

  it('has in its table what is read back, computed, or the error, as it is asked', () => {
    const { container } = render(<KVCacheGrid trace={trace} defaultTime={END} layer={0} />)
    expect(openTable(container)[1]?.[3 + 2]).toBe(formatExact(held))
    for (const [choice, value, says] of [
      ['computed', computed, 'as computed'],
      ['error', Math.fround(held - computed), 'read back minus computed'],
      ['read back', held, 'as read back'],
    ] as const) {
      fireEvent.click(screen.getByRole('radio', { name: choice }))
      expect(container.querySelectorAll('tbody tr')[1]?.children[3 + 2]).toHaveTextContent(formatExact(value))
      expect(container.querySelector('caption')).toHaveTextContent(says)
    }
  })

  it('calls the length of an error what it is', () => {
    const container = show(trace)
    fireEvent.click(screen.getByRole('radio', { name: 'error' }))
    press('ArrowRight')
    const errors = Array.from({ length: 6 }, (_, i) => {
      const at = 12 + i
      return (trace.stored?.[name]?.data[at] as number) - (trace.tensor(name).data[at] as number)
    })
    expect(readout(container)).toHaveTextContent(`length of the error of K ${formatNumber(Math.hypot(...errors))}`)
    expect(readout(container)).not.toHaveTextContent('length of its key')
  })

  it('says the largest error of all that is kept, and none before there is any', () => {
    expect(show(trace, 0).querySelector('.gf-kv-policy')).not.toHaveTextContent('differs')
    const most = Math.max(
      ...Object.entries(trace.stored ?? {}).flatMap(([key, { data }]) =>
        Array.from(data, (value, i) => Math.abs(value - (trace.tensor(key).data[i] as number))),
      ),
    )
    expect(show(trace).querySelector('.gf-kv-policy')).toHaveTextContent(
      `differs from what was computed by ${formatExact(Math.fround(most))} at most`,
    )
  })
})
