/**
 * What painting costs: script and main-thread milliseconds per frame while a figure is scrubbed in headless Chromium, a
 * production build, medians of rounds.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { chromium } from 'playwright'
import { build } from 'vite'
import { alias } from '../aliases.ts'
import { chromiumFlags, ensureChromium } from '../scripts/chromium.mjs'
import { serve } from '../scripts/lib/serve.mjs'
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

export async function painting(say) {
  const folder = mkdtempSync(join(tmpdir(), 'glassformer-bench-'))
  await build({
    root: import.meta.dirname,
    logLevel: 'error',
    configFile: false,
    plugins: [react()],
    resolve: { alias },
    build: { outDir: folder, emptyOutDir: true, chunkSizeWarningLimit: 2000 },
  })
  const served = await serve(folder)
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumFlags })
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } })
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    await page.goto(served.origin)
    await page.waitForFunction(() => typeof window.scrub === 'function')
    const rows = []
    for (const [name, live] of CASES)
      rows.push([name, ...(await measure(page, session, name, live)).map((ms) => ms.toFixed(2))])
    say(`Milliseconds per frame, medians of ${ROUNDS} rounds of ${FRAMES} frames:\n`)
    say(table(['case', 'script', 'style', 'layout', 'main thread in all'], rows))
  } finally {
    await browser.close()
    await served.close()
    rmSync(folder, { recursive: true })
  }
}
