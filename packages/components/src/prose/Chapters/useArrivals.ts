'use client'
import { type RefObject, useCallback, useEffect } from 'react'
import { anchorIn } from '../../lesson/link/hash'
import { prefersReducedMotion } from '../../lesson/reducedMotion'
import type { Journey } from './journey'
import type { Registry } from './outline'

interface Arrivals {
  readonly press: () => void
  readonly play: (index: number) => void
}

/** The ways to a segment: its button and Space, links to its address, and, where the author wants it, scrolling. */
export function useArrivals(
  root: RefObject<HTMLElement | null>,
  registry: Registry,
  journey: Journey,
  follow: 'press' | 'scroll',
): Arrivals {
  const { outline } = registry
  const bring = useCallback(
    (index: number) => {
      const anchor = outline.get().segments[index]?.anchor
      const node =
        anchor &&
        [...(root.current?.querySelectorAll<HTMLElement>('.gf-segment') ?? [])].find(({ id }) => id === anchor)
      if (!node) return
      node.focus({ preventScroll: true })
      // The first of a chapter comes with the chapter's title.
      const before = node.previousElementSibling as HTMLElement | null
      const shown = before?.classList.contains('gf-chapter-title') ? before : node
      const { top } = shown.getBoundingClientRect()
      const clear = Number.parseFloat(getComputedStyle(shown).scrollMarginBlockStart) || 0
      if (top >= clear && top <= window.innerHeight * 0.75) return
      // At the end of the chapters it comes as far as the stage can stay, and to the middle of the window at least.
      const margin = Math.max(clear, Math.min(top - roomBelow(root.current), window.innerHeight / 2))
      shown.style.scrollMarginBlockStart = `${margin}px`
      shown.scrollIntoView({ block: 'start', behavior: prefersReducedMotion() ? 'auto' : 'smooth' })
      shown.style.scrollMarginBlockStart = ''
    },
    [root, outline],
  )
  const press = useCallback(() => {
    const before = journey.stand.get().active
    const index = journey.press()
    if (index !== before) bring(index)
  }, [journey, bring])
  const play = useCallback(
    (index: number) => {
      journey.go(index, 'play')
      bring(index)
    },
    [journey, bring],
  )
  useLinks(registry, journey)
  useScrolling(root, registry, journey, follow === 'scroll')
  return { press, play }
}

/** How far the window can be scrolled on until the end of the chapters takes the stage along, in pixels. */
function roomBelow(root: HTMLElement | null): number {
  const chapters = root?.querySelector('.gf-chapters-page')
  const aside = root?.querySelector('.gf-chapters-aside')
  if (!chapters || !aside) return Number.POSITIVE_INFINITY
  const { position, top, marginBlockEnd } = getComputedStyle(aside)
  if (position !== 'sticky') return Number.POSITIVE_INFINITY
  const end = chapters.getBoundingClientRect().bottom - Number.parseFloat(marginBlockEnd)
  return Math.max(0, end - aside.getBoundingClientRect().height - Number.parseFloat(top))
}

/** A link to a segment or chapter, from anywhere: who opens the page by it finds the still, who follows it later sees it play. */
function useLinks({ outline }: Registry, journey: Journey): void {
  useEffect(() => {
    const indexOf = (name: string) => {
      const { chapters, segments } = outline.get()
      const chapter = chapters.find(({ anchor }) => anchor === name)
      return chapter ? (chapter.segments[0]?.index ?? -1) : segments.findIndex(({ anchor }) => anchor === name)
    }
    // What a lesson says of itself beside the place is another's to read.
    let last = anchorIn(location.hash)
    const onHash = () => {
      const name = anchorIn(location.hash)
      const index = name === last ? -1 : indexOf(name)
      last = name
      if (index >= 0) journey.go(index, 'play')
    }
    const at = indexOf(last)
    if (at >= 0) journey.open(at)
    addEventListener('hashchange', onHash)
    return () => removeEventListener('hashchange', onHash)
  }, [outline, journey])
}

/** The line of the window, as a part of its height, that the segment which is read crosses. */
const READING_LINE = '-60% 0px -39% 0px'

/** Scrolling on plays the segment that comes to the reading line; scrolling back shows its still. */
function useScrolling(root: RefObject<HTMLElement | null>, { outline }: Registry, journey: Journey, on: boolean): void {
  useEffect(() => {
    if (!on || typeof IntersectionObserver !== 'function') return
    const told = new Set<Element>()
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          // What is said first of each is where the page stands: nobody has scrolled.
          if (!told.has(target)) told.add(target)
          else if (isIntersecting) {
            const index = outline.get().segments.findIndex(({ anchor }) => anchor === target.id)
            const { active } = journey.stand.get()
            if (index >= 0 && index !== active) journey.go(index, index > active ? 'play' : 'still')
          }
        }
      },
      { rootMargin: READING_LINE },
    )
    const observe = () => {
      for (const node of root.current?.querySelectorAll('.gf-segment') ?? []) observer.observe(node)
    }
    observe()
    const stop = outline.subscribe(observe)
    return () => {
      stop()
      observer.disconnect()
    }
  }, [root, outline, journey, on])
}
