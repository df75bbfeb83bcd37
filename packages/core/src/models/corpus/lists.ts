import type { Random } from '../../tensor/random'
import { chance, pick, sample } from './cast'
import { line } from './line'
import type { Template } from './stories'
import { CATEGORIES, COLOURS, MOODS, NAMES, NUMBERS, PLACES, SEATS, THINGS } from './words'

const KINDS = [COLOURS, PLACES, NAMES, NUMBERS, ...CATEGORIES.map(({ members }) => members.map(({ one }) => one))]
const ANY = [...new Set([...KINDS.flat(), ...SEATS, ...MOODS, ...THINGS.map(({ one }) => one)])]

/** Words of one kind, or of all kinds: then nothing but the list itself tells which word comes next. */
export function itemsOf(random: Random): string[] {
  return chance(random, 0.3)
    ? sample(random, pick(random, KINDS), 3 + random.int(3))
    : sample(random, ANY, 3 + random.int(8))
}

/** "List: red, seven, lamp. Again: red, seven, lamp." The key is the list, however it is written. */
export const repeating: Template = (random) => listOf(random, itemsOf(random))

export function listOf(random: Random, items: readonly string[]) {
  const separator = pick(random, [', ', ', ', ' '])
  const text = items.join(separator)
  const key = items.join(' ')
  const times = items.length > 6 ? 1 : 1 + random.int(3)
  const [first, next] = pick(random, [
    ['list:', 'again:'],
    ['say:', 'say it again:'],
    ['read:', 'read it again:'],
    ['one list is', 'the same list is'],
  ] as const)
  if (chance(random, 0.25))
    return [line(`list: ${Array.from({ length: 1 + times }, () => text).join(separator)}.`, key)]
  return [line(`${first} ${text}.`, key), ...Array.from({ length: times }, () => line(`${next} ${text}.`, key))]
}
