/** A reader types while the clock plays: the new run is there at once, and no task of the page holds it up, at the full context too. */
import assert from 'node:assert/strict'
import { figuresStand, hydrated } from '../../lib/lesson.mjs'
import { tasksDuring } from '../../lib/tasks.mjs'

const ANSWER_MS = 100
const TASK_MS = 50

/** Runs in the page: puts each text into the input as a keystroke does, and marks when it was, and when its run is on screen. */
async function typeAll(texts) {
  const frame = () => new Promise(requestAnimationFrame)
  const isStale = () => document.querySelector('[data-stale]') !== null
  const input = document.querySelector('input[type="text"]')
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')
  for (const [i, text] of texts.entries()) {
    performance.mark(`typed-${i}`)
    set.call(input, text)
    input.dispatchEvent(new InputEvent('input', { bubbles: true }))
    if (!isStale()) throw new Error(`The old run stands unmarked beside "${text}".`)
    while (isStale()) await frame()
    await frame()
    performance.mark(`shown-${i}`)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

const longest = ({ tasks }) => tasks[0]?.cpuMs ?? 0

export async function check({ browser, served, site, say }) {
  await browser.page(async (page) => {
    await page.goto(served.origin + site.page)
    await figuresStand(page, 5)
    await hydrated(page)
    const play = page.getByRole('group', { name: 'Playback' }).first().getByRole('button', { name: 'Play' })
    await play.click()
    // Once before it counts: what is measured is not the engine getting to know the code.
    const short = [
      'the dog',
      'the dog chased',
      'the dog chased the cat',
      'the dog chased the cat.',
      'Ben has the red ball',
    ]
    await page.evaluate(typeAll, short)
    const typed = await tasksDuring(page, () =>
      page.evaluate(
        typeAll,
        short.map((text) => `${text}!`),
      ),
    )
    const answers = short.map((_, i) => typed.between(`typed-${i}`, `shown-${i}`)).sort((a, b) => a - b)
    const answer = answers[2]
    say(`a keystroke while it plays has its run on screen after ${answer.toFixed(0)} ms of work.`)
    assert.ok(answer < ANSWER_MS, `a keystroke takes ${answers.map((ms) => ms.toFixed(0)).join(', ')} ms of work`)
    assert.ok(!(await play.isVisible()), 'typing stopped the clock')

    const long = `Anna gave the red ball to Ben.${' Ben'.repeat(112)}`
    const full = [long, `${long}.`, `${long} Ben`]
    const held = await tasksDuring(page, () => page.evaluate(typeAll, full))
    const count = await page.getByText(/ of 128 tokens/).innerText()
    say(`with ${count}, the longest task takes ${longest(held).toFixed(0)} ms; ${held.tasks.length} tasks in all.`)
    const over = held.tasks.filter(({ cpuMs }) => cpuMs > TASK_MS).map(({ cpuMs }) => cpuMs.toFixed(0))
    assert.equal(over.length, 0, `with ${count}, tasks take ${over.join(', ')} ms, over ${TASK_MS}`)
  })
}
