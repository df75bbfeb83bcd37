/** On paper every figure is painted, also those that were never scrolled to; light, whole, and without what can only be pressed. */
import assert from 'node:assert/strict'
import { settled } from '../../lib/lesson.mjs'
import { differingShare, lightness } from '../../lib/png.mjs'
import { printed } from '../paper.mjs'
import { lessonOf } from '../sites.mjs'

const names = ['Token pipeline', 'Attention', 'KV cache', 'Work with and without a cache', 'Backpropagation']

/** Of a figure on paper, at 144 dots an inch; the words and legend alone of the one with least colour have under 2,000. */
const LEAST_COLOURED = 5000
/** Of a sheet, what may differ between a page that was scrolled through and one that was not. */
const SAME_SHARE = 0.002

/** In print nothing is left that can only be pressed or moved. */
async function holdControls(page) {
  for (const role of ['combobox', 'radio', 'spinbutton']) {
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
    const [pdf, seen] = await browser.page(
      async (page) => {
        await page.goto(origin + path)
        await settled(page)
        const print = () => page.pdf({ format: 'A4', printBackground: true })
        const pdf = await print()
        // Once is enough: the other theme prints the same sheets.
        if (colorScheme === 'dark') return [pdf]
        for (const figure of await page.getByRole('figure').all()) {
          await figure.scrollIntoViewIfNeeded()
          await page.waitForTimeout(300)
        }
        const seen = await print()
        await page.emulateMedia({ media: 'print' })
        await holdControls(page)
        return [pdf, seen]
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
    if (seen) {
      const { sheets: seenSheets } = await printed(browser, folder, seen, names)
      assert.equal(sheets.length, seenSheets.length, 'sheets of paper, before and after the page was scrolled through')
      sheets.forEach((sheet, index) => {
        const share = differingShare(sheet, seenSheets[index])
        const said = `sheet ${index + 1}: ${(100 * share).toFixed(1)}% differ once the page was scrolled through`
        assert.ok(share < SAME_SHARE, said)
      })
    }
    for (const sheet of sheets) assert.ok(lightness(sheet) > 0.7, `paper is dark on a ${colorScheme} system`)
    say(`${colorScheme}: ${names.map((name) => `${name} ${figures[name]}`).join(', ')} coloured pixels on paper.`)
  }
}
