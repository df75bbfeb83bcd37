/**
 * Under a strict policy a page looks as it does without one: one that renders in the browser, and one that came from a server. That
 * one's HTML before any script has its bars and its cells; what else it lacks until then is said in docs/policies.mdx.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { settled } from '../../lib/lesson.mjs'
import { colouredPixels, readPng } from '../../lib/png.mjs'
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

/** Every figure of the server's HTML is painted. */
async function figuresArePainted(page) {
  for (const figure of await page.getByRole('figure').all()) {
    const coloured = colouredPixels(readPng(await figure.screenshot()))
    assert.ok(
      coloured > 300,
      `a figure has ${coloured} coloured pixels: ${await figure.locator('figcaption').innerText()}`,
    )
  }
}

export async function check({ browser, folder, pages, say }) {
  const strict = await serve(join(folder, 'pages/dist'), policy)
  const visit = (origin, name, act, options) =>
    browser.page(
      async (page) => {
        await page.goto(`${origin}/${name}.html`)
        return act(page)
      },
      { colorScheme: 'light', expects: origin === strict.origin ? expects : [], ...options },
    )
  const look = async (page) => {
    await settled(page)
    await barsAreTrue(page)
    return portraitOf(page, { pixels: true })
  }
  try {
    for (const name of ['plain', 'served']) {
      const [under, without] = [await visit(strict.origin, name, look), await visit(pages.origin, name, look)]
      mustBeAlike(under, without, `The page "${name}", under default-src 'self' against none`)
      say(`${name}: looks the same under the policy.`)
    }
    const read = async (page) => {
      await barsAreTrue(page)
      await figuresArePainted(page)
    }
    await visit(strict.origin, 'served', read, { javaScriptEnabled: false })
  } finally {
    await strict.close()
  }
}
