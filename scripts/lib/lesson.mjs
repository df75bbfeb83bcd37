/** What the checks from outside do with a lesson on a page, by role and accessible name alone. */

const fail = (message) => {
  throw new Error(message)
}

/** Waits until as many figures stand on the page, none of them in trouble. */
export async function figuresStand(page, count) {
  const figures = page.getByRole('figure')
  await figures.nth(count - 1).waitFor()
  // Next announces its routes in an alert that is empty otherwise.
  const problems = (await page.getByRole('alert').allTextContents()).filter(Boolean)
  if (problems.length > 0) fail(`The lesson says: ${problems.join(' ')}`)
}

/**
 * Waits until React answers in a page that came from a server; what is typed before is lost on any such page. The field is looked for
 * again each time: the server's may be replaced.
 */
export async function hydrated(page) {
  const field = page.getByRole('textbox', { name: 'Text' }).first()
  const answers = () => field.evaluate((node) => Object.keys(node).some((key) => key.startsWith('__reactProps')))
  for (const until = performance.now() + 30_000; !(await answers()); ) {
    if (performance.now() > until) fail('The field for the text came from the server, and React never answered in it.')
    await page.waitForTimeout(100)
  }
}

/** Waits until the model is there, React answers, and nothing on the page has changed for most of a second. */
export async function settled(page, figures = 5) {
  await figuresStand(page, figures)
  await hydrated(page)
  const length = () => page.evaluate(() => document.body.outerHTML.length)
  let last = await length()
  for (let quiet = 0, tries = 0; quiet < 4; tries += 1) {
    if (tries > 100) fail('The page changes for half a minute although nobody does anything.')
    await page.waitForTimeout(250)
    const now = await length()
    quiet = now === last ? quiet + 1 : 0
    last = now
  }
}

/** Plays, sees time pass and the step change, and pauses. */
export async function playAdvances(page) {
  const transport = page.getByRole('group', { name: 'Playback' }).first()
  const slider = transport.getByRole('slider')
  const now = async () => Number(await slider.getAttribute('aria-valuenow'))
  await transport.getByRole('button', { name: 'Reset to the start' }).click()
  const before = await now()
  const words = await transport.getByRole('status').textContent()
  await transport.getByRole('button', { name: 'Play' }).click()
  for (
    let tries = 0;
    (await now()) <= before || (await transport.getByRole('status').textContent()) === words;
    tries++
  ) {
    if (tries > 200) fail(`Play was pressed, and after 20 s time stands at ${await now()} ms and says "${words}".`)
    await page.waitForTimeout(100)
  }
  await transport.getByRole('button', { name: 'Pause' }).click()
  const paused = await now()
  await page.waitForTimeout(300)
  if ((await now()) !== paused) fail('Pause was pressed, and time went on.')
}

/** The inks of numbers in cells that are as dark, or as light, as the ground: one, unless a build has broken the stylesheet. */
export const inks = (page) =>
  page.evaluate(() => [
    ...new Set([...document.querySelectorAll('.gf-ink:not([data-ink])')].map((text) => getComputedStyle(text).fill)),
  ])

/** The table behind a figure: its caption, its column heads and its rows, as text. */
export async function tableOf(page, name) {
  const figure = page.getByRole('figure', { name, exact: true }).first()
  const table = figure.getByRole('table')
  if ((await table.count()) === 0) await figure.getByText('Table', { exact: true }).click()
  await table.waitFor()
  return table.evaluate((element) => ({
    caption: element.caption?.textContent ?? '',
    columns: [...element.querySelectorAll('thead th')].map((cell) => cell.textContent.trim()),
    rows: [...element.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
  }))
}

/** A number as shown (−1.23, 1.2×10⁻⁷, 5%), and half of its last digit: how far from it the true value may lie. */
function readNumber(text) {
  const match = /([−-]?)(\d+(?:\.(\d+))?)(?:×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(%))?/.exec(text) ?? fail(`"${text}" holds no number.`)
  const [, minus, digits, decimals = '', raised = '', percent] = match
  const power = [...raised]
    .map((sign) => '⁰¹²³⁴⁵⁶⁷⁸⁹⁻'.indexOf(sign))
    .map((at) => (at === 10 ? '-' : at))
    .join('')
  const scale = percent ? 0.01 : 10 ** Number(power)
  const value = Number(digits) * scale * (minus ? -1 : 1)
  return { value, within: 0.5 * scale * 10 ** -decimals.length * (1 + 1e-6) }
}

/** Throws unless a number on the page is the core's number, to the digits shown. */
export function sameNumber(what, shown, computed) {
  const { value, within } = readNumber(shown)
  if (Math.abs(value - computed) > within) fail(`${what} is ${shown} on the page, and the core computes ${computed}.`)
}
