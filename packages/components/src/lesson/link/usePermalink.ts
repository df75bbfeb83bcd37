'use client'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { LessonContextValue, SettingsValue, Typing } from '../context'
import { CopyLink } from './CopyLink'
import type { LessonLink } from './context'
import { isPristine, leftAt, linkTo, type Shown } from './current'
import { decodeLink } from './decode'
import { anchorIn, isRouted, linkKey } from './hash'
import { openIn } from './open'
import { hashPlace, type LinkPlace, takeKey } from './places'
import type { LinkProblem, LinkState } from './state'

export interface LinkOwner {
  /** Whether there is a link at all. */
  readonly isOn: boolean
  /** The name of the lesson among those of the page. */
  readonly id: string | undefined
  /** The link as the site's router has it; `undefined` for one after the #. */
  readonly link: string | undefined
  readonly onLinkChange: ((link: string) => unknown) | undefined
  readonly defaultTime: number | undefined
}

interface Around {
  readonly lesson: LessonContextValue
  readonly settings: SettingsValue
  readonly typing: Typing
}

export interface Permalink {
  readonly link: LessonLink | null
  /** What of the link could not be opened. */
  readonly problems: readonly LinkProblem[]
  readonly dismiss: () => void
}

/** A link that is being opened: first its settings are set, then, when their run is there, its moment and what it chose. */
type Opening =
  | { readonly phase: 'settings'; readonly link: string }
  | { readonly phase: 'moment'; readonly state: LinkState; readonly problems: readonly LinkProblem[] }

const NONE: readonly LinkProblem[] = []
/** How long all must rest until it is written. */
const REST_MS = 400

/** Opens a lesson's link after it was hydrated, and writes it whenever all is at rest. */
export function usePermalink(owner: LinkOwner, { lesson, settings, typing }: Around): Permalink {
  const { isOn, link, onLinkChange, defaultTime } = owner
  const { handle, waiting } = lesson
  const [problems, setProblems] = useState(NONE)
  const [opening, setOpening] = useState<Opening | null>(null)
  const isRoutersOwn = link !== undefined || onLinkChange !== undefined
  const key = linkKey(owner.id)

  /** Where the page opened, if it did not open a link: an owner of the clock, or chapters, may have moved it first. */
  const startMs = useRef<number>(undefined)
  const shown: Shown = {
    handle,
    settings: settings.settings,
    initial: settings.initial,
    canSet: settings.change !== null,
    startMs: defaultTime,
  }
  const busy = opening !== null || waiting || typing.running
  const now = useRef({ shown, busy, onLinkChange })
  useEffect(() => {
    now.current = { shown, busy, onLinkChange }
  })
  const place = useRef<LinkPlace | null>(null)
  /** The link as it was last written or read. */
  const last = useRef('')
  /** What the link that was opened came to: it is not written again before the reader does something. */
  const opened = useRef<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const write = useCallback(() => {
    const { shown: it, busy: isBusy } = now.current
    if (isBusy || it.handle.player.get().playing || !place.current) return
    const next = linkTo(it)
    // A question that takes the clock is not the reader's doing.
    if (opened.current !== null && [next, linkTo(it, leftAt(it.handle))].includes(opened.current)) return
    opened.current = null
    const to = isPristine({ ...it, startMs: startMs.current ?? it.startMs }) ? '' : next
    place.current.write(to, last.current)
    last.current = to
  }, [])
  const schedule = useCallback(() => {
    clearTimeout(timer.current)
    if (!now.current.shown.handle.player.get().playing) timer.current = setTimeout(write, REST_MS)
  }, [write])
  const open = useCallback((to: string) => {
    last.current = to
    setOpening({ phase: 'settings', link: to })
  }, [])

  // After the #.
  useEffect(() => {
    if (!isOn || isRoutersOwn) return
    if (isRouted(location.hash)) return setProblems([{ kind: 'routed' }])
    const release = takeKey(key)
    if (!release) return setProblems([{ kind: 'shared' }])
    const own = hashPlace(key)
    place.current = own
    const onHash = () => {
      const there = own.read()
      // The reader followed a link to a place of the page: ours is put beside it.
      if (there === null) schedule()
      else if (there !== last.current) open(there)
    }
    const first = own.read()
    if (first !== null) {
      open(first)
      // The browser did not find it, with our link beside it.
      const anchor = anchorIn(location.hash)
      if (anchor && scrollY === 0) document.getElementById(anchor)?.scrollIntoView()
    }
    addEventListener('hashchange', onHash)
    return () => {
      removeEventListener('hashchange', onHash)
      place.current = null
      release()
    }
  }, [isOn, isRoutersOwn, key, open, schedule])

  // With the site's router.
  useEffect(() => {
    if (!isOn || !isRoutersOwn) return
    place.current = routersPlace((to) => now.current.onLinkChange?.(to))
    return () => {
      place.current = null
    }
  }, [isOn, isRoutersOwn])
  useEffect(() => {
    if (isOn && link && link !== last.current) open(link)
  }, [isOn, link, open])

  useEffect(() => {
    if (opening?.phase !== 'settings') return
    const { state, problems: unread } = decodeLink(opening.link)
    const { model } = state.settings
    const isOffered = !model || settings.offers.all.some(({ id }) => id === model)
    settings.change?.({ ...settings.initial, ...state.settings, ...(!isOffered && { model: settings.initial.model }) })
    const missing: readonly LinkProblem[] = isOffered ? [] : [{ kind: 'missing', part: 'model', what: model ?? '' }]
    setOpening({ phase: 'moment', state, problems: [...unread, ...missing] })
  }, [opening, settings])
  useEffect(() => {
    // What did not arrive can be asked for again, and is opened then.
    if (opening?.phase !== 'moment' || waiting || typing.running || settings.failure) return
    const failed = typing.problem !== null
    setProblems([...opening.problems, ...(failed ? [{ kind: 'failed' } as const] : openIn(handle, opening.state))])
    setOpening(null)
    opened.current = linkTo({ ...now.current.shown, handle })
  }, [opening, waiting, typing, settings, handle])

  useEffect(() => {
    if (!isOn) return
    const stops = [handle.time, handle.selection, handle.player].map((one) => one.subscribe(schedule))
    return () => {
      for (const stop of stops) stop()
      clearTimeout(timer.current)
    }
  }, [isOn, handle, schedule])
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is written when any of these has changed
  useEffect(() => {
    if (!isOn) return
    if (!busy && last.current === '') startMs.current ??= leftAt(handle)
    schedule()
  }, [isOn, handle, busy, settings.settings, schedule])

  const value = useMemo<LessonLink | null>(
    () =>
      isOn
        ? {
            Copy: CopyLink,
            address() {
              const to = linkTo(now.current.shown)
              last.current = to
              opened.current = null
              place.current?.write(to)
              return place.current?.addressOf(to) ?? location.href
            },
          }
        : null,
    [isOn],
  )
  return { link: value, problems, dismiss: useCallback(() => setProblems(NONE), []) }
}

/** A link that the site's router keeps. What it answers is the address, or else the page's own is. */
function routersPlace(tell: (link: string) => unknown): LinkPlace {
  let address: unknown
  return {
    read: () => null,
    write(link, last) {
      if (link !== last) address = tell(link)
    },
    addressOf: () => (typeof address === 'string' ? new URL(address, location.href).href : location.href),
  }
}
