/** Figures follow the host's theme, painted parts too and at once: its switch, its class, its `color-scheme`; then the system. */
import assert from 'node:assert/strict'
import { inks, settled } from '../../lib/lesson.mjs'
import { colouredPixels, differingShare, lightness, readPng } from '../../lib/png.mjs'

/** A figure's picture by itself, where most of what is seen is painted. */
const shot = async (page, name) =>
  readPng(await page.getByRole('figure', { name, exact: true }).first().locator('.gf-picture').first().screenshot())

const painted = ['Token pipeline', 'Attention', 'KV cache', 'Backpropagation']

/** Throws unless every figure is on dark, or on light, ground: its background and what is painted in it. */
async function figuresAre(page, theme, how) {
  await page.waitForTimeout(500)
  for (const ink of await inks(page))
    assert.equal(ink, theme === 'dark' ? 'rgb(255, 255, 255)' : 'rgb(0, 0, 0)', `${how}: numbers in cells`)
  for (const name of painted) {
    const picture = await shot(page, name)
    const coloured = colouredPixels(picture)
    assert.ok(coloured > 300, `${how}: "${name}" has ${coloured} coloured pixels, as if it had no theme`)
    const light = lightness(picture)
    assert.ok(
      theme === 'dark' ? light < 0.4 : light > 0.6,
      `${how}: "${name}" has a lightness of ${light.toFixed(2)} and is not ${theme}`,
    )
  }
}

async function onDocusaurus({ browser, served, site }) {
  for (const colorScheme of ['light', 'dark']) {
    await browser.page(
      async (page) => {
        await page.goto(served.origin + site.page)
        await settled(page)
        const how = `a light site on a ${colorScheme} system`
        assert.ok(lightness(readPng(await page.screenshot())) > 0.6, `${how}: the page is dark`)
        await figuresAre(page, 'light', how)
        const before = await shot(page, 'Attention')
        await page.getByRole('button', { name: /Switch between dark and light mode/ }).click()
        await figuresAre(page, 'dark', 'after the switch')
        await page.getByRole('button', { name: /Switch between dark and light mode/ }).click()
        await figuresAre(page, 'light', 'after switching back')
        const share = differingShare(before, await shot(page, 'Attention'))
        assert.ok(share < 0.01, `after switching there and back, ${(100 * share).toFixed(1)}% of a picture is another`)
      },
      { colorScheme },
    )
  }
}

const switches = {
  'data-theme="dark"': (root) => root.setAttribute('data-theme', 'dark'),
  'class="dark"': (root) => root.classList.add('dark'),
  'color-scheme: dark': (root) => root.style.setProperty('color-scheme', 'dark'),
}

async function onPlainPages({ browser, pages }) {
  for (const [how, act] of Object.entries(switches)) {
    await browser.page(
      async (page) => {
        await page.goto(`${pages.origin}/plain.html`)
        await settled(page)
        await figuresAre(page, 'light', 'on a light system')
        await page.evaluate(`(${act})(document.documentElement)`)
        await figuresAre(page, 'dark', how)
      },
      { colorScheme: 'light' },
    )
  }
  await browser.page(
    async (page) => {
      await page.goto(`${pages.origin}/plain.html`)
      await settled(page)
      await figuresAre(page, 'dark', 'on a dark system, where the page says nothing')
      await page.emulateMedia({ colorScheme: 'light' })
      await figuresAre(page, 'light', 'after the system has turned light')
    },
    { colorScheme: 'dark' },
  )
}

export async function check(context) {
  await (context.site.name === 'docusaurus' ? onDocusaurus(context) : onPlainPages(context))
}
