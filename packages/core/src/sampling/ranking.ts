import type { Floats } from '../tensor/tensor'

/**
 * Gives the ids of a row one by one, best first; of equals, the lowest id first. A binary heap: V steps to begin with
 * and log V for each id taken, so that the best few of a large vocabulary are cheap.
 */
export function bestFirst(values: Floats): () => number {
  const heap = new Uint32Array(values.length)
  for (let id = 0; id < heap.length; id++) heap[id] = id
  let size = heap.length
  const precedes = (a: number, b: number) => {
    const difference = values[a]! - values[b]!
    return difference > 0 || (!(difference < 0) && a < b)
  }
  const sink = (at: number) => {
    const id = heap[at]!
    for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && precedes(heap[child + 1]!, heap[child]!)) child++
      if (!precedes(heap[child]!, id)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = id
  }
  for (let at = size >> 1; at--; ) sink(at)
  return () => {
    const best = heap[0]!
    heap[0] = heap[--size]!
    sink(0)
    return best
  }
}

/** The ids of the `count` largest values, best first. */
export function best(values: Floats, count: number): number[] {
  if (count === 1 && values.length > 0) return [largest(values)]
  const next = bestFirst(values)
  return Array.from({ length: Math.min(count, values.length) }, next)
}

/** The first id of the largest value. */
function largest(values: Floats): number {
  let best = 0
  for (let id = 1; id < values.length; id++) if (values[id]! > values[best]!) best = id
  return best
}

/** Where an id stands among all values: 1 for the largest; of equals, the lowest id first. As `bestFirst` gives them, in one look at each. */
export function rankOf(values: Floats, id: number): number {
  const own = values[id]!
  let before = 0
  for (let i = 0; i < values.length; i++) if (values[i]! > own || (values[i]! === own && i < id)) before++
  return before + 1
}
