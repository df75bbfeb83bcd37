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
