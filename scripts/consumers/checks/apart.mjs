/** Parts in islands of their own: a transport without a lesson says in place what is wrong, and a figure works alone. */
import assert from 'node:assert/strict'
import { playAdvances } from '../../lib/lesson.mjs'

export async function check({ browser, served }) {
  for (const javaScriptEnabled of [false, true]) {
    await browser.page(
      async (page) => {
        await page.goto(`${served.origin}/apart`)
        assert.ok(await page.getByText("The author's words.").isVisible())
        const figure = page.getByRole('figure', { name: 'Attention', exact: true })
        await figure.waitFor()
        assert.match(await figure.locator('figcaption').innerText(), /\d/)
        const said = page.getByText(/Transport\b.*\bLesson\b/s).last()
        await said.waitFor()
        if (!javaScriptEnabled) return
        await page.waitForTimeout(1000)
        assert.ok(await said.isVisible(), 'the message goes away')
        assert.ok(
          await figure.getByRole('group', { name: 'Playback' }).isVisible(),
          'the figure alone has no transport',
        )
        await playAdvances(figure.page())
      },
      { javaScriptEnabled },
    )
  }
}
