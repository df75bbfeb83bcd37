/**
 * A page of MDX with every part that an author has: read without scripts, answered, typed over while it plays. What it says in
 * prose is what the core computes.
 */
import assert from 'node:assert/strict'
import { hydrated, sameNumber, settled } from '../../lib/lesson.mjs'

const path = '/all-parts'

/** A token as the page shows it. */
const shown = (text) => text.replaceAll(' ', '·')

/** What the first paragraph must say of a run. */
function factsOf({ promptLength, tokens, steps, layers }) {
  const { shape, data } = layers[1].pattern
  const n = shape[1]
  const last = promptLength - 1
  const row = data.slice(last * n, last * n + promptLength)
  const most = row.indexOf(Math.max(...row))
  const { sampled } = steps[0]
  return {
    words: [String(promptLength), shown(sampled.text), null, shown(tokens[last]), shown(tokens[most]), null],
    numbers: [sampled.prob, row[most]],
  }
}

/** The values of a paragraph: tokens without the position that tells them apart, and of numbers that open all their digits. */
const valuesOf = (page) =>
  page
    .locator('p', { hasText: 'What comes next is' })
    .locator('.gf-value')
    .evaluateAll((nodes) =>
      nodes.map((node) => {
        // "0.22: what it is", or ">0.99 (0.9962): what it is".
        const [number] = node.title.split(':')
        return {
          text: node.textContent.replace(/[₀-₉]+$/, ''),
          exact: node.matches('button') ? (/\(([^)]*)\)/.exec(number)?.[1] ?? number) : null,
        }
      }),
    )

async function saysWhatTheCoreSays(page, expected) {
  const { words, numbers } = factsOf(expected)
  const values = await valuesOf(page)
  assert.deepEqual(
    values.map(({ text, exact }) => (exact === null ? text : null)),
    words,
  )
  const opening = values.flatMap(({ exact }) => exact ?? [])
  for (const [i, number] of numbers.entries()) sameNumber(`Number ${i} of the paragraph`, opening[i], number)
}

/** Tries until it holds: what the page shows may be a moment behind what was typed. */
async function eventually(page, act) {
  for (const until = performance.now() + 20_000; ; await page.waitForTimeout(200)) {
    try {
      return await act()
    } catch (error) {
      if (performance.now() > until) throw error
    }
  }
}

async function predicts(page, { layers, promptLength }) {
  const bytes = layers.reduce((sum, { k }) => sum + 2 * 4 * promptLength * k.shape[1] * k.shape[2], 0)
  const question = page.getByRole('group').filter({ hasText: 'How many bytes do the keys and values' }).last()
  await question.getByRole('textbox').fill(String(4 * bytes))
  await question.getByRole('button', { name: 'Answer' }).click()
  const said = question.getByRole('status')
  await said.getByText(bytes.toLocaleString('en-US')).first().waitFor()
}

async function checks(page) {
  const question = page.getByRole('group').filter({ hasText: 'Which token does the model think likeliest' }).last()
  await question.getByRole('radio', { name: 'the third' }).check()
  await question.getByRole('button', { name: 'Check' }).click()
  await page.locator('.gf-check[data-state="wrong"], [data-state="wrong"]').first().waitFor()
  await question.getByRole('radio', { name: 'the likeliest' }).check()
  await question.getByRole('button', { name: 'Check' }).click()
  await question
    .locator('xpath=self::*[@data-state="right"]|.//*[@data-state="right"]|ancestor::*[@data-state="right"]')
    .first()
    .waitFor()
}

/** The address of what is on screen, once all has come to rest, opened in another tab: the same text, moment and choice. */
async function opensElsewhere(page, expected) {
  const transport = (tab) => tab.getByRole('group', { name: 'Playback' }).first()
  await transport(page).getByRole('button', { name: 'Pause' }).click()
  await page.getByText('this one', { exact: true }).click()
  await eventually(page, () => assert.match(page.url(), /gf\.cache=1;.*on:p/))
  const standsAt = (tab) => transport(tab).getByRole('slider').getAttribute('aria-valuenow')
  const kept = (tab) => tab.locator('[aria-pressed="true"]', { hasText: 'this one' }).count()
  const before = [await standsAt(page), await kept(page)]
  assert.equal(before[1], 1, 'what was pressed is not kept')
  const tab = await page.context().newPage()
  await tab.goto(page.url())
  await eventually(tab, async () => {
    await saysWhatTheCoreSays(tab, expected)
    assert.deepEqual([await standsAt(tab), await kept(tab)], before)
  })
  await tab.close()
}

export async function check({ browser, served, expected, say }) {
  await browser.page(
    async (page) => {
      await page.goto(served.origin + path)
      await saysWhatTheCoreSays(page, expected.first)
      for (const words of ['All tokens go through the layers together.', 'How many bytes', 'Written and read'])
        assert.ok((await page.getByText(words).count()) > 0, `"${words}" is not in the page of the server`)
    },
    { javaScriptEnabled: false },
  )
  await browser.page(async (page) => {
    await page.goto(served.origin + path)
    await settled(page, 4)
    await saysWhatTheCoreSays(page, expected.first)
    await predicts(page, expected.first)
    await checks(page)
    await hydrated(page)
    await page.getByRole('group', { name: 'Playback' }).first().getByRole('button', { name: 'Play' }).click()
    await page.getByRole('textbox', { name: 'Text' }).first().fill(expected.typed.prompt)
    await eventually(page, () => saysWhatTheCoreSays(page, expected.typed))
    await opensElsewhere(page, expected.typed)
  })
  say(
    'its prose says what the core computes, without scripts and after typing in mid-play; it asks, and answers from the run; its link opens the same in another tab.',
  )
}
