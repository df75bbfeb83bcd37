/**
 * Counts the frames that the page asks for. Import it before anything that may keep a reference to
 * `requestAnimationFrame`, as framer-motion does when it loads.
 */
let asked = 0
const original = window.requestAnimationFrame.bind(window)
window.requestAnimationFrame = (callback) => {
  asked++
  return original(callback)
}

/** How many frames are asked for while `act` runs. */
export async function framesDuring(act: () => Promise<unknown>): Promise<number> {
  const before = asked
  await act()
  return asked - before
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Waits until the page has asked for no frame for a second. A moment after the last change pictures are brought up to date,
 * when that is depends on how busy the machine is; a page that goes on asking is refused.
 */
export async function framesCease(): Promise<void> {
  for (let second = 0; second < 8; second++) if ((await framesDuring(() => sleep(1000))) === 0) return
  throw new Error('The page asked for frames in each of eight seconds.')
}
