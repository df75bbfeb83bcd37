import { isObject } from '../tensor/checks'
import { checkOption } from '../tensor/errors'
import { countsOf, createCounter } from './counter'
import { type StepCounts, WORK_KINDS, type WorkCounts } from './types'

/** The counts of step `a` and then step `b`. The cache's size is that after `b`. */
export function addCounts(a: StepCounts, b: StepCounts): StepCounts {
  const macs = Object.fromEntries(WORK_KINDS.map((kind) => [kind, a.macs[kind] + b.macs[kind]]))
  return {
    macs: macs as Record<keyof WorkCounts, number>,
    totalMacs: a.totalMacs + b.totalMacs,
    bytes: {
      cacheWritten: a.bytes.cacheWritten + b.bytes.cacheWritten,
      cacheRead: a.bytes.cacheRead + b.bytes.cacheRead,
      cacheSize: b.bytes.cacheSize,
    },
  }
}

function areCounts(step: unknown): boolean {
  if (!isObject(step) || !isObject(step.macs) || !isObject(step.bytes)) return false
  return [step.totalMacs, ...Object.values(step.macs), ...Object.values(step.bytes)].every((n) => typeof n === 'number')
}

/** The counts of steps one after another; the cache's size is that after the last. All 0 for no steps. */
export function sumCounts(steps: readonly StepCounts[]): StepCounts {
  const ok = Array.isArray(steps) && steps.every(areCounts)
  checkOption('The counts', steps, ok, 'an array of those of steps')
  return steps.reduce(addCounts, countsOf(createCounter()))
}
