import type { Trace } from '@glassformer/core'
import type { ColorName } from '../color/palette'
import type { LessonRun } from '../lesson/handle'
import type { CellAddress, Selection } from '../lesson/selection'
import type { NamedCell } from '../messages/en/inspectorNames'

/** A name taken apart: what stands before it, its layer, and the row of the core's tables. */
export type CellParts = Pick<NamedCell, 'row' | 'layer' | 'gradient' | 'stored'>

export function partsOf(name: string): CellParts {
  const [, prefix = '', rest = ''] = /^(grad\.|stored\.)?(.*)$/s.exec(name) ?? []
  const layer = /^blocks\.(\d+)\./.exec(rest)?.[1]
  return {
    row: layer === undefined ? rest : rest.replace(/\d+/, 'l'),
    layer: Number(layer ?? 0),
    gradient: prefix === 'grad.',
    stored: prefix === 'stored.',
  }
}

/** Parameters have a capital letter, or are a norm's or a bias. */
export function isParameter(row: string): boolean {
  return /(^|[._])(W_\w+|b_\w+|w|b)$/.test(row)
}

/** What kind of thing a number is: its colour everywhere. */
export function kindOf(name: string): ColorName {
  const { row, gradient } = partsOf(name)
  if (gradient) return 'gradient'
  if (isParameter(row)) return 'weights'
  if (/attn\.(scores|pattern)$/.test(row)) return 'reads'
  if (/attn\.(rot_)?k$/.test(row)) return 'keys'
  if (/attn\.v$/.test(row)) return 'values'
  return row.startsWith('loss') ? 'loss' : 'forward'
}

/** What of a lesson a number belongs to: its layer and head, its position or its query and key. */
export function selectionOf({ tensor, index }: CellAddress): Partial<Selection> {
  const { row, layer } = partsOf(tensor)
  const [a = 0, b = 0, c = 0] = index
  const where = row.startsWith('blocks.l.') ? { layer } : {}
  if (isParameter(row) || row === 'loss') return where
  if (/attn\.(scores|pattern)$/.test(row)) return { ...where, head: a, position: b, key: c }
  if (/attn\.(rot_)?[kv]$/.test(row)) return { ...where, key: a }
  return /attn\.(rot_)?[qz]$/.test(row) ? { ...where, head: b, position: a } : { ...where, position: a }
}

/** Whether a number is of a training step, and of no other run. */
export function isOfBackward({ tensor }: CellAddress): boolean {
  return /^(grad\.|loss)/.test(tensor)
}

/** The trace that a path of numbers is followed in: once in a training step, all below is of it, too. */
export function traceOf({ generation, forward, backward }: LessonRun, path: readonly CellAddress[]): Trace | undefined {
  return (path.some(isOfBackward) ? backward : undefined) ?? generation ?? forward ?? backward
}

export function keyOf({ tensor, index }: CellAddress): string {
  return `${tensor} ${index.join(' ')}`
}
