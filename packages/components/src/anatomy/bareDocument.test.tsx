import { createModel } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ComponentType } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Transport } from '../controls/Transport'
import { AttentionHead } from '../figures/AttentionHead'
import { BackpropWave } from '../figures/BackpropWave'
import { ComplexityComparison } from '../figures/ComplexityComparison'
import { KVCacheGrid } from '../figures/KVCacheGrid'
import { ProbabilityTrail } from '../figures/ProbabilityTrail'
import { TokenPipeline } from '../figures/TokenPipeline'
import { Lesson } from '../lesson/Lesson'
import type { FigureSourceProps } from './FigureSource'

const FIGURES: Readonly<Record<string, ComponentType<Pick<FigureSourceProps, 'model' | 'prompt'>>>> = {
  AttentionHead,
  BackpropWave,
  ComplexityComparison,
  KVCacheGrid,
  ProbabilityTrail,
  TokenPipeline,
}

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 2, tokenizer },
)

/** As whoever tests a page with jsdom has them, who brings no polyfills; some bring sizes of their own. */
const ABSENT = ['ResizeObserver', 'IntersectionObserver', 'matchMedia', 'OffscreenCanvas'] as const

let complaints: ReturnType<typeof vi.spyOn>

beforeEach(() => {
  complaints = vi.spyOn(console, 'error')
  for (const name of ABSENT) vi.stubGlobal(name, undefined)
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null)
})

afterEach(() => {
  expect(complaints.mock.calls).toEqual([])
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('a document that lays nothing out', () => {
  it.each([0, 640])('gets markup, table and text of every figure, %d pixels wide', async (width) => {
    vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(width)
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(width)
    for (const [name, Figure] of Object.entries(FIGURES)) {
      const { unmount } = render(<Figure model={model} prompt="ABC" />)
      const figure = screen.getByRole('figure')
      expect(within(figure).queryByRole('alert'), name).toBeNull()
      await userEvent.click(within(figure).getByText('Table'))
      expect(within(figure).getByRole('table').textContent, name).toMatch(/\d/)
      expect(figure.querySelector('.gf-now')?.textContent, name).toMatch(/\d/)
      unmount()
    }
  })

  it('plays, steps and is scrubbed', async () => {
    render(
      <Lesson model={model} prompt="ABC">
        {Object.entries(FIGURES).map(([name, Figure]) => (
          <Figure key={name} />
        ))}
        <Transport />
      </Lesson>,
    )
    const slider = screen.getByRole('slider', { name: 'Position in time' })
    const before = slider.getAttribute('aria-valuenow')
    await userEvent.click(screen.getByRole('button', { name: 'Next step' }))
    expect(slider.getAttribute('aria-valuenow')).not.toBe(before)
    fireEvent.pointerDown(slider, { clientX: 0 })
    fireEvent.pointerMove(slider, { clientX: 10 })
    await userEvent.click(screen.getByRole('button', { name: 'Play' }))
    await new Promise((resolve) => setTimeout(resolve, 100))
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }))
  })
})
