import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cellPoints, colorsAt, difference, type Rgb } from './pictures'
import { type ServedPages, servePages } from './servePage'

const REST_MS = 400
/** What an A4 page has between the margins of a browser. */
const WIDTH_PX = 718
const THEMES = ['dark', 'light'] as const

let site: ServedPages
beforeAll(async () => {
  site = await servePages()
})
afterAll(() => site.close())

async function open(theme: (typeof THEMES)[number], javaScriptEnabled = true): Promise<Page> {
  const page = await site.browser.newPage({ javaScriptEnabled, viewport: { width: WIDTH_PX, height: 600 } })
  await page.goto(`${site.origin}/${theme}.html`)
  if (javaScriptEnabled) await page.waitForSelector('.gf-heatmap[data-painted]')
  return page
}

const cellColors = async (page: Page) => colorsAt(site.browser, page, await cellPoints(page))
const stills = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll('.gf-still')].map(({ innerHTML }) => innerHTML).join('\n'))

/** Brings every canvas into view, and waits until all are painted. */
async function painted(page: Page): Promise<void> {
  await page.setViewportSize({ width: WIDTH_PX, height: 6000 })
  await page.waitForFunction(() => document.querySelectorAll('.gf-heatmap:not([data-painted])').length === 0)
}

function expectSame(a: readonly Rgb[], b: readonly Rgb[]): void {
  expect(a.length).toBe(b.length)
  expect(a.length).toBeGreaterThan(500)
  const differences = a.map((color, i) => difference(color, b[i] as Rgb))
  // A level of the ramp, and the rounding of a byte on either side.
  expect(Math.max(...differences)).toBeLessThan(3.5)
  expect(differences.reduce((sum, value) => sum + value, 0) / a.length).toBeLessThan(1)
  expect(new Set(a.map(String)).size).toBeGreaterThan(30)
}

describe.each(THEMES)('stills, %s', (theme) => {
  it('have the colours of the painted cells, and cover nothing that is painted', async () => {
    const page = await open(theme)
    await painted(page)
    const canvases = await cellColors(page)
    await page.evaluate(() => {
      for (const canvas of document.querySelectorAll('canvas')) canvas.style.visibility = 'hidden'
    })
    const nothing = await cellColors(page)
    expect(nothing.filter((color, i) => difference(color, canvases[i] as Rgb) > 10).length).toBeGreaterThan(100)
    await page.evaluate(() => {
      for (const still of document.querySelectorAll('.gf-still'))
        for (const animation of still.getAnimations()) animation.cancel()
    })
    expectSame(await cellColors(page), canvases)
    await page.close()
  })

  it('stand in the server HTML without scripts, as painted with them', async () => {
    const [without, page] = [await open(theme, false), await open(theme)]
    await painted(page)
    expectSame(await cellColors(without), await cellColors(page))
    await Promise.all([without.close(), page.close()])
  })

  it('stand in a saved page, at the moment at which it was saved', async () => {
    const page = await open(theme)
    await page.getByRole('button', { name: 'Next step' }).click()
    await page.getByRole('button', { name: 'Next step' }).click()
    await page.waitForTimeout(REST_MS)
    const html = await page.evaluate(() => `<!doctype html>${document.documentElement.outerHTML}`)
    const saved = await site.browser.newPage({ javaScriptEnabled: false, viewport: { width: WIDTH_PX, height: 600 } })
    await saved.goto(await site.add(`saved-${theme}`, html))
    const kept = await cellColors(saved)
    await painted(page)
    expectSame(kept, await cellColors(page))
    await Promise.all([saved.close(), page.close()])
  })
})

describe('on paper', () => {
  it('every figure is painted and light, also in a dark lesson and where nobody scrolled', async () => {
    const [dark, light] = [await open('dark'), await open('light')]
    for (const page of [dark, light]) await page.emulateMedia({ media: 'print' })
    // What lies over cells moves against them where all is a little smaller: hatching, threads, numbers.
    const over = '.gf-hatch, .gf-heatmap ~ :not(.gf-heatmap), .gf-kv-lights { visibility: hidden }'
    for (const page of [dark, light]) await page.addStyleTag({ content: over })
    const printed = await cellColors(dark)
    expectSame(printed, await cellColors(light))
    await light.emulateMedia({ media: 'screen' })
    await painted(light)
    const points = await cellPoints(light)
    expectSame(printed, await colorsAt(site.browser, light, points))
    const shown = await dark.evaluate(() =>
      [...document.querySelectorAll('.gf-still ~ canvas')].filter((node) => node.checkVisibility()),
    )
    expect(shown).toEqual([])
    const pressed = '.gf-transport, .gf-controls, .gf-elsewhere button, summary, .gf-readout[data-empty]'
    const controls = dark.locator(pressed)
    expect(await controls.count()).toBeGreaterThan(12)
    expect(await controls.evaluateAll((all) => all.filter((node) => node.checkVisibility()).length)).toBe(0)
    const figures = await dark.locator('.gf-figure').evaluateAll((all) =>
      all.map((figure) => {
        const { breakInside, printColorAdjust } = getComputedStyle(figure)
        return { breakInside, printColorAdjust, fits: figure.getBoundingClientRect().height < 1000 }
      }),
    )
    expect(figures).toEqual(Array(6).fill({ breakInside: 'avoid', printColorAdjust: 'exact', fits: true }))
    await Promise.all([dark.close(), light.close()])
  })

  it('has the moment that the clock has come to, though it has just moved', async () => {
    const [page, other] = [await open('light'), await open('light')]
    for (const each of [page, other]) {
      await each.waitForTimeout(REST_MS)
      for (let i = 0; i < 9; i++) await each.getByRole('button', { name: 'Next step' }).click()
    }
    await other.waitForTimeout(REST_MS)
    const rested = await stills(other)
    await page.getByRole('button', { name: 'Previous step' }).click()
    await page.waitForTimeout(REST_MS)
    expect((await stills(page)) === rested).toBe(false)
    // In the page's very next task, so that no rest can have come between.
    const printed = await page.evaluate(async () => {
      ;(document.querySelector('[aria-label="Next step"]') as HTMLElement).click()
      await new Promise((done) => setTimeout(done))
      dispatchEvent(new Event('beforeprint'))
      return [...document.querySelectorAll('.gf-still')].map(({ innerHTML }) => innerHTML).join('\n')
    })
    expect(printed === rested).toBe(true)
    await Promise.all([page.close(), other.close()])
  })

  it('is told to stills by the browser when it prints', async () => {
    const page = await open('light')
    await page.getByRole('button', { name: 'Next step' }).click()
    await page.getByRole('button', { name: 'Play' }).click()
    await page.waitForTimeout(500)
    const before = await stills(page)
    await page.pdf({ printBackground: true })
    expect((await stills(page)) === before).toBe(false)
    await page.close()
  })
})
