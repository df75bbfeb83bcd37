import { createModel } from '@glassformer/core'
import { createWordTokenizer } from '@glassformer/core/tokenizer'
import { act, render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { useLesson } from '../../lesson/context'
import type { LessonHandle } from '../../lesson/handle'
import { Lesson } from '../../lesson/Lesson'
import { formatProb } from '../../messages/format'
import { AttentionHead } from '../AttentionHead/AttentionHead'
import { mostRead, viewCache } from './data'
import { KVCacheGrid } from './KVCacheGrid'

const HEADS = 4
const tokenizer = createWordTokenizer({ words: ['a', ' b', ' c', ' d', ' e'] })

describe.each([1, 2])('queries of 4 heads that share %i of keys and values', (nKVHeads) => {
  const config = { nLayers: 1, nHeads: HEADS, nKVHeads, dModel: 16, nCtx: 16, dVocab: tokenizer.size }
  const model = createModel(config, { seed: 6, tokenizer })
  const served = HEADS / nKVHeads
  const name = (row: number) => `heads ${row * served}–${(row + 1) * served - 1}`
  const lastRow = nKVHeads - 1

  function show(time = 1e9) {
    const found: { handle?: LessonHandle } = {}
    const Inside = () => {
      found.handle = useLesson().handle
      return null
    }
    const { container } = render(
      <Lesson model={model} prompt="a b c" maxNewTokens={3} defaultTime={time}>
        <AttentionHead />
        <KVCacheGrid />
        <Inside />
      </Lesson>,
    )
    const { handle } = found
    const trace = handle?.run.generation
    if (!handle || !trace) throw new Error('no run')
    const shelf = container.querySelector('figure[data-keeps]') as HTMLElement
    const plot = screen.getByRole('grid', { name: /Keys and values/ })
    const press = (...keys: string[]) => {
      for (const key of keys)
        act(() => plot.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))
    }
    const pin = (head: number) =>
      act(() => handle.selection.set({ hover: null, pinned: { position: 4, key: 1, layer: 0, head, cell: null } }))
    const mean = (row: number, query: number, key: number) => {
      const { data, shape } = trace.tensor('blocks.0.attn.pattern')
      const n = shape[1] as number
      const group = Array.from({ length: served }, (_, i) => data[((row * served + i) * n + query) * n + key] as number)
      return group.reduce((sum, weight) => sum + weight, 0) / served
    }
    return { container, handle, trace, shelf, press, pin, mean }
  }

  it('names a row by the query heads that it serves', () => {
    const { shelf } = show()
    expect([...shelf.querySelectorAll('.gf-kv-name')].map((node) => node.textContent)).toEqual(
      Array.from({ length: nKVHeads }, (_, row) => name(row)),
    )
  })

  it('reads and rings, of a query head that is chosen elsewhere, the row that serves it', () => {
    const { shelf, pin, mean } = show()
    pin(3)
    expect(shelf.querySelector('.gf-readout')).toHaveTextContent(`b, layer 0, ${name(lastRow)}:`)
    expect(shelf.querySelector('.gf-readout')).toHaveTextContent(
      `gives it ${formatProb(mean(lastRow, 4, 1))}, the mean of its heads`,
    )
    const dim = [...shelf.querySelectorAll('.gf-kv-lights path')].map((path) => path.hasAttribute('data-dim'))
    expect(dim).toEqual(Array.from({ length: nKVHeads }, (_, row) => row !== lastRow))
    const caption = shelf.querySelector('details')
    act(() => {
      ;(caption as HTMLDetailsElement).open = true
      caption?.dispatchEvent(new Event('toggle'))
    })
    expect(shelf.querySelector('caption')).toHaveTextContent(`layer 0, ${name(lastRow)}`)
  })

  it('chooses the first query head of a row, and keeps one that the row serves already', () => {
    const { container, handle, press, pin } = show()
    // From K[0] of the first row to that of the last: past K and V, a number at a time.
    const down = Array.from({ length: lastRow * 2 * 4 }, () => 'ArrowDown')
    press(...down, 'ArrowRight', 'Enter')
    expect(handle.selection.get().pinned.head).toBe(lastRow * served)
    expect(container.querySelector('figure[data-head]')).toHaveAttribute('data-head', String(lastRow * served))
    pin(3)
    press('ArrowRight', 'Enter')
    expect(handle.selection.get().pinned).toMatchObject({ head: 3, key: 2 })
    expect(container.querySelector('figure[data-head]')).toHaveAttribute('data-head', '3')
  })

  it('says in the caption of which heads the weight is the mean', () => {
    const { handle, trace, shelf, mean } = show()
    const cue = handle.sequence.cues.find(({ cue: { kind, step } }) => kind === 'read' && step === 2)
    act(() => handle.setTime((cue?.startMs as number) + 1))
    const { head, key, weight } = mostRead(viewCache(trace), 0, 4)
    const all = Array.from({ length: nKVHeads * 5 }, (_, i) => mean(Math.floor(i / 5), 4, i % 5))
    expect(weight).toBe(Math.max(...all))
    expect(weight).toBe(mean(head, 4, key))
    expect(shelf.querySelector('.gf-now')).toHaveTextContent(`(${formatProb(weight)}) in ${name(head)}, on average.`)
  })
})
