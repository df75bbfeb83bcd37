/** Questions in MDX: read without scripts, answered by the run, and by another run when the reader has typed another text. */
import assert from 'node:assert/strict'
import { settled } from '../../lib/lesson.mjs'

const path = '/questions'
const visible = (text) => text.replaceAll(' ', '·')
const asked = (page, n) => page.locator('.gf-ask').nth(n)
const said = (question) => question.getByRole('status').innerText()
const words = (text) => text.replace(/\s+/g, ' ')

/** A chip may have its position behind the token. */
async function pick(question, token) {
  const words = visible(token).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const chip = question.page().locator('.gf-chip', { hasText: new RegExp(`^${words}\\d*$`) })
  await question.locator('label', { has: chip }).first().click()
}

/** The text of the key that a head reads most from the last token of the prompt. */
function mostRead({ layers, promptLength }, layer, head) {
  const { data, shape } = layers[layer].pattern
  const n = shape[1]
  const row = data.slice((head * n + promptLength - 1) * n, (head * n + promptLength - 1) * n + promptLength)
  return row.indexOf(Math.max(...row))
}

async function answersAsTheRun(page, run) {
  const [next, key, check] = [asked(page, 0), asked(page, 1), asked(page, 2)]
  const { candidates, sampled } = run.steps[0]
  const other = candidates.find(({ id }) => id !== sampled.id)
  await pick(next, other.text)
  await next.getByRole('button', { name: 'Answer' }).click()
  assert.equal(await next.getAttribute('data-state'), 'wrong', `"${run.prompt}": another token is no right answer`)
  const text = words(await said(next))
  for (const { text: token } of [other, sampled])
    assert.ok(text.includes(visible(token)), `"${run.prompt}": "${text}" does not say ${visible(token)}`)

  const most = mostRead(run, 1, 0)
  await key.getByRole('radio').nth(most).click()
  await key.getByRole('button', { name: 'Answer' }).click()
  assert.equal(await key.getAttribute('data-state'), 'right', `"${run.prompt}": position ${most} is read most`)

  const half = sampled.prob > 0.5 ? 0 : 1
  await check.getByRole('radio').nth(half).click()
  await check.getByRole('button', { name: 'Check' }).click()
  assert.equal(await check.getAttribute('data-state'), 'right', `"${run.prompt}": its first choice has ${sampled.prob}`)
  return other
}

export async function check({ browser, served, expected, say }) {
  await browser.page(
    async (page) => {
      await page.goto(served.origin + path)
      assert.equal(await asked(page, 0).getByRole('radio').count(), 4)
      assert.equal(await page.locator('.gf-ask [data-right]').count(), 0, 'the answer is told without being asked')
      await page.getByRole('button', { name: 'query' }).click()
      await page.getByText('what a token looks for').first().waitFor()
      assert.deepEqual(await page.locator('.gf-glossary dt').allTextContents(), ['token', 'query', 'key'])
    },
    { javaScriptEnabled: false },
  )
  await browser.page(async (page) => {
    await page.goto(served.origin + path)
    await settled(page, 1)
    const other = await answersAsTheRun(page, expected.first)

    await page.getByRole('textbox', { name: 'Text' }).fill(expected.typed.prompt)
    await asked(page, 0).getByText('asked anew').waitFor()
    const before = words(await asked(page, 0).locator('.gf-ask-before').innerText())
    assert.ok(before.includes(expected.first.prompt) && before.includes(visible(other.text)), before)
    await answersAsTheRun(page, expected.typed)

    await page.getByRole('button', { name: 'key', exact: true }).click()
    await page.getByRole('link', { name: 'In the glossary' }).click()
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'words-key')
    await page.getByRole('link', { name: 'Where key is used first' }).click()
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'key')
  })
  say('the answers are those of the run, before and after typing; words open without scripts.')
}
