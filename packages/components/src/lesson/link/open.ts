import { placeOf, selectionIn, timeOf } from '../carryOver'
import type { LessonHandle } from '../handle'
import type { Selection } from '../selection'
import type { LinkProblem, LinkState } from './state'

/** Takes the clock to the moment of a link and chooses what it chose, in a run that is there. What the run lacks is a problem. */
export function openIn(handle: LessonHandle, { moment, selection }: LinkState): readonly LinkProblem[] {
  const problems: LinkProblem[] = []
  if (moment) {
    const at = timeOf(handle.sequence, moment)
    const timeMs = at ?? Math.min(moment.ms, handle.sequence.durationMs)
    handle.asks.linked.set(placeOf({ sequence: handle.sequence, time: { get: () => timeMs } }) ?? null)
    handle.dispatch({ type: 'pause' })
    handle.dispatch({ type: 'seek', timeMs })
    if (at === undefined) {
      const { kind, step, layer } = moment
      problems.push({ kind: 'missing', part: 'at', what: [kind, step, layer].filter((one) => one !== null).join(' ') })
    }
  }
  const there = selectionIn(handle.run, selection)
  const axes = (['position', 'key', 'layer', 'head'] as const).filter((axis) => there[axis] !== selection[axis])
  for (const axis of axes) problems.push({ kind: 'unchosen', axis, index: selection[axis] as number })
  if (selection.cell && !there.cell) problems.push({ kind: 'missing', part: 'cell', what: cellName(selection.cell) })
  handle.selection.set({ hover: null, pinned: { ...there, cell: null } })
  handle.inspect(there.cell)
  return problems
}

function cellName({ tensor, index }: NonNullable<Selection['cell']>): string {
  return `${tensor}[${index.join(', ')}]`
}
