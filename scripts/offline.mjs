/** Opens the built Storybook's lesson with every way out of the machine cut, and plays it. */
import { existsSync } from 'node:fs'
import { withPage } from './lib/browser.mjs'
import { figuresStand, playAdvances } from './lib/lesson.mjs'
import { root } from './lib/root.mjs'
import { serve } from './lib/serve.mjs'

const folder = `${root}/storybook-static`
if (!existsSync(`${folder}/index.json`)) {
  throw new Error('The Storybook is not built. Run `npm run build-storybook` first.')
}
const site = await serve(folder)
try {
  await withPage(async (page) => {
    await page.goto(`${site.origin}/iframe.html?id=lessons-one-run-five-figures--one-run&viewMode=story`)
    await figuresStand(page, 5)
    await playAdvances(page)
  })
  console.log('The lesson stands and plays with the network off.')
} finally {
  await site.close()
}
