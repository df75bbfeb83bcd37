import type { Model } from '../model/model'
import { createRun, type Run, releaseRun } from '../model/run'

/** The memory of each model's last run, for the next that is as long. While it is in use, it is not in here. */
const kept = new WeakMap<Model, Run>()
/** 64 MB: what is larger is not held for later. */
const MOST = 2 ** 24

/** A run that writes over whatever an earlier one left. Give it to `returnRun` afterwards, whatever happened. */
export function borrowRun(model: Model, positions: number, keys: number): Run {
  const run = kept.get(model)
  kept.delete(model)
  if (run?.positions === positions && run.keys === keys) return run
  if (run) releaseRun(run)
  return createRun(model, positions, keys)
}

export function returnRun(run: Run): void {
  if (kept.has(run.model) || run.layout.size > MOST) releaseRun(run)
  else kept.set(run.model, run)
}
