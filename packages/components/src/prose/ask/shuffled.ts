/**
 * A list in an order that nobody can guess and that is the same for the same seed, which is whatever numbers the question is
 * about: the tokens that it comes after, for instance.
 */
export function shuffled(list: readonly number[], seed: Iterable<number>): number[] {
  let start = 0x811c9dc5
  for (const part of seed) start = mixed(start, part)
  const keys = new Map(list.map((item) => [item, mixed(mixed(start, item), 0x9e3779b9)]))
  return [...list].sort((a, b) => (keys.get(a) as number) - (keys.get(b) as number) || a - b)
}

/** One round of a hash of 32 bits (FNV-1a), then its bits spread (the end of MurmurHash3). */
function mixed(hash: number, part: number): number {
  let h = Math.imul(hash ^ part, 0x01000193) >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
