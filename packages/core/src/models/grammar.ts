import type { Random } from '../tensor/random'
import { castOf, chance, pick } from './cast'
import { TEMPLATES } from './templates'

/** Sentences of so many words or more are held out of the training text by chance; short ones are facts and answers. */
const LONG = 6
/** One long sentence in so many is held out. */
const HELD_OUT_SHARE = 12

/**
 * A story of at least `minSentences` sentences about one small cast. All in lower case but for names; or, one time in
 * four, with a capital at the start of each sentence.
 */
export function createStory(random: Random, minSentences: number, allowed = (_sentence: string) => true): string[] {
  const cast = castOf(random)
  const sentences: string[] = []
  while (sentences.length < minSentences) {
    const next = pick(random, TEMPLATES)(random, cast)
    if (next.every(allowed)) sentences.push(...next)
  }
  return chance(random, 0.25) ? sentences.map(capitalized) : sentences
}

/**
 * Whether a sentence belongs to the held-out text: decided by a hash of its words (FNV-1a), so that it is the same for
 * every seed. Capitals do not count.
 */
export function isHeldOut(sentence: string): boolean {
  const words = sentence.toLowerCase()
  if (words.split(' ').length < LONG) return false
  let hash = 0x811c9dc5
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words.charCodeAt(i), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) % HELD_OUT_SHARE === 0
}

/** A story in which no sentence is held out. */
export function createTrainingStory(random: Random, minSentences: number): string[] {
  return createStory(random, minSentences, (sentence) => !isHeldOut(sentence))
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
