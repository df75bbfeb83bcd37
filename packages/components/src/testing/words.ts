/** Sixteen words, for models that need a vocabulary and no knowledge. */
export const WORDS = [
  ...[' the', ' cat', ' sat', ' on', ' mat', ' and', ' dog', ' saw'],
  ...[' a', ' bird', ' near', ' it', ' who', ' ran', ' home', '.'],
]

/** Ids of a text of `count` of them that repeats itself unevenly. */
export function someTokens(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i * i * 3 + i * 5) % WORDS.length)
}
