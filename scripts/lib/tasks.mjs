/** What Chromium calls a task; within it another event says the same again. */
const TASK = 'ThreadControllerImpl::RunTask'

/**
 * What a page's main thread did while `act` ran: the tasks, longest first, in milliseconds of the processor, which do not
 * grow when other programs want it too. `between` gives those between two marks of `performance.mark`.
 */
export async function tasksDuring(page, act) {
  const session = await page.context().newCDPSession(page)
  const events = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value))
  const includedCategories = [
    'toplevel',
    'devtools.timeline',
    'disabled-by-default-devtools.timeline',
    'blink.user_timing',
  ]
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories } })
  const ended = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  const result = await act()
  await session.send('Tracing.end')
  await ended
  const marks = events.filter(({ cat }) => cat.includes('blink.user_timing'))
  const [first] = marks
  if (!first) throw new Error('Nothing was marked with performance.mark, so the page cannot be told from others.')
  const tasks = events
    .filter(({ name, ph, pid, tid }) => name === TASK && ph === 'X' && pid === first.pid && tid === first.tid)
    .map(({ ts, dur, tdur = 0 }) => ({ startUs: ts, endUs: ts + dur, cpuMs: tdur / 1000 }))
    .sort((a, b) => b.cpuMs - a.cpuMs)
  const at = (name) => marks.find((mark) => mark.name === name)?.ts ?? Number.NaN
  const between = (from, to) => tasks.filter(({ startUs, endUs }) => endUs > at(from) && startUs < at(to))
  return { result, tasks, between }
}
