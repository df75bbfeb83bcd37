/** How long a slice of work may take before the page gets its turn, in milliseconds. */
const SLICE_MS = 8

interface Scheduler {
  postTask(task: () => void): Promise<unknown>
}

/** As a task of its own, after the browser had its turn for input and pictures. */
function later(task: () => void): void {
  const { scheduler } = globalThis as { scheduler?: Scheduler }
  if (scheduler?.postTask) void scheduler.postTask(task)
  else setTimeout(task)
}

export interface SlicedEnd<T> {
  readonly done: (value: T) => void
  readonly failed: (error: unknown) => void
}

/** Takes the steps of some work in slices between frames, beginning after this task. Returns the way to leave it. */
export function inSlices<T>(steps: Generator<unknown, T>, { done, failed }: SlicedEnd<T>): () => void {
  let left = false
  const slice = () => {
    if (left) return
    const until = performance.now() + SLICE_MS
    try {
      do {
        const step = steps.next()
        if (step.done) {
          left = true
          done(step.value)
          return
        }
      } while (performance.now() < until)
    } catch (error) {
      left = true
      failed(error)
      return
    }
    later(slice)
  }
  later(slice)
  return () => {
    if (left) return
    left = true
    // What the work took of the model's memory is given back.
    steps.return(undefined as T)
  }
}

/** The same work at once. */
export function atOnce<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
