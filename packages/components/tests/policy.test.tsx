import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cellPoints, colorsAt, difference, type Rgb } from './pictures'
import { type ServedPages, servePages } from './servePage'

const STRICT = { 'content-security-policy': "default-src 'self'" }
const VIEWPORT = { width: 700, height: 6000 }

let strict: ServedPages
let free: ServedPages
beforeAll(async () => {
  strict = await servePages(STRICT)
  free = await servePages()
})
afterAll(() => Promise.all([strict.close(), free.close()]))

async function open(site: ServedPages, javaScriptEnabled = true): Promise<{ page: Page; reports: string[] }> {
  const page = await site.browser.newPage({ javaScriptEnabled, viewport: VIEWPORT })
  const reports: string[] = []
  page.on('console', (message) => message.type() === 'error' && reports.push(message.text()))
  page.on('pageerror', (error) => reports.push(String(error)))
  await page.goto(`${site.origin}/dark.html`)
  if (javaScriptEnabled)
    await page.waitForFunction(() => document.querySelectorAll('.gf-heatmap:not([data-painted])').length === 0)
  return { page, reports }
}

/** Every bar's length as it is laid out, beside the number that it stands for. */
function bars(page: Page) {
  return page.evaluate(() => {
    const width = (node: Element | null | undefined) => node?.getBoundingClientRect().width ?? Number.NaN
    const shareOf = (bar: Element) => width(bar) / width(bar.parentElement)
    const probabilities = [...document.querySelectorAll('.gf-pipe-bar rect')].map((bar) => ({
      share: shareOf(bar),
      says: bar.closest('li')?.querySelector('b')?.textContent ?? '',
    }))
    const work = [...document.querySelectorAll('.gf-cmp-bars')].map((side) => ({
      shares: [...side.querySelectorAll('.gf-cmp-bar rect')].map(shareOf),
      says: [...side.querySelectorAll('dd')].map(({ textContent }) => textContent ?? ''),
    }))
    return { probabilities, work }
  })
}

function expectTrue({ probabilities, work }: Awaited<ReturnType<typeof bars>>): void {
  expect(probabilities.length).toBeGreaterThan(3)
  for (const { share, says } of probabilities) expect(Math.abs(share - Number(says))).toBeLessThan(0.0101)
  expect(work.length).toBe(4)
  for (const { shares, says } of work) {
    const macs = says.map((text) => Number.parseFloat(text) * (text.endsWith('k') ? 1000 : 1))
    const [longest, most] = [Math.max(...shares), Math.max(...macs)]
    expect(longest).toBeGreaterThan(0.02)
    expect(longest).toBeLessThan(0.9)
    for (const [i, share] of shares.entries())
      expect(Math.abs(share - ((macs[i] as number) / most) * longest)).toBeLessThan(0.002)
  }
}

/** Where things stand that are placed by their style. */
const places = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.gf-lesson [style]')].map((node) => {
      const { x, y, width, height } = node.getBoundingClientRect()
      return [x, y, width, height].map((value) => Math.round(value * 2) / 2)
    }),
  )

describe("under default-src 'self'", () => {
  it('a page is what it is without a policy, and only styles in HTML are reported', async () => {
    const [{ page, reports }, plain] = [await open(strict), await open(free)]
    expectTrue(await bars(page))
    expect(await places(page)).toEqual(await places(plain.page))
    const points = await cellPoints(page)
    const [ours, theirs] = [
      await colorsAt(strict.browser, page, points),
      await colorsAt(free.browser, plain.page, points),
    ]
    expect(new Set(ours.map(String)).size).toBeGreaterThan(30)
    // Without WebAssembly the last digit of a number may differ, and with it a level of a cell.
    expect(Math.max(...ours.map((color, i) => difference(color, theirs[i] as Rgb)))).toBeLessThan(2.5)
    expect(plain.reports).toEqual([])
    const others = reports.filter((report) => !report.includes('inline style'))
    expect(others).toEqual([])
    expect(reports.length).toBeGreaterThan(0)
    await Promise.all([page.close(), plain.page.close()])
  })

  it('bars agree with their numbers before any script runs, and heatmaps have their colours', async () => {
    const [{ page }, { page: running }] = [await open(strict, false), await open(strict)]
    expectTrue(await bars(page))
    const stills = (of: Page) => of.locator('.gf-still').evaluateAll((all) => all.map(({ innerHTML }) => innerHTML))
    const [before, after] = [await stills(page), await stills(running)]
    expect(before.length).toBe(after.length)
    expect(before.filter((html) => html.includes('<path')).length).toBeGreaterThan(6)
    const fills = await page
      .locator('.gf-still path')
      .evaluateAll((paths) => paths.map((path) => getComputedStyle(path).fill))
    expect(fills.filter((fill) => /^(rgb|lab)/.test(fill)).length).toBeGreaterThan(100)
    const colors = await colorsAt(strict.browser, page, await cellPoints(page))
    expect(new Set(colors.map(String)).size).toBeGreaterThan(20)
    await Promise.all([page.close(), running.close()])
  })

  it('nothing that it would block is sent', async () => {
    const html = await (await fetch(`${strict.origin}/dark.html`)).text()
    const css = await (await fetch(`${strict.origin}/page.css`)).text()
    expect(html).not.toMatch(/data:|<style|javascript:|\son\w+=/)
    expect(css).not.toMatch(/data:|@import/)
  })
})
