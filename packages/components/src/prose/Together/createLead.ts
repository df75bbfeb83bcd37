import type { PlayerEvent } from '@glassformer/core'
import { createAsks } from '../../lesson/asks'
import { placeIn } from '../../lesson/carryOver'
import { createLesson, type HandleOptions, type LessonHandle } from '../../lesson/handle'
import { type Lead, ownOf } from '../../lesson/lead'
import { prefersReducedMotion } from '../../lesson/reducedMotion'
import type { SelectionState } from '../../lesson/selection'
import { createStore, type Readable } from '../../lesson/store'
import { fromRun, inRun, sameState } from './selection'
import { clockOf, outlinesOf, placeOf } from './union'

/** A lesson among others. */
export interface Member {
  readonly key: string
  readonly lesson: LessonHandle
  /** As the author named it. */
  readonly name: string | undefined
}

export interface TogetherLead extends Lead {
  /** Enters a lesson while it is rendered, so that what is rendered after it, on a server too, knows it. */
  readonly enter: (member: Member) => void
  /** Takes a lesson along, where it stands in the page; returns the way to leave. */
  readonly join: (member: Member, node: Element) => () => void
  /** The common clock, as the handle of a lesson that has no run. Another when the runs need another. */
  readonly common: () => LessonHandle
  /** In the order of the page. */
  readonly members: () => readonly Member[]
  /** Changes with members and with the common clock. */
  readonly version: Readable<number>
  /** Tells that all lessons are where the common clock is now. Who listens to that clock itself may find them where they were. */
  readonly moved: Readable<number>
  /** Whether a lesson rests, for its run has no such step. */
  readonly rests: (lesson: LessonHandle) => boolean
}

/** What `createLead` asks of the component around it. */
export interface LeadOptions extends Pick<HandleOptions, 'onTime'> {
  /** The moment that the owner wants, if the clock is controlled. */
  readonly time: () => number | undefined
  readonly defaultTime: () => number | undefined
}

export function createLead({ time, defaultTime, onTime }: LeadOptions): TogetherLead {
  const entered = new Map<string, Member>()
  const nodes = new Map<string, Element>()
  const held = new Set<LessonHandle>()
  const asks = createAsks()
  const version = createStore(0)
  const moved = createStore(0)
  const changed = () => version.set(version.get() + 1)
  let common: LessonHandle = { ...createLesson({}), asks }
  let shape = ''
  let joined = 0
  /** The moment that the clock opened at, as long as nobody has said another. */
  let opened: number | null = 0
  let stop = () => {}

  const members = () => [...entered.values()].sort((a, b) => order(nodes.get(a.key), nodes.get(b.key)))
  const lessons = () => members().map(({ lesson }) => lesson)

  const align = () => {
    const { playing, rate } = common.player.get()
    for (const lesson of lessons()) {
      const { timeMs } = placeOf(lesson.sequence, common)
      ownOf(lesson).setTime(timeMs, { playing, rate })
    }
    moved.set(moved.get() + 1)
  }
  /** The common clock that the runs need now. */
  const current = () => {
    const outlines = outlinesOf(lessons().map(({ sequence }) => sequence))
    const needed = JSON.stringify([outlines, time() === undefined])
    if (needed === shape) return common
    const before = common.sequence.cues.length > 0 ? common : null
    const { playing, rate } = common.player.get()
    const untouched = opened === common.time.get()
    shape = needed
    const made = createLesson(
      {},
      {
        sequence: clockOf(outlines),
        // Runs arrive one after another: the moment to open at is one of the whole clock.
        initialTimeMs: (sequence) => time() ?? (before && !untouched ? placeIn(sequence, before) : defaultTime()),
        playing,
        rate,
        controlled: time() !== undefined,
        reducedMotion: prefersReducedMotion,
        ...(onTime && { onTime }),
      },
    )
    const setDragged = (dragged: boolean) => {
      made.setDragged(dragged)
      for (const lesson of lessons()) ownOf(lesson).setDragged(dragged)
    }
    common = { ...made, setDragged, asks }
    opened = untouched ? common.time.get() : null
    if (before) common.selection.set(before.selection.get())
    before?.hold(true)
    if (joined > 0) follow()
    return common
  }
  const follow = () => {
    stop()
    const stops = [common.time.subscribe(align), common.player.subscribe(align), follows(common)]
    common.hold(held.size > 0)
    stop = () => {
      for (const one of stops) one()
    }
  }

  let sharing = false
  /** What is chosen in one is chosen in all that have it. */
  const share = (from: LessonHandle) => {
    if (sharing) return
    sharing = true
    const state = from.selection.get()
    if (from !== common) common.selection.set(fromRun(from.run, common.selection.get(), state))
    for (const lesson of lessons()) if (lesson !== from) choose(lesson, common.selection.get())
    sharing = false
  }
  const follows = (lesson: LessonHandle) => lesson.selection.subscribe(() => share(lesson))

  const inCommon = (timeMs: number, { sequence }: LessonHandle) =>
    placeIn(common.sequence, { sequence, time: { get: () => timeMs } }) ?? 0
  const dispatch = (event: PlayerEvent, of: LessonHandle) =>
    common.dispatch(event.type === 'seek' ? { ...event, timeMs: inCommon(event.timeMs, of) } : event)

  return {
    members,
    version,
    moved,
    common: current,
    enter(member) {
      // Of one that has joined, what is rendered may not be on screen yet.
      if (!nodes.has(member.key)) entered.set(member.key, member)
    },
    join(member, node) {
      entered.set(member.key, member)
      nodes.set(member.key, node)
      joined++
      current()
      if (joined === 1) follow()
      choose(member.lesson, common.selection.get())
      align()
      const leave = follows(member.lesson)
      changed()
      return () => {
        leave()
        joined--
        nodes.delete(member.key)
        held.delete(member.lesson)
        if (entered.get(member.key)?.lesson === member.lesson) entered.delete(member.key)
        if (joined === 0) {
          stop()
          common.hold(true)
        } else common.hold(held.size > 0)
        changed()
      }
    },
    rests: (lesson) => placeOf(lesson.sequence, current()).rests,
    dispatch,
    playTo: (timeMs, fromMs, of) =>
      common.playTo(inCommon(timeMs, of), fromMs === undefined ? undefined : inCommon(fromMs, of)),
    setDragged: (dragged) => common.setDragged(dragged),
    asks,
    hold(still, of) {
      // One that has left holds nobody.
      if (still && lessons().includes(of)) held.add(of)
      else held.delete(of)
      if (joined > 0) common.hold(held.size > 0)
    },
  }
}

/** Gives a lesson what is chosen in all, as far as its run has it. */
function choose(lesson: LessonHandle, all: SelectionState): void {
  const state = inRun(lesson.run, all)
  if (!sameState(state, lesson.selection.get())) lesson.selection.set(state)
}

function order(a: Element | undefined, b: Element | undefined): number {
  if (!a || !b || a === b) return 0
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1
}
