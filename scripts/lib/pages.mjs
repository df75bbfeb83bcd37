/** What is checked of the Storybook's pages: its front, and where links lead. */
import { figuresStand, inks, playAdvances } from './lesson.mjs'

const fail = (message) => {
  throw new Error(message)
}

/** The address of the page that the frame shows, as `path` says it. */
const shown = (page) => new URL(page.url()).searchParams.get('path')

/** Opens the Storybook at its own address, as a newcomer does, types into the lesson there, plays it, and follows a link. */
export async function frontPage(page, address) {
  await page.goto(address)
  const frame = await (await page.waitForSelector('#storybook-preview-iframe')).contentFrame()
  await figuresStand(frame, 2)
  await playAdvances(frame)
  await frame.getByRole('textbox', { name: 'Text' }).fill('Tom has a dog. The')
  const tokens = frame.getByRole('figure', { name: 'Token pipeline' })
  await tokens.getByRole('button', { name: 'dog' }).first().waitFor()
  const link = frame.getByRole('link', { name: 'write a lesson' })
  const href = await link.evaluate((node) => node.href)
  await link.click()
  await frame.getByRole('heading', { level: 1, name: 'Write a lesson' }).waitFor()
  if (new URL(page.url()).origin + new URL(page.url()).pathname !== address)
    fail(`A link of the front page led from ${address} to ${page.url()}.`)
  const path = shown(page)
  // In a tab of its own the same link opens the same page, frame and all.
  await page.goto(href)
  await page
    .frameLocator('#storybook-preview-iframe')
    .getByRole('heading', { level: 1, name: 'Write a lesson' })
    .waitFor()
  if (shown(page) !== path) fail(`A link led to ${path}, and in a tab of its own to ${page.url()}.`)
}

/** A figure's first story in a theme, as the build has made it: the numbers in its cells are in the theme's ink. */
export async function storyIn(page, address, theme) {
  await page.goto(`${address}iframe.html?id=figures-attentionhead--default&viewMode=story&globals=theme:${theme}`)
  await page.locator('.gf-ink:not([data-ink])').first().waitFor({ state: 'attached' })
  const found = (await inks(page)).join()
  if (found !== { dark: 'rgb(255, 255, 255)', light: 'rgb(0, 0, 0)' }[theme])
    fail(`Numbers in cells of the ${theme} theme are ${found}.`)
}

/** What the panel of a story offers to set each prop to: every choice, both ends of a range, a text and none. */
const offers = (argTypes) =>
  Object.entries(argTypes).flatMap(([name, { control, options }]) => {
    if (!control || control.disable) return []
    const values = { range: [control.min, control.max], text: ['Tom has a dog.', ''] }[control.type]
    return (values ?? options ?? [true, false]).map((value) => ({ [name]: value }))
  })

/** Sets every prop of each figure's first story in the panel, one after another. None may make the figure refuse. */
export async function editStories(page, address, entries) {
  let count = 0
  for (const { id } of entries.filter(({ id }) => /^figures-.*--default$/.test(id))) {
    await page.goto(`${address}iframe.html?id=${id}&viewMode=story`)
    await figuresStand(page, 1)
    const argTypes = await page.evaluate(() => window.__STORYBOOK_PREVIEW__.currentRender.story.argTypes)
    for (const updatedArgs of offers(argTypes)) {
      await page.evaluate((change) => window.__STORYBOOK_ADDONS_CHANNEL__.emit('updateStoryArgs', change), {
        storyId: id,
        updatedArgs,
      })
      await page.waitForTimeout(150)
      await figuresStand(page, 1).catch((error) =>
        fail(`${id} with ${JSON.stringify(updatedArgs)}, as its panel offers: ${error.message}`),
      )
      count += 1
    }
  }
  return count
}

/** Every page of docs, without the frame: its id, the ids in it that a link can name, and its links. */
export async function readPages(page, address, entries) {
  const pages = []
  for (const { id } of entries.filter(({ type }) => type === 'docs')) {
    await page.goto(`${address}iframe.html?id=${id}&viewMode=docs`)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    pages.push(
      await page.evaluate((id) => {
        const content = document.querySelector('#storybook-docs')
        const links = [...content.querySelectorAll('a[href]')].map((link) => link.href)
        return { id, anchors: [...content.querySelectorAll('[id]')].map((element) => element.id), links }
      }, id),
    )
  }
  return pages
}

/** Throws unless every link to this site leads to a page, a story, a heading or a file. Returns how many there are. */
export async function checkLinks(pages, address, entries) {
  const ids = new Set(entries.map(({ id }) => id))
  const anchors = new Map(pages.map((page) => [page.id, new Set(page.anchors)]))
  const wrong = []
  let checked = 0
  for (const { id, links } of pages) {
    for (const href of links) {
      const url = new URL(href)
      if (url.origin !== new URL(address).origin) continue
      checked += 1
      const complain = (why) => wrong.push(`The page ${id} links to ${href}: ${why}.`)
      const path = url.searchParams.get('path')
      const [, kind, named] = /^\/(docs|story)\/(.+)$/.exec(path ?? '') ?? []
      // A heading of the page itself is named from the page's own address.
      const target = named ?? (url.pathname.endsWith('/iframe.html') ? url.searchParams.get('id') : undefined)
      const heading = decodeURIComponent(url.hash.slice(1))
      if (!href.startsWith(address)) complain('it leaves the path that the site is served below')
      else if (path && (!kind || url.origin + url.pathname !== address)) complain('no page has this address')
      else if (target && !ids.has(target)) complain('there is no such page')
      else if (target && heading && anchors.has(target) && !anchors.get(target).has(heading))
        complain('the page has no such heading')
      else if (!target && !(await fetch(href)).ok) complain('there is no such file')
    }
  }
  if (wrong.length > 0) fail(wrong.join('\n'))
  return checked
}
