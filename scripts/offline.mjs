/**
 * Opens the built Storybook with every way out of the machine cut, below a path, as static pages are served: the front page
 * in its frame, a story, and every page of docs, whose links must all lead somewhere.
 */
import { existsSync, readFileSync } from 'node:fs'
import { withPage } from './lib/browser.mjs'
import { figuresStand, playAdvances } from './lib/lesson.mjs'
import { checkLinks, editStories, frontPage, readPages, storyIn } from './lib/pages.mjs'
import { root } from './lib/root.mjs'
import { serve } from './lib/serve.mjs'

const folder = `${root}/storybook-static`
if (!existsSync(`${folder}/index.json`)) {
  throw new Error('The Storybook is not built. Run `npm run build-storybook` first.')
}
const entries = Object.values(JSON.parse(readFileSync(`${folder}/index.json`, 'utf8')).entries)
const site = await serve(folder, {}, '/glassformer')
const address = `${site.origin}/glassformer/`
try {
  await withPage((page) => frontPage(page, address))
  console.log('The front page opens on a lesson that can be typed into, and its links stay below its path.')
  for (const theme of ['dark', 'light']) await withPage((page) => storyIn(page, address, theme))
  console.log('Numbers in cells are read in both themes.')
  await withPage(async (page) => {
    await page.goto(`${address}iframe.html?id=lessons-one-run-five-figures--one-run&viewMode=story`)
    await figuresStand(page, 5)
    await playAdvances(page)
  })
  console.log('The lesson stands and plays with the network off.')
  const edits = await withPage((page) => editStories(page, address, entries))
  console.log(`${edits} changes of props in the panels of stories, and no figure refused one.`)
  const pages = await withPage((page) => readPages(page, address, entries))
  const checked = await checkLinks(pages, address, entries)
  console.log(`${pages.length} pages of docs, and each of their ${checked} links leads somewhere.`)
} finally {
  await site.close()
}
