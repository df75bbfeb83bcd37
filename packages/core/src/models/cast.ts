import type { Random } from '../tensor/random'
import { ANIMALS, COLOURS, NAMES, type Name, type Noun, PLACES, SEATS, THINGS } from './words'

/** Who and what a story is about. Few of each, so that they come back. */
export interface Cast {
  readonly names: readonly Name[]
  readonly animals: readonly Noun[]
  readonly things: readonly (Noun & { readonly colour: string })[]
  readonly places: readonly string[]
  readonly seats: readonly string[]
}

export function chance(random: Random, probability: number): boolean {
  return random.uniform() < probability
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[random.int(items.length)] as T
}

/** `count` different items, in random order. */
export function sample<T>(random: Random, items: readonly T[], count: number): T[] {
  const rest = [...items]
  return Array.from({ length: Math.min(count, rest.length) }, () => rest.splice(random.int(rest.length), 1)[0] as T)
}

/** Two different items. */
export function two<T>(random: Random, items: readonly T[]): [T, T] {
  return sample(random, items, 2) as [T, T]
}

export function castOf(random: Random): Cast {
  const names = sample(random, NAMES, 3)
  if (chance(random, 0.2)) names[random.int(3)] = { text: invent(random, true), pronoun: pick(random, ['he', 'she']) }
  const animals = sample(random, ANIMALS, 3)
  if (chance(random, 0.12)) animals[random.int(3)] = inventNoun(random)
  const things: Noun[] = sample(random, THINGS, 3)
  if (chance(random, 0.12)) things[random.int(3)] = inventNoun(random)
  const colours = sample(random, COLOURS, 3)
  return {
    names,
    animals,
    things: things.map((thing, i) => ({ ...thing, colour: colours[i] as string })),
    places: sample(random, PLACES, 2),
    seats: sample(random, SEATS, 2),
  }
}

const CONSONANTS = [...'bcdfghjklmnpqrstvwxyz', 'ch', 'sh', 'th', 'st', 'br', 'tr']
const VOWELS = [...'aeiouaeiou', 'ee', 'oo', 'ai', 'ou', 'y']
const ENDINGS = ['', '', 'n', 'r', 's', 't', 'l', 'm', 'ck', 'ng', 'x']
/** Now and then a letter from elsewhere, so that bytes are seen too. */
const FOREIGN = [...'éüøñçжλ猫🙂']

/** A word that the vocabulary does not hold, to be read in pieces and copied. */
function invent(random: Random, capital: boolean): string {
  let word = ''
  const syllables = 1 + random.int(2)
  for (let i = 0; i < syllables; i++) word += pick(random, CONSONANTS) + pick(random, VOWELS)
  word += pick(random, ENDINGS)
  if (chance(random, 0.1)) word += pick(random, FOREIGN)
  return capital ? word.charAt(0).toUpperCase() + word.slice(1) : word
}

function inventNoun(random: Random): Noun {
  const one = invent(random, false)
  return { one, many: `${one}s` }
}
