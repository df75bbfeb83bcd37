/** Styles of a host leave figures as they are: Tailwind before and after ours, and a reset in no layer. So do our sheets one by one. */
import { settled } from '../../lib/lesson.mjs'
import { mustBeAlike, portraitOf } from '../portrait.mjs'

const hosts = ['sheets', 'tailwindFirst', 'tailwindLast', 'reset']

export async function check({ browser, pages }) {
  const look = (name) =>
    browser.page(
      async (page) => {
        await page.goto(`${pages.origin}/${name}.html`)
        await settled(page)
        return portraitOf(page)
      },
      { colorScheme: 'light' },
    )
  const plain = await look('plain')
  const failures = []
  for (const name of hosts) {
    try {
      mustBeAlike(await look(name), plain, `On the page "${name}", against one with no other styles`)
    } catch (error) {
      failures.push(error.message)
    }
  }
  if (failures.length > 0) throw new Error(failures.join('\n'))
}
