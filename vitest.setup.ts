import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

afterEach(cleanup)
// What is waited for in a page comes late where the machine is busy.
configure({ asyncUtilTimeout: 10_000 })

// jsdom lays nothing out and paints nothing: the observers that painters rely on exist here and stay silent.
class SilentObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
  takeRecords() {
    return []
  }
}
globalThis.ResizeObserver ??= SilentObserver as unknown as typeof ResizeObserver
globalThis.IntersectionObserver ??= SilentObserver as unknown as typeof IntersectionObserver
if (typeof window !== 'undefined')
  window.matchMedia ??= (media: string) =>
    ({ media, matches: false, addEventListener() {}, removeEventListener() {} }) as unknown as MediaQueryList
