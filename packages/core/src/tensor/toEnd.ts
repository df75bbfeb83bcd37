/** Takes the steps of some work without a pause, for whoever has time to wait: what the work returns. */
export function toEnd<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
