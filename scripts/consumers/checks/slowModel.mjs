/** While the text model is on its way the author's prose is there, and nothing moves when it arrives. */
import assert from 'node:assert/strict'
import { figuresStand, hydrated } from '../../lib/lesson.mjs'
import { modelRoute } from '../model.mjs'
import { lessonOf } from '../sites.mjs'

const LIMIT = 0.05
const DELAY_MS = 2000

/** Runs in the page from its start: adds up what the browser calls layout shift. */
function observeShift() {
  window.shift = { score: 0, moved: [] }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      window.shift.score += entry.value
      for (const { node, previousRect, currentRect } of entry.sources) {
        const element = node?.nodeType === 1 ? node : node?.parentElement
        const said = `${element?.localName}.${element?.className} from ${previousRect.y} to ${currentRect.y}`
        window.shift.moved.push(`${entry.value.toFixed(3)}: ${said}`)
      }
    }
  }).observe({ type: 'layout-shift', buffered: true })
}

export async function check({ browser, served, pages, folder, site, say }) {
  const { origin, output, path, prose } = lessonOf({ site, served, pages })
  for (const width of [1280, 390]) {
    await browser.page(
      async (page) => {
        let arrive
        const onItsWay = new Promise((resolve) => {
          arrive = resolve
        })
        let asked = false
        await page.route(modelRoute(folder, output), async (route) => {
          asked = true
          await onItsWay
          await route.continue()
        })
        await page.addInitScript(observeShift)
        await page.goto(origin + path, { waitUntil: 'commit' })
        for (const words of prose) await page.getByText(words).first().waitFor()
        await page.waitForTimeout(DELAY_MS)
        assert.ok(asked, 'the page has not asked for the model, so nothing is late')
        arrive()
        await figuresStand(page, 5)
        await hydrated(page)
        await page.waitForTimeout(1000)
        const { score, moved } = await page.evaluate(() => window.shift)
        say(`at ${width} px: a layout shift of ${score.toFixed(3)} with the model ${DELAY_MS / 1000} s late.`)
        assert.ok(
          score < LIMIT,
          `at ${width} px, a layout shift of ${score.toFixed(3)}, over ${LIMIT}:\n  ${moved.slice(0, 6).join('\n  ')}`,
        )
      },
      { viewport: { width, height: 900 } },
    )
  }
}
