/** The figure that the guide makes with the kit, in MDX: read without scripts, on the lesson's clock, selection and text. */
import assert from 'node:assert/strict'
import { settled } from '../../lib/lesson.mjs'

const path = '/own-figure'
const said = (value) => String(Number(value.toPrecision(4)))

async function saysTheNorm(figure, { norms, prompt }) {
  const caption = await figure.locator('.gf-now').innerText()
  const layer = norms.length - 1
  assert.match(caption, new RegExp(`^After layer ${layer}, the stream of`), caption)
  assert.ok(caption.includes(said(norms[layer])), `"${prompt}": the caption says "${caption}", not ${norms[layer]}`)
}

export async function check({ browser, served, expected, say }) {
  const norms = (page) => page.getByRole('figure', { name: 'Stream norms', exact: true })
  await browser.page(
    async (page) => {
      await page.goto(served.origin + path)
      await saysTheNorm(norms(page), expected.first)
    },
    { javaScriptEnabled: false },
  )
  await browser.page(async (page) => {
    await page.goto(served.origin + path)
    await settled(page, 2)
    await saysTheNorm(norms(page), expected.first)
    assert.equal(await norms(page).getByRole('group', { name: 'Playback' }).count(), 0, 'it has a transport of its own')

    const grid = norms(page).getByRole('grid')
    await grid.focus()
    for (const key of ['Home', 'PageUp', 'Enter']) await page.keyboard.press(key)
    const chip = page.locator('.gf-pipe-token[data-selected]')
    await chip.waitFor()
    assert.match(await norms(page).locator('.gf-readout').innerText(), /^After layer 0, the stream of/)
    await page.keyboard.press('Escape')

    await page.getByRole('textbox').first().fill(expected.typed.prompt)
    await page.waitForFunction(
      (text) => document.querySelector('[aria-labelledby] .gf-now') && document.body.innerText.includes(text),
      said(expected.typed.norms.at(-1)),
    )
    await saysTheNorm(norms(page), expected.typed)
  })
  say("the guide's figure says the run's lengths, without scripts, after typing, and lights with the others.")
}
