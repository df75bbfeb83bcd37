import { observeMedia } from '../browser/observe'
import { COLOR_NAMES } from './palette'
import { parentOf, settleScheme } from './scheme'

/**
 * One watch per document: of the system's preferences, and of the attributes by which a page says its theme on anything
 * around a root. When they change, roots are told first (`data-gf-scheme`), then painters, so that all change at once.
 */
class ThemeWatch {
  /** The boxes of ours, each with the colours that it had. */
  readonly #roots = new Map<Element, string>()
  readonly #painters = new Set<() => void>()
  #observer: MutationObserver | undefined
  #stopMedia: () => void = () => {}

  addRoot(root: Element): () => void {
    if (this.#roots.size === 0) this.#start()
    settleScheme(root)
    this.#roots.set(root, coloursAt(root))
    this.#observe(root)
    return () => {
      this.#roots.delete(root)
      this.#observer?.disconnect()
      if (this.#roots.size === 0) this.#stopMedia()
      else for (const left of this.#roots.keys()) this.#observe(left)
    }
  }

  addPainter(onChange: () => void): () => void {
    this.#painters.add(onChange)
    return () => this.#painters.delete(onChange)
  }

  #start(): void {
    const stops = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'].map((query) =>
      observeMedia(query, this.#settle),
    )
    this.#stopMedia = () => {
      for (const stop of stops) stop()
    }
    if (typeof MutationObserver !== 'function') return
    this.#observer ??= new MutationObserver((records) => {
      if (records.some(({ target, attributeName }) => this.#maySwitch(target, attributeName ?? ''))) this.#settle()
    })
  }

  /** Whether an attribute may change a theme. Those in which a box of ours says its state change at every step, and do not. */
  #maySwitch(target: Node, name: string): boolean {
    if (name === 'class' || name === 'style' || name === 'data-gf-theme') return true
    return name.startsWith('data-') && name !== 'data-gf-scheme' && !this.#roots.has(target as Element)
  }

  #observe(root: Element): void {
    for (let at: Element | null = root; at; at = parentOf(at)) this.#observer?.observe(at, { attributes: true })
  }

  readonly #settle = () => {
    for (const root of this.#roots.keys()) settleScheme(root)
    let changed = false
    for (const [root, before] of this.#roots) {
      const now = coloursAt(root)
      if (now !== before) changed = true
      this.#roots.set(root, now)
    }
    if (changed) for (const tell of this.#painters) tell()
  }
}

function coloursAt(root: Element): string {
  const style = getComputedStyle(root)
  return COLOR_NAMES.map((name) => style.getPropertyValue(`--gf-${name}`)).join()
}

const watches = new WeakMap<Document, ThemeWatch>()

function watchOf(document: Document): ThemeWatch {
  const known = watches.get(document) ?? new ThemeWatch()
  watches.set(document, known)
  return known
}

/** Keeps a box of ours in the theme of the page around it. Returns the way to stop. */
export function followTheme(root: Element): () => void {
  return watchOf(root.ownerDocument).addRoot(root)
}

/** Calls back after the colours of a figure have changed. Returns the way to stop. */
export function watchTheme(element: Element, onChange: () => void): () => void {
  return watchOf(element.ownerDocument).addPainter(onChange)
}
