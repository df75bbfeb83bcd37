/** Training from scratch in a worker in Chromium, and what the page paints meanwhile. */
import { withPage } from './page.mjs'
import { figure, median, table, verdict } from './rounds.mjs'

const ROUNDS = 3
const IDLE_MS = 3000

const rate = ({ frames, seconds }) => frames / seconds

export function training(say) {
  return withPage('training.html', {}, async (page) => {
    await page.waitForFunction(() => typeof window.trainSort === 'function')
    const idle = await page.evaluate((ms) => window.idle(ms), IDLE_MS)
    const runs = []
    for (let round = 0; round < ROUNDS; round++) runs.push(await page.evaluate(() => window.trainSort()))
    const of = (read) => median(runs.map(read))
    const [seconds, fps, gap] = [of((run) => run.seconds), of(rate), of((run) => run.longestGapMs)]
    const sorted = Math.min(...runs.map((run) => run.sorted))
    say('### Training the sorting model from scratch, in one worker in Chromium\n')
    say(
      table(
        ['', 'measured', 'target', ''],
        [
          [`sorted after ${runs[0].steps} steps`, `${sorted} of 729`, '729 of 729', verdict(sorted === 729)],
          ['seconds', figure(seconds), 'under 30', verdict(seconds < 30)],
          ['frames per second of the page', figure(fps), '60', verdict(fps >= 59)],
          ['the same page with nothing to do', figure(rate(idle)), '', ''],
          ['longest time between two frames', `${figure(gap)} ms`, '', ''],
          ['the same with nothing to do', `${figure(idle.longestGapMs)} ms`, '', ''],
        ],
      ),
    )
    say(`\nMedians of ${ROUNDS} runs; the page writes the loss at every step.`)
  })
}
