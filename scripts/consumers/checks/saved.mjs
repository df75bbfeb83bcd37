/** A page that was saved as it stood, and is opened where no script runs: every figure is painted, also those never scrolled to. */
import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { settled } from '../../lib/lesson.mjs'
import { colouredPixels, readPng } from '../../lib/png.mjs'
import { lessonOf } from '../sites.mjs'

const names = ['Token pipeline', 'Attention', 'KV cache', 'Work with and without a cache', 'Backpropagation']
/** A figure in a saved page has at least so much of the colour that it has on screen. */
const KEPT = 0.6

async function coloursOf(page) {
  const colours = {}
  for (const name of names) {
    const figure = page.getByRole('figure', { name, exact: true }).first()
    const picture = figure.locator('.gf-picture').first()
    await picture.scrollIntoViewIfNeeded()
    await page.waitForTimeout(200)
    colours[name] = colouredPixels(readPng(await picture.screenshot()))
  }
  return colours
}

export async function check({ browser, served, pages, folder, site, say }) {
  const { origin, output, path } = lessonOf({ site, served, pages })
  const [html, live] = await browser.page(async (page) => {
    await page.goto(origin + path)
    await settled(page)
    const html = await page.evaluate(() => `<!doctype html>${document.documentElement.outerHTML}`)
    return [html, await coloursOf(page)]
  })
  const file = join(folder, output, 'saved.html')
  writeFileSync(file, html)
  try {
    const saved = await browser.page(
      async (page) => {
        await page.goto(`${origin}/saved.html`)
        return coloursOf(page)
      },
      { javaScriptEnabled: false },
    )
    for (const name of names) {
      const [is, was] = [saved[name], live[name]]
      assert.ok(was > 300, `on screen, "${name}" has ${was} coloured pixels, too few to compare`)
      assert.ok(is > KEPT * was, `saved, "${name}" has ${is} coloured pixels of the ${was} that it has on screen`)
    }
    say(`${names.map((name) => `${name} ${saved[name]} of ${live[name]}`).join(', ')} coloured pixels.`)
  } finally {
    rmSync(file)
  }
}
