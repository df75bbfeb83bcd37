import { figuresStand, hydrated, playAdvances, sameNumber, tableOf } from '../../lib/lesson.mjs'

const fail = (message) => {
  throw new Error(message)
}

/** The layer and the head that a table's caption names. */
function placeIn(caption) {
  const [, layer, head] = /layer (\d+), head (\d+)/.exec(caption) ?? fail(`"${caption}" names no layer and head.`)
  return { layer: Number(layer), head: Number(head) }
}

/** How each figure's table is held to the core's numbers. Each returns how many numbers it compared. */
const checks = {
  'Token pipeline': ({ rows }, { steps }) => {
    const { candidates, sampled } = steps[0]
    rows.forEach(([text, id, , logit, probability], index) => {
      const candidate = candidates[index] ?? sampled
      if (Number(id) !== candidate.id) fail(`Candidate ${index} is ${id} on the page; the core says ${candidate.id}.`)
      sameNumber(`The logit of "${text}"`, logit, candidate.logit)
      sameNumber(`The probability of "${text}"`, probability, candidate.prob)
    })
    return 2 * rows.length
  },
  Attention: ({ caption, rows }, { layers, promptLength }) => {
    const { layer, head } = placeIn(caption)
    const { shape, data } = layers[layer].pattern
    const n = shape[1]
    if (rows.length < promptLength) fail(`The attention table has ${rows.length} rows for ${promptLength} tokens.`)
    let compared = 0
    rows.forEach((cells, query) => {
      for (let key = 0; key <= query; key += 1) {
        const weight = data[(head * n + query) * n + key]
        sameNumber(`The weight of query ${query} on key ${key}`, cells[key + 1], weight)
        compared += 1
      }
    })
    return compared
  },
  'KV cache': ({ caption, rows }, { layers, promptLength }) => {
    const { layer, head } = placeIn(caption)
    if (rows.length < promptLength) fail(`The cache's table has ${rows.length} rows for ${promptLength} tokens.`)
    let compared = 0
    rows.forEach(([, , ...numbers], position) => {
      numbers.forEach((shown, index) => {
        const width = numbers.length / 2
        const { shape, data } = layers[layer][index < width ? 'k' : 'v']
        const value = data[(position * shape[1] + head) * width + (index % width)]
        sameNumber(`${index < width ? 'K' : 'V'}[${index % width}] at position ${position}`, shown, value)
        compared += 1
      })
    })
    return compared
  },
  'Work with and without a cache': ({ rows }, { steps }) => {
    steps.forEach(({ counts, other }, index) => {
      for (const { totalMacs } of [counts, other.counts]) {
        const said = rows.some((row) => Number(row.at(-1).replace(/\D/g, '')) === totalMacs)
        if (!said) fail(`No row of the comparison says the ${totalMacs} multiply-adds of step ${index}.`)
      }
    })
    return 2 * steps.length
  },
}

/** Tries until it holds, for ten seconds; what the page shows may be a moment behind what was typed. */
async function eventually(page, act) {
  const until = performance.now() + 10_000
  for (;;) {
    try {
      return await act()
    } catch (error) {
      if (performance.now() > until) throw error
      await page.waitForTimeout(250)
    }
  }
}

/** Types a sentence, compares every table that the lesson has with the core's numbers, and plays. */
export async function typeAndCompare(page, expected) {
  await figuresStand(page, 5)
  await hydrated(page)
  await page.getByRole('textbox', { name: 'Text' }).first().fill(expected.prompt)
  let compared = 0
  for (const [name, check] of Object.entries(checks)) {
    compared += await eventually(page, async () => check(await tableOf(page, name), expected))
  }
  await playAdvances(page)
  return compared
}

/** A reader types into the lesson of a built site: the numbers in its tables are the core's, it plays, and nothing is complained of. */
export async function check({ browser, served, site, expected, say }) {
  await browser.page(async (page) => {
    await page.goto(served.origin + site.page)
    say(`${await typeAndCompare(page, expected.typed)} numbers on the page are the core's.`)
  })
}
