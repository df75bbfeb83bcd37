import type { LessonRun } from '../../lesson/handle'
import { promptOf, traceOf } from '../where'

const ids = new WeakMap<object, number>()
let last = 0

/** Which one it is, without keeping it: a run is megabytes, and an answer may outlive it. */
export function idOf(one: object): number {
  const id = ids.get(one) ?? ++last
  ids.set(one, id)
  return id
}

const keys = new WeakMap<LessonRun, string>()

/** The model and the text of a run: the same whatever is sampled and however keys and values are kept. */
export function textKeyOf(run: LessonRun): string {
  const tokens = (traceOf(run)?.tokens ?? []).slice(0, promptOf(run))
  const key = keys.get(run) ?? [run.model ? idOf(run.model) : 0, ...tokens.map(({ id }) => id)].join(' ')
  keys.set(run, key)
  return key
}
