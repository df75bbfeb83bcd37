import { createModel, generate, type PlayerEvent, runBackward, runForward } from '@glassformer/core'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { placeIn, selectionIn } from '../../lesson/carryOver'
import { createLesson, type LessonHandle, type LessonRun } from '../../lesson/handle'
import { ledBy } from '../../lesson/lead'
import { pin, type Selection } from '../../lesson/selection'
import { createLead, type TogetherLead } from './createLead'
import { placeOf } from './union'

const small = createModel({ nLayers: 2, nHeads: 2, dModel: 8, nCtx: 16, dVocab: 7 }, { seed: 1 })
const deep = createModel({ nLayers: 3, nHeads: 4, dModel: 8, nCtx: 16, dVocab: 7 }, { seed: 2 })
const RUNS: readonly LessonRun[] = [
  {
    model: small,
    generation: generate(small, [1, 2, 3], { maxNewTokens: 4 }),
    backward: runBackward(small, [1, 2, 3]),
  },
  { model: deep, generation: generate(deep, [1, 2], { maxNewTokens: 2 }), backward: runBackward(deep, [1, 2]) },
  { model: small, generation: generate(small, [1, 2, 3, 4, 5], { maxNewTokens: 1, cache: 'none' }) },
  { model: deep, forward: runForward(deep, [1, 2, 3]) },
]

interface Group {
  readonly lead: TogetherLead
  readonly lessons: LessonHandle[]
  /** Gives a lesson another run, as typing does. */
  readonly type: (index: number, run: LessonRun) => void
}

function together(runs: readonly LessonRun[], options: Partial<Parameters<typeof createLead>[0]> = {}): Group {
  const lead = createLead({ time: () => undefined, defaultTime: () => undefined, ...options })
  const node = () => document.body.appendChild(document.createElement('p'))
  const leave: (() => void)[] = []
  const lessons: LessonHandle[] = []
  const enter = (index: number, run: LessonRun) => {
    const lesson = ledBy(createLesson(run), lead)
    const member = { key: String(index), lesson, name: undefined }
    lead.enter(member)
    leave[index] = lead.join(member, node())
    lesson.hold(false)
    lessons[index] = lesson
  }
  for (const [i, run] of runs.entries()) enter(i, run)
  return {
    lead,
    lessons,
    type(index, run) {
      leave[index]?.()
      lessons[index]?.hold(true)
      enter(index, run)
    },
  }
}

/** Every lesson is where the common clock is, and plays as it does. */
function expectAligned({ lead, lessons }: Group) {
  const common = lead.common()
  for (const lesson of lessons) {
    const place = placeIn(lesson.sequence, common)
    if (place !== undefined) expect(lesson.time.get()).toBe(place)
    else
      expect(lesson.sequence.cues.some(({ endMs }) => endMs === lesson.time.get()) || lesson.time.get() === 0).toBe(
        true,
      )
    expect(lead.rests(lesson)).toBe(place === undefined)
    expect(lesson.player.get()).toMatchObject({ playing: common.player.get().playing, rate: common.player.get().rate })
    const frame = lesson.frameOf('forward')
    const alone = createLesson(lesson.run, { initialTimeMs: lesson.time.get() }).frameOf('forward')
    expect(frame).toEqual(alone)
  }
}

const share = fc.nat(1000).map((n) => n / 1000)
const who = fc.nat(10)
const index = fc.option(fc.nat(5), { nil: null })
type Act =
  | readonly ['common' | 'member', number, PlayerEvent | number]
  | readonly ['type', number, number]
  | readonly ['pin', number, Partial<Selection>]
const acts = fc.array(
  fc.oneof(
    fc.tuple(
      fc.constantFrom('common' as const, 'member' as const),
      who,
      fc.oneof(
        share,
        fc.constantFrom<PlayerEvent>(
          { type: 'play' },
          { type: 'pause' },
          { type: 'toggle' },
          { type: 'reset' },
          { type: 'step', by: 1 },
          { type: 'step', by: -1 },
          { type: 'rate', rate: 2 },
        ),
        fc.nat(3000).map((deltaMs): PlayerEvent => ({ type: 'tick', deltaMs })),
      ),
    ),
    fc.tuple(fc.constant('type' as const), who, fc.nat(RUNS.length - 1)),
    fc.tuple(
      fc.constant('pin' as const),
      who,
      fc.record({ position: index, key: index, layer: index, head: index }, { requiredKeys: [] }),
    ),
  ) as fc.Arbitrary<Act>,
  { maxLength: 25 },
)

describe('lessons together', () => {
  it('are at the same moment and have the same things chosen, whatever is played, sought, typed and pointed at', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(RUNS.length - 1), { minLength: 1, maxLength: 3 }), acts, (runs, all) => {
        const group = together(runs.map((i) => RUNS[i] as LessonRun))
        const { lead, lessons } = group
        for (const [what, at, how] of all) {
          const member = at % lessons.length
          const target = what === 'common' ? lead.common() : (lessons[member] as LessonHandle)
          if (what === 'type') group.type(member, RUNS[how as number] as LessonRun)
          else if (what === 'pin') {
            const { run, selection } = lessons[member] as LessonHandle
            selection.set(
              pin(selection.get(), selectionIn(run, { ...selection.get().pinned, ...(how as Partial<Selection>) })),
            )
          } else if (typeof how === 'number')
            target.dispatch({ type: 'seek', timeMs: how * target.sequence.durationMs })
          else target.dispatch(how as PlayerEvent)
          expectAligned(group)
          const { pinned } = lead.common().selection.get()
          for (const { run, selection } of lessons) expect(selection.get().pinned).toEqual(selectionIn(run, pinned))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('have on the common clock every step that one of them has, in order', () => {
    const { lead, lessons } = together(RUNS)
    const { cues } = lead.common().sequence
    for (const { sequence } of lessons) {
      const places = sequence.cues.map(({ cue, part }) =>
        cues.findIndex(
          (at) =>
            at.cue.kind === cue.kind &&
            at.cue.layer === cue.layer &&
            at.cue.step === cue.step &&
            lead.common().sequence.parts[at.part]?.timeline.kind === sequence.parts[part]?.timeline.kind,
        ),
      )
      expect(places).not.toContain(-1)
      expect(places).toEqual([...places].sort((a, b) => a - b))
    }
  })

  it('rest at the end of the last step that they have, where another is longer or deeper', () => {
    const { lead, lessons } = together(RUNS.slice(0, 2))
    const common = lead.common()
    const [short] = [lessons[1] as LessonHandle]
    const ended = (sequence: LessonHandle['sequence'], kind: string, step: number, layer: number | null = null) =>
      sequence.cues.find(({ cue }) => cue.kind === kind && cue.step === step && cue.layer === layer)?.endMs as number
    common.dispatch({ type: 'seek', timeMs: ended(common.sequence, 'read', 3, 0) })
    expect(short.time.get()).toBe(ended(short.sequence, 'sample', 1))
    expect(lead.rests(short)).toBe(true)
    common.dispatch({ type: 'seek', timeMs: ended(common.sequence, 'mlp', 1, 2) - 10 })
    const shallow = lessons[0] as LessonHandle
    expect(shallow.time.get()).toBe(ended(shallow.sequence, 'mlp', 1, 1))
    expect([lead.rests(shallow), lead.rests(short)]).toEqual([true, false])
  })

  it('keep chosen in one what another does not have', () => {
    const { lead, lessons } = together(RUNS.slice(0, 2))
    const [shallow, wide] = lessons as [LessonHandle, LessonHandle]
    wide.selection.set(pin(wide.selection.get(), { head: 3, layer: 1 }))
    expect(shallow.selection.get().pinned).toMatchObject({ head: null, layer: 1 })
    shallow.selection.set({ ...shallow.selection.get(), hover: { position: 1 } })
    shallow.selection.set({ ...shallow.selection.get(), hover: null })
    expect(wide.selection.get().pinned).toMatchObject({ head: 3, layer: 1 })
    expect(lead.common().selection.get().pinned).toMatchObject({ head: 3 })
  })

  it('wait for the one whose run is being computed, and for nobody who has left', () => {
    const group = together(RUNS.slice(0, 2))
    const ticks = vi.spyOn(group.lead.common(), 'hold')
    const [first, second] = group.lessons as [LessonHandle, LessonHandle]
    first.hold(true)
    expect(ticks).toHaveBeenLastCalledWith(true)
    second.hold(true)
    first.hold(false)
    expect(ticks).toHaveBeenLastCalledWith(true)
    second.hold(false)
    expect(ticks).toHaveBeenLastCalledWith(false)
    group.type(0, RUNS[0] as LessonRun)
    first.hold(true)
    expect(ticks.mock.lastCall).toEqual([false])
  })

  it('open at the moment of the whole clock, whichever run comes first, until somebody moves it', () => {
    const { time } = together(RUNS.slice(0, 2)).lead.common()
    expect(time.get()).toBe(
      together([RUNS[1], RUNS[0]] as LessonRun[])
        .lead.common()
        .time.get(),
    )
    const defaultTime = () => 9000
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const group = together(
        order.map((i) => RUNS[i] as LessonRun),
        { defaultTime },
      )
      expect(group.lead.common().time.get()).toBe(9000)
      expectAligned(group)
    }
    const group = together(RUNS.slice(1, 2), { defaultTime })
    group.lead.common().dispatch({ type: 'seek', timeMs: 1500 })
    const { kind, layer, step } = group.lessons[0]?.frameOf('forward')?.cue ?? {}
    group.type(0, RUNS[0] as LessonRun)
    expect(group.lessons[0]?.frameOf('forward')?.cue).toMatchObject({ kind, layer, step })
  })

  it('ask one owner for moments', () => {
    const onTime = vi.fn()
    const { lead, lessons } = together(RUNS.slice(0, 2), { time: () => 100, onTime })
    expect(lead.common().time.get()).toBe(100)
    const [, second] = lessons as [LessonHandle, LessonHandle]
    second.playTo(second.sequence.cues[2]?.endMs as number, 0)
    expect(onTime).toHaveBeenLastCalledWith(0, 'seek')
    expect(second.time.get()).toBe(placeOf(second.sequence, lead.common()).timeMs)
  })
})
