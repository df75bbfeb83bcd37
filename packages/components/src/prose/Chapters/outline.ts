import type { ReactNode } from 'react'
import { createStore, type Readable } from '../../lesson/store'
import type { SpanNames } from './spans'

/** A chapter as its author wrote it. */
export interface ChapterEntry {
  readonly key: string
  readonly title: string
  readonly id: string | undefined
  readonly stage: ReactNode
}

/** A segment as its author wrote it. */
export interface SegmentEntry extends SpanNames {
  readonly key: string
  /** The key of its chapter; none where it stands in no chapter. */
  readonly chapter: string | null
  readonly title: string | undefined
  readonly id: string | undefined
  readonly stage: ReactNode
}

/** A segment in its place. */
export interface OutlineSegment extends SegmentEntry {
  readonly index: number
  /** Its address in the page. */
  readonly anchor: string
  readonly of: OutlineChapter | null
  /** Its number within its chapter, from 1. */
  readonly number: number
  /** Its own stage, or else that of its chapter, or else that of the segments before it. */
  readonly shown: ReactNode
}

export interface OutlineChapter extends ChapterEntry {
  readonly anchor: string
  readonly segments: readonly OutlineSegment[]
}

export interface Outline {
  readonly chapters: readonly OutlineChapter[]
  readonly segments: readonly OutlineSegment[]
}

/**
 * What stands in `<Chapters>`, in the order of the page. Chapters and segments enter while they are rendered, so that what is
 * rendered after them, on a server too, knows them; once mounted, they are put in the order of their elements.
 */
export interface Registry {
  readonly enterChapter: (entry: ChapterEntry) => void
  readonly enterSegment: (entry: SegmentEntry) => void
  /** Says where an entry that has entered stands, and tells all; returns the way to leave. */
  readonly settle: (key: string, node: Element) => () => void
  /** An entry has changed since it was settled. */
  readonly changed: () => void
  readonly outline: Readable<Outline>
}

export function createRegistry(whole: () => ReactNode): Registry {
  const chapters = new Map<string, ChapterEntry>()
  const segments = new Map<string, SegmentEntry>()
  const nodes = new Map<string, Element>()
  const version = createStore(0)
  let known: Outline | null = null
  const changed = () => {
    known = null
    version.set(version.get() + 1)
  }
  const enter = <T extends { readonly key: string }>(entries: Map<string, T>, entry: T) => {
    // What renders again without a change changes nothing: who reads the outline would render again for it.
    if (isSame(entries.get(entry.key), entry)) return
    entries.set(entry.key, entry)
    known = null
  }
  const inOrder = <T extends { readonly key: string }>(entries: Map<string, T>): readonly T[] =>
    [...entries.values()].sort((a, b) => follows(nodes.get(a.key), nodes.get(b.key)))
  return {
    enterChapter: (entry) => enter(chapters, entry),
    enterSegment: (entry) => enter(segments, entry),
    settle(key, node) {
      nodes.set(key, node)
      changed()
      return () => {
        nodes.delete(key)
        chapters.delete(key)
        segments.delete(key)
        changed()
      }
    },
    changed,
    outline: {
      get: () => {
        known ??= outlineOf(inOrder(chapters), inOrder(segments), whole())
        return known
      },
      subscribe: version.subscribe,
    },
  }
}

function isSame<T extends object>(a: T | undefined, b: T): boolean {
  return a !== undefined && Object.entries(b).every(([name, value]) => Object.is(a[name as keyof T], value))
}

/** Order in the page; that of entering as long as one is not in it. */
function follows(a: Element | undefined, b: Element | undefined): number {
  if (!a || !b || a === b) return 0
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1
}

function outlineOf(
  chapters: readonly ChapterEntry[],
  segments: readonly SegmentEntry[],
  whole: ReactNode = null,
): Outline {
  const taken = new Set<string>()
  const unique = (wanted: string) => {
    let name = wanted
    for (let n = 2; taken.has(name); n++) name = `${wanted}-${n}`
    taken.add(name)
    return name
  }
  const placed = chapters.map((entry) => ({
    ...entry,
    anchor: unique(entry.id ?? anchorOf(entry.title)),
    segments: [] as OutlineSegment[],
  }))
  let last: ReactNode = null
  const all = segments.map((entry, index): OutlineSegment => {
    const of = placed.find(({ key }) => key === entry.chapter) ?? null
    const number = of ? of.segments.length + 1 : index + 1
    last = entry.stage ?? of?.stage ?? whole ?? last
    const wanted = entry.id ?? (of ? `${of.anchor}-${number}` : `segment-${number}`)
    const segment = { ...entry, index, anchor: unique(wanted), of, number, shown: last }
    of?.segments.push(segment)
    return segment
  })
  return { chapters: placed, segments: all }
}

/** A title as an address: letters and digits of any script, with hyphens. */
function anchorOf(title: string): string {
  const words = title
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{N}\p{M}]+/gu)
  return words?.join('-') ?? 'chapter'
}
