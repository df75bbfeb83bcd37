import {
  compileTimeline,
  createModel,
  frameAt,
  generate,
  modelOf,
  runBackward,
  runForward,
  sample,
} from '@glassformer/core'
import { prefixCache } from '@glassformer/core/cache'
import { loadTextModel } from '@glassformer/core/models/text'
import { fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Lesson } from '../../lesson/Lesson'
import { formatExact, formatNumber, formatProb, visibleToken } from '../../messages/format'
import { boundsOf, candidateRows, rowOf, stagesOf, topAt } from './data'
import { chipState } from './state'
import { TokenPipeline } from './TokenPipeline'

const text = loadTextModel()
const trace = generate(text, 'the cat sat on the', { maxNewTokens: 3 })
const timeline = compileTimeline(trace)
const endOf = (step: number) => timeline.cues.findLast((cue) => cue.step === step)?.endMs as number
const chips = () => [...document.querySelectorAll<HTMLElement>('button.gf-pipe-token')]
const words = () => chips().map((chip) => chip.querySelector('.gf-chip')?.textContent)

describe('TokenPipeline on the server', () => {
  it('gives the candidates of the first still with the probabilities of the trace, and pixels', () => {
    const html = renderToString(<TokenPipeline trace={trace} defaultTime={endOf(0)} />)
    const first = trace.steps[0]
    for (const { prob, id, logit } of first?.candidates ?? []) {
      expect(html).toContain(`<b aria-hidden="true">${formatProb(prob).replace('<', '&lt;').replace('>', '&gt;')}</b>`)
      expect(html).toContain(`, id ${id}: probability ${formatExact(prob)}, logit ${formatExact(logit)} `)
    }
    expect(html).toMatch(/<svg[^>]* class="gf-still"[^>]*><path fill="[^"]*var\(--gf-/)
    expect(html).not.toContain('data:')
    expect(html).toContain('data-step="0"')
    expect(html).toContain('data-cue="sample"')
    expect(html).not.toMatch(/NaN|undefined|\[object Object\]/)
  })

  it('shows no number that is not computed yet', () => {
    const html = renderToString(<TokenPipeline trace={trace} defaultTime={0} />)
    for (const { prob } of trace.steps[0]?.candidates ?? []) expect(html).not.toContain(formatExact(prob))
    expect(html).toContain('not computed yet')
  })

  it('has no candidate in its table before it is computed', async () => {
    render(<TokenPipeline trace={trace} defaultTime={0} />)
    await userEvent.click(screen.getByText('Table'))
    expect(within(screen.getByRole('table')).getAllByRole('row')).toHaveLength(1)
  })

  it('names no number before it is computed, and each exactly afterwards', () => {
    const { unmount } = render(<TokenPipeline trace={trace} defaultTime={0} />)
    const cell = () => document.getElementById(screen.getByRole('grid').getAttribute('aria-activedescendant') ?? '')
    expect(cell()).toHaveTextContent('is not computed yet')
    unmount()
    render(<TokenPipeline trace={trace} defaultTime={endOf(0)} />)
    screen.getByRole('grid').focus()
    fireEvent.keyDown(screen.getByRole('grid'), { key: 'ArrowDown' })
    const position = trace.promptLength - 1
    const row = rowOf(trace, 'blocks.0.resid_post', position)
    expect(cell()).toHaveTextContent(`number 0: ${formatExact(row?.[0] ?? Number.NaN)} (blocks.0.resid_post)`)
  })
})

describe('the line of tokens', () => {
  it('shows every token so far with its id and its state, at every time', () => {
    const at = (time: number) => (
      <Lesson model={text} prompt="the cat sat on the" maxNewTokens={3} time={time}>
        <TokenPipeline />
      </Lesson>
    )
    const { rerender } = render(at(0))
    for (let t = 0; t <= timeline.durationMs; t += 2770) {
      rerender(at(t))
      const frame = frameAt(timeline, t)
      const shown = trace.tokens.slice(0, frame.tokensVisible)
      const ids = chips().map((chip) => chip.querySelector('.gf-pipe-id')?.textContent)
      expect(chips().map(({ dataset }) => dataset.state)).toEqual(shown.map((_, p) => chipState(frame, p)))
      expect(words()).toEqual(shown.map((token) => visibleToken(token.text)))
      expect(ids).toEqual(shown.map(({ id }) => `${id}`))
      expect(chips().map((chip) => 'new' in chip.dataset)).toEqual(shown.map((_, p) => p >= trace.promptLength))
    }
  })

  it('is one tab stop, moves by arrow keys, reads the token and pins it', async () => {
    const user = userEvent.setup()
    render(<TokenPipeline trace={trace} defaultTime={endOf(1)} />)
    expect(chips().filter((chip) => chip.tabIndex === 0)).toEqual([chips()[0]])
    // The numbers of the caption open, and come first.
    for (const _ of [...document.querySelectorAll('.gf-now button'), null]) await user.tab()
    expect(chips()[0]).toHaveFocus()
    expect(chips()[0]).toHaveAccessibleName(/^the ?, id ?\d+ ?, position 0, processed$/)
    await user.keyboard('{ArrowRight}{ArrowRight}')
    expect(chips()[2]).toHaveFocus()
    expect(chips().filter((chip) => chip.tabIndex === 0)).toEqual([chips()[2]])
    await user.keyboard('{End}{Enter}')
    expect(chips().at(-1)).toHaveAttribute('data-selected', 'true')
    await user.hover(chips()[2] as HTMLElement)
    const next = topAt(trace, 2, 1, (id) => text.tokenizer?.token(id) ?? '')[0]
    const readout = document.querySelector('.gf-readout')
    expect(readout).toHaveTextContent(`id ${trace.tokens[2]?.id}, position 2, processed`)
    expect(readout).toHaveTextContent(`${visibleToken(next?.text ?? '?')} (${formatProb(next?.prob ?? -1)})`)
  })

  it('folds a long text in the middle and unfolds it', async () => {
    const long = generate(text, 'the cat sat on the mat. '.repeat(6).trim(), { maxNewTokens: 1 })
    render(<TokenPipeline trace={long} />)
    expect(chips()).toHaveLength(28)
    await userEvent.click(screen.getByRole('button', { name: /more/ }))
    expect(chips()).toHaveLength(long.tokens.length)
  })
})

describe('the candidates', () => {
  it('stand in the table with four decimals, the chosen one marked', async () => {
    render(<TokenPipeline trace={trace} defaultTime={endOf(2)} />)
    expect(screen.getByRole('figure')).toHaveAttribute('data-step', '2')
    await userEvent.click(screen.getByText('Table'))
    const table = screen.getByRole('table', { name: 'Candidates for the next token' })
    const rows = within(table).getAllByRole('row').slice(1)
    const { candidates = [], sampled } = trace.steps[2] ?? {}
    expect(rows).toHaveLength(candidates.length)
    rows.forEach((row, i) => {
      const cells = [...row.children].map((cell) => cell.textContent)
      expect(cells[0]).toBe(visibleToken(candidates[i]?.text ?? ''))
      expect(cells[1]).toBe(`${candidates[i]?.id}`)
      expect(cells[2]).toBe(candidates[i]?.id === sampled?.id ? 'yes' : '')
      expect(cells.at(-1)).toBe(formatExact(candidates[i]?.prob ?? Number.NaN))
      expect(cells[3]).toBe(formatExact(candidates[i]?.logit ?? Number.NaN))
    })
  })

  it('add the chosen token last where the sampler went below them', () => {
    for (let seed = 0; seed < 8; seed++) {
      const drawn = generate(text, 'the cat', {
        maxNewTokens: 4,
        sampler: sample({ temperature: 5, seed }),
        topCandidates: 3,
      })
      drawn.steps.forEach(({ sampled, candidates }, step) => {
        const rows = candidateRows(drawn, { step, position: 0 }, String)
        expect(rows.filter((row) => row.chosen).map(({ id }) => id)).toEqual([sampled.id])
        expect(rows.slice(0, 3).map(({ id }) => id)).toEqual(candidates.map(({ id }) => id))
      })
    }
  })

  it('of a forward pass follow the position pointed at, and none is chosen', async () => {
    const forward = runForward(text, 'the cat sat on')
    render(<TokenPipeline trace={forward} defaultTime={compileTimeline(forward).durationMs} />)
    const best = (position: number) =>
      Math.max(
        ...forward.tensor('probs').data.slice(position * text.config.dVocab, (position + 1) * text.config.dVocab),
      )
    const shown = () => document.querySelector('.gf-pipe-out b')?.textContent
    expect(shown()).toBe(formatProb(best(3)))
    await userEvent.hover(chips()[1] as HTMLElement)
    expect(shown()).toBe(formatProb(best(1)))
    expect(document.querySelector('[data-chosen]')).toBeNull()
  })
})

describe('what is pointed at', () => {
  const readout = () => document.querySelector('.gf-readout')

  it('is a candidate by pointer and by keyboard, until the pointer or the focus leaves', async () => {
    const user = userEvent.setup()
    render(<TokenPipeline trace={trace} defaultTime={endOf(1)} />)
    const [first, second] = trace.steps[1]?.candidates ?? []
    const said = (at: typeof first) => `id ${at?.id}: probability ${formatExact(at?.prob ?? -1)}`
    const items = [...document.querySelectorAll('.gf-pipe-out li')]
    await user.hover(items[1] as Element)
    expect(readout()).toHaveTextContent(said(second))
    await user.unhover(items[1] as Element)
    await user.hover(document.body)
    expect(readout()).not.toHaveTextContent('probability')
    screen.getByRole('button', { name: new RegExp(said(first).replace('.', '\\.')) }).focus()
    await user.keyboard('{ArrowDown}')
    expect(screen.getByRole('button', { name: new RegExp(said(second).replace('.', '\\.')) })).toHaveFocus()
    expect(readout()).toHaveTextContent(said(second))
  })

  it('is a block, with what its halves added', async () => {
    render(<TokenPipeline trace={trace} defaultTime={endOf(1)} />)
    const position = trace.promptLength
    await userEvent.hover(screen.getByText('block 1'))
    const length = (name: string) => Math.hypot(...(rowOf(trace, `blocks.1.${name}`, position) ?? []))
    for (const name of ['attn_out', 'mlp_out', 'resid_post'])
      expect(readout()).toHaveTextContent(formatNumber(length(name)))
  })

  it('is let go by Escape, wherever in the figure the focus is', async () => {
    const user = userEvent.setup()
    render(<TokenPipeline trace={trace} defaultTime={endOf(1)} />)
    const pinned = () => chips().filter((chip) => chip.getAttribute('aria-pressed') === 'true')
    for (const where of ['grid', 'chip', 'candidate', 'table'] as const) {
      await user.click(chips()[2] as HTMLElement)
      expect(pinned()).toHaveLength(1)
      const focused = {
        grid: () => screen.getByRole('grid'),
        chip: () => chips()[0] as HTMLElement,
        candidate: () => document.querySelector('.gf-pipe-pick') as HTMLElement,
        table: () => screen.getByText('Table'),
      }[where]()
      focused.focus()
      await user.keyboard('{Escape}')
      expect(pinned()).toHaveLength(0)
    }
  })
})
describe('what cannot be shown', () => {
  const tiny = createModel({ nLayers: 1, nHeads: 1, dModel: 4, nCtx: 8, dVocab: 5 }, { seed: 2 })

  it('is said in place of the figure', () => {
    render(
      <>
        <TokenPipeline trace={runBackward(tiny, [1, 2, 3])} />
        <p>still here</p>
      </>,
    )
    expect(screen.getByRole('alert')).toHaveTextContent('kind "backward"')
    expect(screen.getByText('still here')).toBeInTheDocument()
  })

  it('refuses a trace with NaN', () => {
    const broken = generate(tiny, [1, 2], { maxNewTokens: 1 })
    ;(broken.tensor('blocks.0.resid_post').data as Float32Array)[3] = Number.NaN
    render(<TokenPipeline trace={broken} />)
    expect(screen.getByRole('alert')).toHaveTextContent(/resid_post.*NaN/)
  })

  it('leaves the vectors of a trace without them empty', () => {
    const whole = generate(tiny, [1, 2], { maxNewTokens: 1 })
    const { unmount } = render(<TokenPipeline trace={{ ...whole, tensors: {} }} />)
    expect(screen.getByRole('figure', { name: 'Token pipeline' })).toHaveTextContent(
      formatProb(whole.steps[0]?.candidates[0]?.prob ?? -1),
    )
    unmount()
  })
})

describe('a run that begins with what a shared cache held', () => {
  const cache = prefixCache({ blockSize: 2, capacity: 16 })
  const prompt = 'the cat sat on the mat and the dog'
  generate(text, prompt, { maxNewTokens: 1, cache })
  const shared = generate(text, prompt, { maxNewTokens: 2, cache })
  const { from = 0 } = shared.steps[0] ?? {}
  const stages = stagesOf(text.config.nLayers)

  it('has a scale over what was computed', () => {
    expect(from).toBeGreaterThan(1)
    const sound = boundsOf(generate(text, prompt, { maxNewTokens: 2 }), stages)
    for (const [kind, bound] of Object.entries(boundsOf(shared, stages))) {
      expect(bound).toBeGreaterThan(0)
      expect(bound).toBeLessThan(3 * sound[kind as keyof typeof sound])
    }
  })

  it('has no rows of what was not', () => {
    for (const { tensor } of stages) {
      expect(rowOf(shared, tensor, from - 1)).toBeNull()
      expect(rowOf(shared, tensor, from)).toHaveLength(text.config.dModel)
    }
    expect(topAt(shared, from - 1, 3, String)).toEqual([])
    expect(renderToString(<TokenPipeline trace={shared} />)).not.toContain('NaN')
  })
})

it('names ids that have no token by their number, in the line and among the candidates', () => {
  const { tokenizer, config, params } = text
  if (!tokenizer) throw new Error('The text model has a tokenizer.')
  const ids = tokenizer.encode('the cat sat')
  const missing = new Set([ids[1], generate(text, 'the cat sat', { maxNewTokens: 1 }).steps[0]?.sampled.id])
  const holed = modelOf(config, params, {
    tokenizer: {
      ...tokenizer,
      token: (id) => {
        if (missing.has(id)) throw new RangeError('a hole')
        return tokenizer.token(id)
      },
    },
  })
  const first = generate(holed, 'the cat sat', { maxNewTokens: 1 })
  render(
    <Lesson model={holed} prompt="the cat sat" maxNewTokens={1} defaultTime={compileTimeline(first).durationMs}>
      <TokenPipeline />
    </Lesson>,
  )
  expect(screen.queryByRole('alert')).toBeNull()
  expect(words()).toContain(`#${ids[1]}`)
  for (const id of missing) expect(document.body.textContent).toContain(`#${id}`)
})
