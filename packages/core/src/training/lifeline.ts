/** How long a worker has to answer its first message, counted in turns of the page's clock, so that no sleep counts. */
export const ANSWER_SECONDS = 20

/**
 * In the worker: takes a lock of its own and holds it as long as it lives, since nothing else tells a page that a worker
 * is no more. Gives the lock's name, or undefined where there are no locks.
 */
export async function holdLock(): Promise<string | undefined> {
  const locks = typeof navigator === 'undefined' ? undefined : navigator.locks
  if (!locks) return undefined
  const name = `glassformer-training-${crypto.randomUUID()}`
  return new Promise((resolve) => {
    const hold = () => {
      resolve(name)
      return new Promise<void>(() => {})
    }
    // A worker of an opaque origin may take none.
    locks.request(name, hold).catch(() => resolve(undefined))
  })
}

/** In the page: calls `over` when the worker that holds the lock is no more. */
export function whenReleased(name: string, over: () => void): void {
  const locks = typeof navigator === 'undefined' ? undefined : navigator.locks
  locks?.request(name, async () => over()).catch(() => {})
}

/** Calls `late` when so many seconds have gone by without `isDone`. */
export function countDown(seconds: number, isDone: () => boolean, late: () => void): void {
  setTimeout(() => {
    if (isDone()) return
    if (seconds <= 1) late()
    else countDown(seconds - 1, isDone, late)
  }, 1000)
}
