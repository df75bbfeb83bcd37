/**
 * How many of the most probable tokens can be chosen between: 1, 2, 3, 5 and their tens, as far as the vocabulary goes, and
 * then all of it.
 */
export function topKSteps(vocabulary: number): readonly number[] {
  const steps: number[] = []
  for (let ten = 1; ten < vocabulary; ten *= 10)
    for (const first of [1, 2, 3, 5]) if (first * ten < vocabulary) steps.push(first * ten)
  return [...steps, vocabulary]
}
