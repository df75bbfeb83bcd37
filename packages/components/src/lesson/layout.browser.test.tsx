import '../styles/index.css'
import { createModel } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { render, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { cdp, page } from 'vitest/browser'
import { Transport } from '../controls/Transport'
import { AttentionHead } from '../figures/AttentionHead'
import { BackpropWave } from '../figures/BackpropWave'
import { ComplexityComparison } from '../figures/ComplexityComparison'
import { KVCacheGrid } from '../figures/KVCacheGrid'
import { TokenPipeline } from '../figures/TokenPipeline'
import { Lesson, type LessonProps } from './Lesson'

const tokenizer = createCharTokenizer('ABC ')
const size = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size }
const model = createModel(size, { seed: 2, tokenizer })
const emulate = (media: string, features: readonly { name: string; value: string }[] = []) =>
  cdp().send('Emulation.setEmulatedMedia', { media, features: [...features] })

function show(widthPx: number, props: Partial<LessonProps> = {}, dir = 'ltr') {
  const { container } = render(
    <div style={{ width: widthPx }} dir={dir}>
      <Lesson model={model} prompt="ABCAB" {...props}>
        <p>prose</p>
        <TokenPipeline />
        <AttentionHead />
        <p>prose</p>
        <KVCacheGrid />
        <ComplexityComparison />
        <p>prose</p>
        <BackpropWave />
        <Transport />
      </Lesson>
    </div>,
  )
  const lesson = container.querySelector('.gf-lesson') as HTMLElement
  return { lesson, boxes: [...lesson.children].map((child) => child.getBoundingClientRect()) }
}

afterEach(async () => {
  document.documentElement.style.fontSize = ''
  await emulate('')
})

describe('the layout of a lesson', () => {
  it('stacks by default', () => {
    const { lesson, boxes } = show(1300)
    expect(lesson).toHaveAttribute('data-layout', 'stack')
    for (const [i, box] of boxes.slice(0, -1).entries())
      expect(box.top).toBeGreaterThanOrEqual(boxes[i - 1]?.bottom ?? 0)
  })

  it('sets neighbours side by side in columns, and gives prose, transport and lone figures the whole width', () => {
    const { boxes } = show(1300, { layout: 'columns' })
    const [first, pipeline, attention, second, cache, comparison, third, wave, transport] = boxes
    expect(pipeline?.top).toBe(attention?.top)
    expect(cache?.top).toBe(comparison?.top)
    for (const half of [pipeline, attention, cache, comparison]) expect(half?.width).toBe((1300 - 16) / 2)
    for (const whole of [first, second, third, wave, transport]) expect(whole?.width).toBe(1300)
  })

  it('stands in one column where two would be too narrow', () => {
    const { boxes } = show(900, { layout: 'columns' })
    for (const box of boxes) expect(box.width).toBe(900)
  })
})

/** What reaches out of a figure where nothing around it scrolls or cuts. */
function reachingOut(lesson: HTMLElement): readonly string[] {
  const found: string[] = []
  for (const figure of lesson.querySelectorAll('.gf-figure, .gf-transport')) {
    const edge = figure.getBoundingClientRect()
    for (const node of figure.querySelectorAll('*')) {
      const box = node.getBoundingClientRect()
      if (box.width === 0 || (box.right <= edge.right + 1 && box.left >= edge.left - 1)) continue
      let around: Element | null = node
      while (around && around !== figure && getComputedStyle(around).overflowX === 'visible')
        around = around.parentElement
      if (around === figure && !node.closest('svg, .gf-visually-hidden'))
        found.push(`${node.tagName} ${node.className}`)
    }
  }
  return found
}

describe('in other rooms', () => {
  for (const [room, widthPx, rootPx, dir] of [
    ['320 px, as at 400% zoom', 320, 16, 'ltr'],
    ['type of twice the size', 1280, 32, 'ltr'],
    ['type of twice the size on a phone', 390, 32, 'ltr'],
    ['right to left', 1000, 16, 'rtl'],
    ['right to left on a phone', 390, 16, 'rtl'],
  ] as const)
    it(`nothing reaches out of its figure: ${room}`, () => {
      document.documentElement.style.fontSize = `${rootPx}px`
      const { lesson } = show(widthPx, {}, dir)
      expect(reachingOut(lesson)).toEqual([])
      expect(lesson.scrollWidth).toBeLessThanOrEqual(widthPx)
    })

  it('type of twice the size makes everything of a figure twice as large', () => {
    const sizes = () => {
      const { lesson } = show(Number.parseFloat(document.documentElement.style.fontSize || '16') * 60)
      return ['.gf-now', '.gf-attn-plot', '.gf-kv-plot', '.gf-wave-net', '.gf-pipe-column'].map(
        (selector) => lesson.querySelector(selector)?.getBoundingClientRect().height ?? 0,
      )
    }
    const once = sizes()
    document.documentElement.style.fontSize = '32px'
    const twice = sizes()
    for (const [i, size] of once.entries()) expect((twice[i] as number) / size).toBeCloseTo(2, 1)
  })

  it('the transport covers nothing where there is little height, and what takes the focus scrolls clear of it elsewhere', async () => {
    await page.viewport(320, 256)
    const { lesson } = show(320)
    const transport = lesson.querySelector('.gf-transport') as HTMLElement
    expect(getComputedStyle(transport).position).toBe('relative')
    await page.viewport(390, 700)
    expect(getComputedStyle(transport).position).toBe('sticky')
    expect(transport.clientHeight).toBeLessThan(110)
    await waitFor(() => expect(lesson.style.getPropertyValue('--gf-transport-height')).not.toBe(''))
    for (const summary of lesson.querySelectorAll<HTMLElement>('summary')) {
      window.scrollTo(0, 0)
      summary.focus()
      summary.scrollIntoView({ block: 'nearest' })
      expect(summary.getBoundingClientRect().bottom).toBeLessThanOrEqual(transport.getBoundingClientRect().top)
    }
    await page.viewport(1280, 720)
  })

  it('the scrubber and what is played run the same way, right to left too', () => {
    const { lesson } = show(1000, {}, 'rtl')
    const box = (selector: string) => lesson.querySelector(selector)?.getBoundingClientRect() as DOMRect
    const [track, played, thumb] = [box('.gf-transport-track'), box('.gf-transport-played'), box('.gf-transport-thumb')]
    expect(played.left).toBeCloseTo(track.left, 0)
    expect(Math.abs(played.right - (thumb.left + thumb.width / 2))).toBeLessThan(thumb.width)
  })

  it('on paper all is light, whole and without controls', async () => {
    await emulate('print')
    const { lesson } = show(700, { theme: 'dark', layout: 'columns' })
    for (const figure of lesson.querySelectorAll('.gf-figure')) {
      expect(getComputedStyle(figure).backgroundColor).toBe('rgb(255, 253, 248)')
      expect(getComputedStyle(figure).breakInside).toBe('avoid')
    }
    for (const selector of ['.gf-transport', '.gf-controls', '.gf-prompt', 'summary'])
      for (const node of lesson.querySelectorAll(selector))
        expect(node.getBoundingClientRect().height, selector).toBe(0)
  })

  it('in forced colours the chosen segment, the thumb and what is played are told from the rest', async () => {
    await emulate('', [{ name: 'forced-colors', value: 'active' }])
    const { lesson } = show(1000)
    const style = (selector: string) => getComputedStyle(lesson.querySelector(selector) as Element)
    expect(style('.gf-segments label:has(:checked)').outlineStyle).toBe('solid')
    expect(style('.gf-segments label:not(:has(:checked))').outlineStyle).toBe('none')
    const ground = style('.gf-transport').backgroundColor
    for (const selector of ['.gf-transport-played', '.gf-transport-thumb'])
      expect(style(selector).backgroundColor).not.toBe(ground)
    expect(style('.gf-attn-plot').forcedColorAdjust).toBe('none')
  })
})
