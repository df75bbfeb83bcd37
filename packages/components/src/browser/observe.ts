/**
 * What a page tells of itself, where it can: a test's document has none of these observers, and a figure still renders there.
 * Each returns the way to stop.
 */

const nothing = () => {}

/** Calls back when the element's size changes, and once at first. */
export function observeSize(node: Element, onSize: () => void): () => void {
  if (typeof ResizeObserver !== 'function') {
    onSize()
    return nothing
  }
  const observer = new ResizeObserver(onSize)
  observer.observe(node)
  return () => observer.disconnect()
}

/** Calls back when the element comes into view or leaves it. Where nothing tells, it counts as in view. */
export function observeInView(node: Element, onChange: (inView: boolean) => void): () => void {
  if (typeof IntersectionObserver !== 'function') {
    onChange(true)
    return nothing
  }
  const observer = new IntersectionObserver((entries) => onChange(entries.at(-1)?.isIntersecting ?? false))
  observer.observe(node)
  return () => observer.disconnect()
}

/** Whether a media query holds now; false where none can be asked. */
export function mediaHolds(query: string): boolean {
  return typeof matchMedia === 'function' && matchMedia(query).matches
}

/** Calls back when a media query begins or ceases to hold. */
export function observeMedia(query: string, onChange: () => void): () => void {
  if (typeof matchMedia !== 'function') return nothing
  const media = matchMedia(query)
  media.addEventListener('change', onChange)
  return () => media.removeEventListener('change', onChange)
}
