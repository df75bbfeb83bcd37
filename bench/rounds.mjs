/**
 * Times competitors side by side: every round gives each of them, in turn, a slice of time in which it runs again and
 * again, and its figure is the median of the rounds. Whatever slows the machine for a while slows all of them. Times are
 * the process's own (all of its threads), so that other programs on the machine count for little; the clock's are kept too.
 */
const ROUNDS = 31
/** Not counted: in them engines compile. */
const WARM_UP = 4
const SLICE_MS = 60

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

/** Milliseconds of processor and by the clock, per run, over as many runs as fill a slice. `before` is not timed. */
async function slice({ run, before }, sliceMs) {
  before?.()
  const processor = process.cpuUsage()
  const start = performance.now()
  let runs = 0
  let end = start
  while (end - start < sliceMs) {
    const pending = run()
    if (pending instanceof Promise) await pending
    runs++
    end = performance.now()
  }
  const { user, system } = process.cpuUsage(processor)
  return { ms: (user + system) / 1000 / runs, clock: (end - start) / runs }
}

/** Competitors by name -> milliseconds per run by name. */
export async function race(competitors, { rounds = ROUNDS, sliceMs = SLICE_MS } = {}) {
  const times = Object.fromEntries(Object.keys(competitors).map((name) => [name, []]))
  for (let round = -WARM_UP; round < rounds; round++)
    for (const [name, competitor] of Object.entries(competitors)) {
      const time = await slice(competitor, sliceMs)
      if (round >= 0) times[name].push(time)
    }
  const middle = (key) =>
    Object.fromEntries(Object.entries(times).map(([name, each]) => [name, median(each.map((time) => time[key]))]))
  return { ms: middle('ms'), clock: middle('clock') }
}

/** A table in Markdown. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

export const verdict = (met) => (met ? 'met' : '**missed**')

export const figure = (value, digits = 3) => Number(value.toPrecision(digits)).toString()
