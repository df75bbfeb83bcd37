import { list, refuse } from './checks'

/** Merges as `'a b'` or as `['a', 'b']`; both parts and what they make must be in the vocabulary. */
export function readMerges(value: unknown, ids: ReadonlyMap<string, number>) {
  const merges: (readonly [number, number])[] = []
  const results: number[] = []
  for (const [i, merge] of list(value, 'model.merges').entries()) {
    const where = `model.merges[${i}]`
    const parts = typeof merge === 'string' ? merge.split(' ') : merge
    if (!Array.isArray(parts) || parts.length !== 2) throw refuse(where, merge, 'two entries of model.vocab')
    const [left, right] = parts as [unknown, unknown]
    if (typeof left !== 'string' || typeof right !== 'string') throw refuse(where, merge, 'two entries of model.vocab')
    const [a, b, joined] = [ids.get(left), ids.get(right), ids.get(left + right)]
    if (a === undefined || b === undefined || joined === undefined)
      throw refuse(where, merge, 'two entries of model.vocab that make a third')
    merges.push([a, b])
    results.push(joined)
  }
  return { merges, results }
}
