/** On paper every figure is painted, also those that were never scrolled to; light, whole, and without what can only be pressed. */
import assert from 'node:assert/strict'
import { figuresStand } from '../../lib/lesson.mjs'
import { lightness } from '../../lib/png.mjs'
import { printed } from '../paper.mjs'
import { lessonOf } from '../sites.mjs'

const names = ['Token pipeline', 'Attention', 'KV cache', 'Work with and without a cache', 'Backpropagation']

/** Of a figure on paper, at 144 dots an inch; the words of one that is not painted have a few hundred. */
const LEAST_COLOURED = 1500

/** In print nothing is left that can only be pressed or moved. */
async function holdControls(page) {
  for (const role of ['slider', 'combobox', 'radio', 'spinbutton']) {
    for (const control of await page.getByRole(role).all()) {
      assert.ok(!(await control.isVisible()), `a ${role} is on paper: ${await control.getAttribute('aria-label')}`)
    }
  }
  const transport = page.getByRole('group', { name: 'Playback' }).first()
  assert.ok(!(await transport.isVisible()), 'the transport is on paper')
  for (const figure of await page.getByRole('figure').all()) {
    const broken = await figure.evaluate((element) => getComputedStyle(element).breakInside)
    assert.equal(broken, 'avoid', 'a figure may be broken across pages')
  }
}

export async function check({ browser, served, pages, folder, site, say }) {
  const { origin, path } = lessonOf({ site, served, pages })
  for (const colorScheme of ['light', 'dark']) {
    const pdf = await browser.page(
      async (page) => {
        await page.goto(origin + path)
        await figuresStand(page, 5)
        await page.waitForTimeout(1000)
        const pdf = await page.pdf({ format: 'A4', printBackground: true })
        await page.emulateMedia({ media: 'print' })
        await holdControls(page)
        return pdf
      },
      { colorScheme },
    )
    const { figures, sheets } = await printed(browser, folder, pdf, names)
    for (const name of names) {
      const coloured = figures[name]
      assert.ok(coloured !== undefined, `"${name}" is not on paper`)
      assert.ok(
        coloured > LEAST_COLOURED,
        `on paper, "${name}" has ${coloured} coloured pixels, as if it were not painted`,
      )
    }
    for (const sheet of sheets) assert.ok(lightness(sheet) > 0.7, `paper is dark on a ${colorScheme} system`)
    say(`${colorScheme}: ${names.map((name) => `${name} ${figures[name]}`).join(', ')} coloured pixels on paper.`)
  }
}
