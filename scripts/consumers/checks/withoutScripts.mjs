/** What a reader without scripts sees of a site that renders on a server: the author's prose, and five figures with their values. */
import assert from 'node:assert/strict'
import { colouredPixels, readPng } from '../../lib/png.mjs'

const FIGURES = ['Token pipeline', 'Attention', 'KV cache', 'Work with and without a cache', 'Backpropagation']

/** React hides what it streams late in these, for a script to move; without scripts it stays hidden. */
const streamedLate = 'template[id^="B:"], template[id^="P:"], [hidden][id^="S:"]'

export async function check({ browser, served, site, expected, say }) {
  await browser.page(
    async (page) => {
      await page.goto(served.origin + site.page)
      assert.equal(await page.locator(streamedLate).count(), 0, 'content waits for a script to show it')
      for (const words of site.prose) {
        assert.ok(await page.getByText(words).first().isVisible(), `the author's "${words}" is not visible`)
      }
      const figures = page.getByRole('figure')
      const count = await figures.count()
      assert.ok(count >= FIGURES.length, `${count} figures are visible, not ${FIGURES.length}`)
      for (const name of FIGURES) {
        const figure = page.getByRole('figure', { name, exact: true }).first()
        assert.ok(await figure.isVisible(), `the figure "${name}" is not visible`)
        const caption = await figure.locator('figcaption').innerText()
        assert.doesNotMatch(caption, /loading/i, `the figure "${name}" says "${caption}"`)
        const coloured = colouredPixels(readPng(await figure.screenshot()))
        assert.ok(coloured > 300, `the figure "${name}" has ${coloured} coloured pixels, as if it were not painted`)
        assert.match(caption, /\d/, `the caption of "${name}" holds no value: "${caption}"`)
      }
      const { text, prob } = expected.first.steps[0].sampled
      const said = await page.getByRole('figure', { name: 'Token pipeline', exact: true }).first().innerText()
      assert.ok(said.includes(text.trim()), `the pipeline does not say the most probable token, "${text}"`)
      assert.ok(said.includes(prob.toFixed(2)), `the pipeline does not say its probability, ${prob.toFixed(2)}`)
      assert.doesNotMatch(await page.locator('body').innerText(), /NaN|undefined|\[object Object\]/)
    },
    { javaScriptEnabled: false },
  )
  say(`prose and ${FIGURES.length} figures are read without scripts.`)
}
