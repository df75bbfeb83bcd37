/**
 * Times competitors side by side: every round gives each of them, in turn, a slice of time in which it runs again and
 * again, and its figure is the median of the rounds. Whatever slows the machine for a while slows all of them; the quickest
 * tenth of the rounds tells what it does undisturbed. Times are the clock's; beside them stands the time that the process had of all processors: where it is more, other threads of it
 * worked too, and collected garbage, say, that may be of another competitor.
 */
const ROUNDS = 61
/** Not counted: in them engines compile. */
const WARM_UP = 4
const SLICE_MS = 60

export const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.floor(values.length * share)]

export const median = (values) => quantile(values, 0.5)

/** Milliseconds by the clock and of processor, per run, over as many runs as fill a slice. `before` is not timed. */
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
  return { ms: (end - start) / runs, processor: (user + system) / 1000 / runs }
}

/** Competitors by name -> milliseconds per run by name. */
export async function race(competitors, { rounds = ROUNDS, sliceMs = SLICE_MS } = {}) {
  const times = Object.fromEntries(Object.keys(competitors).map((name) => [name, []]))
  for (let round = -WARM_UP; round < rounds; round++)
    for (const [name, competitor] of Object.entries(competitors)) {
      const time = await slice(competitor, sliceMs)
      if (round >= 0) times[name].push(time)
    }
  const at = (key, share) =>
    Object.fromEntries(
      Object.entries(times).map(([name, each]) => [
        name,
        quantile(
          each.map((time) => time[key]),
          share,
        ),
      ]),
    )
  return { ms: at('ms', 0.5), quick: at('ms', 0.1), processor: at('processor', 0.5) }
}

/** A table in Markdown. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

export const verdict = (met) => (met ? 'met' : '**missed**')

export const figure = (value, digits = 3) => Number(value.toPrecision(digits)).toString()
