/** Takes the README's picture: the composed lesson of the built Storybook, at the end of its generation. */
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
  // The end of the generation, where every figure is full.
  await page.getByRole('button', { name: 'Learn' }).click()
  await page.evaluate(() => document.activeElement?.blur())
  await page.mouse.move(0, 0)
  await page.waitForTimeout(1500)
  mkdirSync(`${root}/docs/images`, { recursive: true })
  await page.screenshot({ path: `${root}/docs/images/lesson.png` })
} finally {
  await browser.close()
  await served.close()
}
