/** What a reader does with the first lesson in a built site, and what must then stand on the page. */
import { figuresStand, playAdvances, sameNumber, tableOf } from './lib/lesson.mjs'

export async function checkLesson(page, origin, expected) {
  await page.goto(origin)
  await figuresStand(page, 1)
  await page.getByRole('textbox').first().fill(expected.prompt)
  await playAdvances(page)
  const { rows } = await tableOf(page, 'Pipeline')
  const best = expected.candidates[0]
  const row = rows.find((cells) => cells.some((cell) => cell.includes(best.text.trim())))
  if (!row) throw new Error(`The pipeline's table has no row for "${best.text}", the core's first candidate.`)
  sameNumber(`The probability of "${best.text}"`, row.at(-1), best.prob)
}
