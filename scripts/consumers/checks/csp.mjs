/**
 * Under a strict policy a page looks as it does without one: one that renders in the browser, one that came from a server, and
 * that one's HTML before any script.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { figuresStand, hydrated } from '../../lib/lesson.mjs'
import { serve } from '../../lib/serve.mjs'
import { mustBeAlike, portraitOf } from '../portrait.mjs'

const policy = { 'content-security-policy': "default-src 'self'" }
/** The browser tells of everything that the policy stopped; what is drawn all the same is what counts. */
const expects = [/Content Security Policy/]

/** Every bar of a candidate is as wide as its probability says. */
async function barsAreTrue(page) {
  const rows = await page
    .getByRole('figure', { name: 'Token pipeline', exact: true })
    .getByRole('listitem')
    .evaluateAll((items) =>
      items
        .map((item) => {
          const bar = item.querySelector('.gf-pipe-bar')
          const part = bar?.firstElementChild?.getBoundingClientRect().width
          return (
            bar && {
              share: part / bar.getBoundingClientRect().width,
              said: Number(item.querySelector('b').textContent),
            }
          )
        })
        .filter(Boolean),
    )
  assert.ok(rows.length >= 3, `${rows.length} candidates have bars`)
  for (const { share, said } of rows) {
    assert.ok(Math.abs(share - said) < 0.02, `a bar takes ${(100 * share).toFixed(0)}% beside the number ${said}`)
  }
}

export async function check({ browser, folder, pages, say }) {
  const strict = await serve(join(folder, 'pages/dist'), policy)
  const look = (origin, name, scripts) =>
    browser.page(
      async (page) => {
        await page.goto(`${origin}/${name}.html`)
        await figuresStand(page, 5)
        if (scripts) await hydrated(page)
        await page.waitForTimeout(500)
        await barsAreTrue(page)
        return portraitOf(page, { pixels: true })
      },
      { colorScheme: 'light', javaScriptEnabled: scripts, expects: origin === strict.origin ? expects : [] },
    )
  try {
    const failures = []
    for (const [name, scripts] of [
      ['plain', true],
      ['served', true],
      ['served', false],
    ]) {
      const what = `The page "${name}"${scripts ? '' : ' without scripts'}, under default-src 'self' against none`
      try {
        mustBeAlike(await look(strict.origin, name, scripts), await look(pages.origin, name, scripts), what)
        say(`${name}${scripts ? '' : ', without scripts'}: looks the same under the policy.`)
      } catch (error) {
        failures.push(error.message.startsWith(what) ? error.message : `${what}: ${error.message}`)
      }
    }
    if (failures.length > 0) throw new Error(failures.join('\n'))
  } finally {
    await strict.close()
  }
}
