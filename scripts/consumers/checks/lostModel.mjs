/** The model's file does not arrive: prose and what came from the server stay, the reader is told, and a button tries again. */
import assert from 'node:assert/strict'
import { modelRoute } from '../model.mjs'
import { lessonOf } from '../sites.mjs'
import { typeAndCompare } from './numbers.mjs'

/** What browsers and bundlers say when a file is missing, which is nothing for readers. */
const jargon = /dynamically imported|chunk|module|ERR_|TypeError|undefined|\.js\b/i

export async function check({ browser, served, pages, folder, site, expected }) {
  const { origin, output, path, prose } = lessonOf({ site, served, pages })
  await browser.page(
    async (page) => {
      const isModel = modelRoute(folder, output)
      await page.route(isModel, (route) => route.abort())
      await page.goto(origin + path)
      const button = page.getByRole('button', { name: /try again/i }).first()
      await button.waitFor()
      for (const words of prose) assert.ok(await page.getByText(words).first().isVisible(), `"${words}" went away`)
      const alert = page.getByRole('alert').filter({ hasText: /\S/ }).first()
      const said = await alert.innerText()
      assert.doesNotMatch(said, jargon, `the reader is told: "${said}"`)
      if (site.onServer) {
        const captions = await page.getByRole('figure').locator('figcaption').allInnerTexts()
        assert.ok(captions.length >= 5, `${captions.length} of the server's figures stay`)
        for (const caption of captions) assert.match(caption, /\d/, `a figure of the server says "${caption}" now`)
      }
      await button.click()
      // The try in vain ends before the file can be had: one that is still under way would find it.
      const enabled = page.getByRole('button', { name: /try again/i, disabled: false }).first()
      await enabled.waitFor()
      assert.ok(await button.isVisible(), 'trying again in vain leaves no button to try with')
      await page.unroute(isModel)
      await button.click()
      await alert.waitFor({ state: 'hidden' })
      await typeAndCompare(page, expected.typed)
    },
    { expects: [/Failed to load resource/, /ChunkLoadError|Failed to fetch dynamically imported module/] },
  )
}
