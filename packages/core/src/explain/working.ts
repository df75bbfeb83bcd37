import type { Cell } from './cell'
import type { Between, Factor, Operation, Source, Step, StepName, Term } from './types'

/** How a number was made: what an explainer finds out. */
export interface Working {
  readonly operation: Operation
  readonly terms: readonly Term[]
  readonly steps?: readonly Step[]
  /** What it must be, where that is not the sum of the terms. */
  readonly value?: number
  /** The size of what rounding was relative to, where that is more than the sum of the absolute terms. */
  readonly size?: number
}

export type Explainer = (cell: Cell) => Working

/** The product of its factors. */
export function term(...factors: readonly Factor[]): Term {
  return { value: factors.reduce((product, { value }) => product * value, 1), factors }
}

export function step(name: StepName, value: number, ...of: readonly Source[]): Step {
  return { name, value, of }
}

/** A step as a factor. */
export function by({ name, value }: Pick<Step, 'name' | 'value'>): Between {
  return { name: null, step: name, value, ...(Number.isNaN(value) && { missing: true as const }) }
}

/** What rounding is relative to. */
export function sizeOf({ terms, size = 0 }: Working): number {
  return Math.max(size, sumOf(terms.map(({ value }) => Math.abs(value))))
}

/** The whole numbers from `from` to `to - 1`. */
export function range(to: number, from = 0): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
