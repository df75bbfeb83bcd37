import './index.css'
import { createModel, generate } from '@glassformer/core'
import { cleanup, render, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it } from 'vitest'
import { cdp } from 'vitest/browser'
import { HOST_SWITCHES } from '../color/hosts'
import { PALETTES } from '../color/palette'
import { KVCacheGrid } from '../figures/KVCacheGrid'
import { Lesson } from '../lesson/Lesson'
import { type HostPage, hostPage } from '../testing/hostPage'
import ours from './index.css?inline'

const model = createModel({ nLayers: 2, nHeads: 2, dModel: 8, nCtx: 16, dVocab: 7 }, { seed: 1 })
const trace = generate(model, [1, 2, 3], { maxNewTokens: 2 })
const figure = <KVCacheGrid trace={trace} className="mine" />

const system = (scheme: 'dark' | 'light' | '') =>
  cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })

const pages: HostPage[] = []
const still = (html: string, sheet = '') => {
  const page = hostPage(html, [ours, sheet])
  pages.push(page)
  return page
}
afterEach(async () => {
  cleanup()
  for (const page of pages.splice(0)) page.remove()
  document.documentElement.removeAttribute('data-theme')
  document.documentElement.removeAttribute('style')
  await system('')
})

const channels = (hex: string) => `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(', ')})`
const PANEL = { dark: channels(PALETTES.dark.panel), light: channels(PALETTES.light.panel) } as const
const groundOf = (node: Element) => getComputedStyle(node).backgroundColor
const around = (attributes: string, inside: string) => `<div ${attributes}>${inside}</div>`

describe('the theme, by the stylesheet alone', () => {
  const html = renderToString(figure)
  const attributeOf = (selector: string) =>
    selector.startsWith('.') ? `class="${selector.slice(1)}"` : selector.slice(1, -1)

  for (const system_ of ['light', 'dark'] as const) {
    it(`follows every switch of the page before a ${system_} system, and the system where there is none`, async () => {
      await system(system_)
      for (const theme of ['dark', 'light'] as const)
        for (const selector of HOST_SWITCHES[theme]) {
          const page = still(around(attributeOf(selector), around('', html)))
          expect(groundOf(page.find('.gf-figure')), selector).toBe(PANEL[theme])
          page.remove()
        }
      expect(groundOf(still(html).find('.gf-figure'))).toBe(PANEL[system_])
    })
  }

  it('is that of the nearest data-gf-theme, whatever the page around says', async () => {
    await system('dark')
    const at = (inside: string) => groundOf(still(inside).find('.gf-figure'))
    expect(at(around('data-theme="dark" data-gf-theme="light"', html))).toBe(PANEL.light)
    expect(at(around('data-gf-theme="light"', around('data-gf-theme="dark"', html)))).toBe(PANEL.dark)
    expect(at(around('data-gf-theme="dark"', around('data-gf-theme="light"', around('class="dark"', html))))).toBe(
      PANEL.light,
    )
    expect(at(around('data-theme="light"', around('data-gf-theme="auto"', html)))).toBe(PANEL.light)
  })

  it('can differ from lesson to lesson of one page, and reaches the figures inside', () => {
    const lesson = (theme: 'dark' | 'light', inside: ReactNode) => (
      <Lesson model={model} theme={theme}>
        {inside}
      </Lesson>
    )
    const both = renderToString(
      <>
        {lesson('dark', figure)}
        {lesson('light', <div data-gf-theme="dark">{figure}</div>)}
        {lesson('light', figure)}
      </>,
    )
    const { document } = still(both)
    expect([...document.querySelectorAll('.gf-figure')].map(groundOf)).toEqual([PANEL.dark, PANEL.dark, PANEL.light])
  })

  it('gives form controls and scrollbars its scheme inside figures, and leaves prose to the page', () => {
    const page = still(
      renderToString(
        <Lesson model={model} theme="dark">
          <p>prose</p>
          {figure}
        </Lesson>,
      ),
    )
    expect(getComputedStyle(page.find('.gf-figure select, .gf-figure button')).colorScheme).toBe('dark')
    expect(getComputedStyle(page.find('p')).colorScheme).toBe('normal')
    expect(getComputedStyle(page.find('p')).color).toBe('rgb(0, 0, 0)')
  })
})

describe('the theme, where a script must look', () => {
  it('follows a page that only declares its color-scheme, and its changes', async () => {
    document.documentElement.style.colorScheme = 'dark'
    const { container } = render(figure)
    const node = container.querySelector('.gf-figure') as HTMLElement
    expect(groundOf(node)).toBe(PANEL.dark)
    document.documentElement.style.colorScheme = 'only light'
    await waitFor(() => expect(groundOf(node)).toBe(PANEL.light))
    await system('dark')
    document.documentElement.style.colorScheme = 'light dark'
    await waitFor(() => expect(groundOf(node)).toBe(PANEL.dark))
    expect(node).not.toHaveAttribute('data-gf-scheme')
  })

  it('takes the nearer of two switches', () => {
    const { container } = render(
      <div className="dark">
        <div className="light">
          <div className="dark">
            <div className="light">{figure}</div>
          </div>
          {figure}
        </div>
        {figure}
      </div>,
    )
    const grounds = [...container.querySelectorAll('.gf-figure')].map(groundOf)
    expect(grounds).toEqual([PANEL.light, PANEL.light, PANEL.dark])
  })

  it('reaches into a shadow tree, and changes there with the page', async () => {
    document.documentElement.dataset.theme = 'dark'
    const host = document.createElement('div')
    document.body.append(host)
    const shadow = host.attachShadow({ mode: 'open' })
    const style = document.createElement('style')
    style.textContent = ours
    const box = document.createElement('div')
    shadow.append(style, box)
    const root = createRoot(box)
    root.render(figure)
    await waitFor(() => expect(shadow.querySelector('.gf-figure')).not.toBeNull())
    const node = shadow.querySelector('.gf-figure') as Element
    await waitFor(() => expect(groundOf(node)).toBe(PANEL.dark))
    document.documentElement.dataset.theme = 'light'
    await waitFor(() => expect(groundOf(node)).toBe(PANEL.light))
    document.documentElement.removeAttribute('data-theme')
    host.dataset.gfTheme = 'dark'
    await waitFor(() => expect(groundOf(node)).toBe(PANEL.dark))
    root.unmount()
    host.remove()
  })

  it('changes what is painted with the rest', async () => {
    document.documentElement.dataset.theme = 'light'
    const { container } = render(figure)
    const canvas = () => container.querySelector<HTMLCanvasElement>('[data-painted] canvas') as HTMLCanvasElement
    await waitFor(() => expect(canvas()).not.toBeNull())
    const pixels = () => {
      const { width, height } = canvas()
      return canvas().getContext('2d')?.getImageData(0, 0, width, height).data.join() ?? ''
    }
    await waitFor(() => expect(pixels()).toMatch(/[1-9]/))
    const light = pixels()
    document.documentElement.dataset.theme = 'dark'
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    expect(pixels()).not.toBe(light)
    document.documentElement.dataset.theme = 'light'
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    expect(pixels()).toBe(light)
  })
})

describe('what a site may set', () => {
  const html = around('class="site"', renderToString(figure))
  const padding = (sheet: string, markup = html) => getComputedStyle(still(markup, sheet).find('.gf-figure')).padding

  it('by variables, for the page, a part of it, or one figure', () => {
    const variables = `--gf-user-panel: rgb(1, 2, 3); --gf-user-figure-padding: 3px; --gf-user-figure-radius: 4px;
      --gf-user-figure-border: 5px; --gf-user-font: serif; --gf-user-size-body: 20px`
    for (const selector of [':root', '.site', '.mine']) {
      const style = getComputedStyle(still(html, `${selector} { ${variables} }`).find('.gf-figure'))
      expect([style.backgroundColor, style.padding, style.borderRadius], selector).toEqual([
        'rgb(1, 2, 3)',
        '3px',
        '4px',
      ])
      expect([style.borderWidth, style.fontFamily, style.fontSize], selector).toEqual(['5px', 'serif', '20px'])
    }
    const inLesson = renderToString(
      <Lesson model={model}>
        <KVCacheGrid trace={trace} style={{ ['--gf-user-figure-padding' as string]: '7px' }} />
      </Lesson>,
    )
    expect(padding('', inLesson)).toBe('7px')
  })

  it('by any rule of two classes that comes after, and of three wherever it comes', () => {
    expect(padding('.mine.gf-figure { padding: 2px }')).toBe('2px')
    expect(padding('.site .mine { padding: 2px }')).toBe('2px')
    expect(padding('.gf-figure[data-figure], .gf-figure[aria-labelledby] { padding: 2px }')).toBe('2px')
    const three = hostPage(html, ['.site .mine.gf-figure { padding: 2px }', ours])
    pages.push(three)
    expect(getComputedStyle(three.find('.gf-figure')).padding).toBe('2px')
    const inside = still(html, '.site .gf-caption { margin-bottom: 1px } .mine .gf-heading { color: rgb(9, 8, 7) }')
    expect(getComputedStyle(inside.find('.gf-caption')).marginBottom).toBe('1px')
    expect(getComputedStyle(inside.find('.gf-heading')).color).toBe('rgb(9, 8, 7)')
  })

  it('not by one class, unless it is important: so a utility takes its modifier', () => {
    expect(padding('.mine { padding: 2px }')).toBe('16px')
    expect(padding('.mine { padding: 2px !important }')).toBe('2px')
    expect(padding('@layer utilities { .mine { padding: 2px !important } }')).toBe('2px')
  })

  it('by the style of the element', () => {
    expect(padding('', renderToString(<KVCacheGrid trace={trace} style={{ padding: 1 }} />))).toBe('1px')
  })
})
