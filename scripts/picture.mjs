/** Takes the README's picture: the composed lesson of the built Storybook, in the middle of reading its cache. */
import { mkdirSync } from 'node:fs'
import { chromium } from 'playwright'
import { chromiumFlags, ensureChromium } from './chromium.mjs'
import { root } from './lib/root.mjs'
import { serve } from './lib/serve.mjs'

const STORY = 'lessons-one-run-five-figures--one-run'

const served = await serve(`${root}/storybook-static`)
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumFlags })
try {
  const page = await browser.newPage({ viewport: { width: 1104, height: 1500 }, colorScheme: 'dark' })
  await page.goto(`${served.origin}/iframe.html?id=${STORY}&viewMode=story&globals=theme:dark`)
  const next = page.getByRole('button', { name: 'Next step' })
  await next.waitFor()
  // Into the first new token's last layer, where it reads the cache.
  while (!/layer \d: score/i.test(await page.locator('.gf-narration').textContent())) await next.click()
  await page.evaluate(() => document.activeElement?.blur())
  await page.getByRole('figure', { name: 'Attention' }).scrollIntoViewIfNeeded()
  await page.waitForTimeout(500)
  mkdirSync(`${root}/docs/images`, { recursive: true })
  await page.evaluate(() => window.scrollTo(0, 0))
  await page.waitForTimeout(300)
  await page.screenshot({ path: `${root}/docs/images/lesson.png` })
} finally {
  await browser.close()
  await served.close()
}
