/** Training from scratch in a worker in Chromium, and what the page paints meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { build } from 'vite'
import { alias } from '../aliases.ts'
import { chromiumFlags, ensureChromium } from '../scripts/chromium.mjs'
import { serve } from '../scripts/lib/serve.mjs'
import { figure, median, table } from './rounds.mjs'

const ROUNDS = 3
const IDLE_MS = 3000
const verdict = (met) => (met ? 'met' : '**missed**')

const rate = ({ frames, seconds }) => frames / seconds

export async function training(say) {
  const folder = mkdtempSync(join(tmpdir(), 'glassformer-bench-'))
  await build({
    root: import.meta.dirname,
    logLevel: 'error',
    configFile: false,
    resolve: { alias },
    build: {
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: { input: join(import.meta.dirname, 'training.html') },
    },
  })
  const served = await serve(folder)
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumFlags })
  try {
    const page = await browser.newPage()
    await page.goto(`${served.origin}/training.html`)
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
  } finally {
    await browser.close()
    await served.close()
    rmSync(folder, { recursive: true })
  }
}
