import { afterEach, describe, expect, it, vi } from 'vitest'
import { followTheme } from './watch'

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('the watch over themes', () => {
  afterEach(() => document.body.replaceChildren())

  it('looks when a page says another theme, and not when a figure says its state', async () => {
    document.body.innerHTML = '<main><figure class="gf-root"></figure></main>'
    const [page, figure] = [document.querySelector('main'), document.querySelector('figure')] as [Element, Element]
    const stop = followTheme(figure)
    const looks = vi.spyOn(window, 'getComputedStyle')
    for (const state of ['data-cue', 'data-step', 'data-view', 'data-elsewhere']) figure.setAttribute(state, '1')
    await settled()
    expect(looks).not.toHaveBeenCalled()
    for (const [box, name] of [
      [page, 'data-theme'],
      [page, 'class'],
      [figure, 'class'],
      [figure, 'style'],
      [figure, 'data-gf-theme'],
    ] as const) {
      looks.mockClear()
      box.setAttribute(name, name === 'data-gf-theme' ? 'dark' : 'dark x')
      await settled()
      expect(looks, name).toHaveBeenCalled()
    }
    stop()
    looks.mockRestore()
  })
})
