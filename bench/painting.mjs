/**
 * What painting costs: script and main-thread milliseconds per frame while a figure is scrubbed in headless Chromium, a
 * production build, medians of rounds.
 */
import { withPage } from './page.mjs'
import { median, table } from './rounds.mjs'

const ROUNDS = 5
const FRAMES = 120
/** The stretch of each case's timeline that is scrubbed: all of a generation, the wave of a training step. */
const CASES = [
  ['attention 64x64', [0, 1]],
  ['attention 256x256', [0, 1]],
  ['wave 4x5', [0.35, 1]],
  ['wave 12x32', [0.35, 1]],
]
const METRICS = ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration', 'TaskDuration']

async function measure(page, session, name, live) {
  await page.evaluate((chosen) => window.show(chosen), name)
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return METRICS.map((metric) => metrics.find((entry) => entry.name === metric).value * 1000)
  }
  const rounds = []
  for (let round = 0; round < ROUNDS; round++) {
    const before = await read()
    await page.evaluate(([frames, stretch]) => window.scrub(frames, stretch), [FRAMES, live])
    const after = await read()
    rounds.push(after.map((value, i) => (value - before[i]) / FRAMES))
  }
  return METRICS.map((_, i) => median(rounds.map((round) => round[i])))
}

export function painting(say) {
  return withPage('index.html', { viewport: { width: 1200, height: 1000 } }, async (page) => {
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    await page.waitForFunction(() => typeof window.scrub === 'function')
    const rows = []
    for (const [name, live] of CASES)
      rows.push([name, ...(await measure(page, session, name, live)).map((ms) => ms.toFixed(2))])
    say(`Milliseconds per frame, medians of ${ROUNDS} rounds of ${FRAMES} frames:\n`)
    say(table(['case', 'script', 'style', 'layout', 'main thread in all'], rows))
  })
}
