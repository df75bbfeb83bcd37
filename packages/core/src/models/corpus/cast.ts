import type { Random } from '../../tensor/random'
import { ANIMALS, BOYS, boy, COLOURS, GIRLS, girl, type Name, type Noun, PLACES, SEATS, THINGS } from './words'

/** Who and what a text is about. Few of each, so that they come back. */
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

/** Three names, girls and boys both among them; now and then one that is nobody's. */
export function castOf(random: Random): Cast {
  const [g, b] = [two(random, GIRLS), two(random, BOYS)]
  const names = sample(random, [g[0], b[0], chance(random, 0.5) ? g[1] : b[1]], 3)
  if (chance(random, 0.06)) {
    const at = random.int(3)
    names[at] = (names[at]?.child === 'girl' ? girl : boy)(invent(random))
  }
  const colours = sample(random, COLOURS, 3)
  return {
    names,
    animals: sample(random, ANIMALS, 3),
    things: sample(random, THINGS, 3).map((thing, i) => ({ ...thing, colour: colours[i] as string })),
    places: sample(random, PLACES, 3),
    seats: sample(random, SEATS, 2),
  }
}

const CONSONANTS = [...'bdklmnprtvz']
const VOWELS = [...'aeiou']
const ENDINGS = ['', '', 'n', 'r', 'l', 'ra', 'lo']
/** Now and then a letter from elsewhere, so that bytes are seen too. */
const FOREIGN = [...'éüøñçжλ猫🙂']

/** A name that the tokenizer has in fragments, to be read and copied piece by piece. */
function invent(random: Random): string {
  let name = ''
  for (let i = 0; i < 2; i++) name += pick(random, CONSONANTS) + pick(random, VOWELS)
  name += pick(random, ENDINGS)
  if (chance(random, 0.1)) name += pick(random, FOREIGN)
  return name.charAt(0).toUpperCase() + name.slice(1)
}
