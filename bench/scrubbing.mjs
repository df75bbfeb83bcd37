/**
 * What scrubbing costs: a lesson of 70 tokens with five figures, its scrubber dragged to and fro by a pointer that moves 60
 * times a second, and the browser's own record of what its main thread did. Beside it the same pictures as React and SVG.
 */
import { withPage } from './page.mjs'
import { figure, median, quantile, table, verdict } from './rounds.mjs'
import { framesOf, traced } from './traceTimes.mjs'

const ROUNDS = 3
const SECONDS = 3
const FIGURES = ['pipeline', 'attention', 'cache', 'comparison', 'wave']
const TARGETS = { script: 2, all: 6, intime: 95 }
/** A frame that takes longer than this has missed its turn at 60 a second. */
const IN_TIME_MS = 17.5

/** Drags the scrubber from end to end and back, and again, one move a sixtieth of a second. */
async function drag(page, session) {
  const box = await page.getByRole('slider', { name: 'Position in time' }).boundingBox()
  const y = box.y + box.height / 2
  const send = (type, share) =>
    session.send('Input.dispatchMouseEvent', {
      type,
      x: box.x + share * box.width,
      y,
      button: 'left',
      buttons: 1,
      clickCount: 1,
    })
  await send('mousePressed', 0.02)
  const start = performance.now()
  const moves = SECONDS * 60
  for (let i = 0; i < moves; i++) {
    const there = (2 * i) / moves
    const share = 0.02 + 0.96 * (there < 1 ? there : 2 - there)
    const sent = send('mouseMoved', share)
    sent.catch(() => {})
    const due = start + ((i + 1) * 1000) / 60
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
  }
  await send('mouseReleased', 0.02)
}

async function round(page, session) {
  await page.evaluate(() => window.takeFrames())
  const events = await traced(page.context().browser(), page, () => drag(page, session))
  const times = await page.evaluate(() => window.takeFrames())
  const intervals = times.slice(1).map((time, i) => time - times[i])
  const frames = framesOf(events)
  const of = (key, share) =>
    quantile(
      frames.map((frame) => frame[key]),
      share,
    )
  const mean = (key) => frames.reduce((sum, frame) => sum + frame[key], 0) / frames.length
  return {
    script: mean('script'),
    script95: of('script', 0.95),
    rendering: mean('rendering'),
    all: mean('all'),
    all95: of('all', 0.95),
    processor: mean('processor'),
    intime: (100 * intervals.filter((ms) => ms <= IN_TIME_MS).length) / intervals.length,
    interval95: quantile(intervals, 0.95),
  }
}

async function measure(page, session, which) {
  await page.evaluate((shown) => window.show(shown), which)
  const results = {}
  for (const name of FIGURES) {
    await page.evaluate((id) => document.getElementById(id).scrollIntoView({ block: 'start' }), name)
    await page.waitForTimeout(300)
    const rounds = []
    for (let i = 0; i < ROUNDS; i++) rounds.push(await round(page, session))
    results[name] = Object.fromEntries(
      Object.keys(rounds[0]).map((key) => [key, median(rounds.map((each) => each[key]))]),
    )
  }
  return results
}

const KEYS = ['script', 'script95', 'rendering', 'all', 'all95', 'processor', 'interval95', 'intime']
const HEAD = [
  'figure at the top of the page',
  'script',
  '95th of 100',
  'style, layout, paint',
  'main thread in all',
  '95th of 100',
  'its processor time',
  'from frame to frame, 95th of 100',
  `frames of 100 within ${IN_TIME_MS} ms`,
]

export function scrubbing(say) {
  return withPage('lesson.html', { viewport: { width: 1100, height: 900 } }, async (page) => {
    const session = await page.context().newCDPSession(page)
    await page.waitForFunction(() => typeof window.show === 'function')
    const rows = (results) =>
      Object.entries(results).map(([name, result]) => [name, ...KEYS.map((key) => figure(result[key]))])
    const ours = await measure(page, session, 'figures')
    const theirs = await measure(page, session, 'stand-in')
    const over = (results, key) => median(FIGURES.map((name) => results[name][key]))
    say('### A lesson, scrubbed\n')
    say(`Milliseconds per frame, medians of ${ROUNDS} rounds of ${SECONDS} seconds.\n`)
    say('The figures:\n')
    say(table(HEAD, rows(ours)))
    say('\nThe same pictures as React, an SVG element per cell:\n')
    say(table(HEAD, rows(theirs)))
    say('\nMedians of the five places:\n')
    const line = (name, key, met) => [
      name,
      figure(over(ours, key)),
      figure(over(theirs, key)),
      figure(TARGETS[key]),
      verdict(met(over(ours, key))),
    ]
    say(
      table(
        ['', 'figures', 'stand-in', 'target', ''],
        [
          line('script', 'script', (ms) => ms <= TARGETS.script),
          line('main thread in all', 'all', (ms) => ms <= TARGETS.all),
          ['its processor time', figure(over(ours, 'processor')), figure(over(theirs, 'processor')), '', ''],
          line(`frames of 100 within ${IN_TIME_MS} ms`, 'intime', (share) => share >= TARGETS.intime),
        ],
      ),
    )
  })
}
