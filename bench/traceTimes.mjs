/** What a trace of the browser says of its page's main thread: milliseconds of script, and of everything, by frame. */

/** Events that run the page's or the browser's script. */
const SCRIPT = new Set([
  'EvaluateScript',
  'FunctionCall',
  'FireAnimationFrame',
  'EventDispatch',
  'TimerFire',
  'RunMicrotasks',
  'FireIdleCallback',
  'V8.GC_SCAVENGER',
  'MinorGC',
  'MajorGC',
])
/** What script may cause while it runs, which is counted as rendering. */
const RENDERING = new Set([
  'UpdateLayoutTree',
  'Layout',
  'PrePaint',
  'Paint',
  'Layerize',
  'Commit',
  'IntersectionObserverController::computeIntersections',
])

/** Records what `act` makes the page do. */
export async function traced(browser, page, act) {
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel'],
  })
  await act()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString())
  return traceEvents
}

/** The renderer's main thread: the one on which frames' callbacks are fired. */
function mainThreadOf(events) {
  const fired = events.find(({ name }) => name === 'FireAnimationFrame')
  if (!fired) throw new Error('The trace has no frame: was anything drawn?')
  return events
    .filter(({ ph, pid, tid }) => ph === 'X' && pid === fired.pid && tid === fired.tid)
    .sort((a, b) => a.ts - b.ts || b.dur - a.dur)
}

/**
 * For every frame between the first and the last: milliseconds of script, of style, layout and paint, of the main thread by
 * the clock, and of the processor time that it had.
 */
export function framesOf(events) {
  const thread = mainThreadOf(events)
  const starts = [...new Set(thread.filter(({ name }) => name === 'FireAnimationFrame').map(beginOf(thread)))]
  const frames = starts.slice(0, -1).map(() => ({ script: 0, rendering: 0, all: 0, processor: 0 }))
  let at = 0
  let taskEnd = 0
  let scriptEnd = 0
  let renderingEnd = 0
  for (const { name, ts, dur = 0, tdur = dur } of thread) {
    while (at + 1 < starts.length && ts >= starts[at + 1]) at++
    const frame = ts < starts[0] ? undefined : frames[at]
    if (name === 'RunTask' || name === 'ThreadControllerImpl::RunTask') {
      if (ts < taskEnd) continue
      taskEnd = ts + dur
      if (!frame) continue
      frame.all += dur / 1000
      frame.processor += tdur / 1000
    } else if (RENDERING.has(name)) {
      if (ts < renderingEnd) continue
      renderingEnd = ts + dur
      if (!frame) continue
      frame.rendering += dur / 1000
      if (ts < scriptEnd) frame.script -= dur / 1000
    } else if (SCRIPT.has(name)) {
      if (ts < scriptEnd || ts < renderingEnd) continue
      scriptEnd = ts + dur
      if (frame) frame.script += dur / 1000
    }
  }
  return frames
}

/** When the task began in which an event lies: callbacks of one frame share it. */
function beginOf(thread) {
  const tasks = thread.filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask')
  return ({ ts }) => {
    let [low, high] = [0, tasks.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (tasks[middle].ts <= ts) low = middle + 1
      else high = middle
    }
    return tasks[low - 1]?.ts ?? ts
  }
}
