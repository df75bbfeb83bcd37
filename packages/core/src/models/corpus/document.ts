import type { Random } from '../../tensor/random'
import { ENCLOSING } from './brackets'
import { castOf, chance, pick } from './cast'
import * as facts from './facts'
import { capitalized, isHeldOut, type Line } from './line'
import { repeating } from './lists'
import { giving, losing, pair, pet, type Template } from './stories'

const { aside, nest, group, quote, dialogue, mixed } = ENCLOSING
const { sitting, agreement, asking, category, going, having, liking, sorting } = facts

/** The kinds of text, each as often as its weight says. */
const WEIGHTS: readonly (readonly [Template, number])[] = [
  [giving, 6],
  [pet, 4],
  [pair, 4],
  [losing, 3],
  [sitting, 3],
  [agreement, 5],
  [asking, 1],
  [category, 3],
  [sorting, 6],
  [going, 4],
  [having, 4],
  [liking, 1],
  [repeating, 8],
  [aside, 2],
  [nest, 3],
  [group, 3],
  [quote, 2],
  [dialogue, 2],
  [mixed, 2],
]
const TEMPLATES = WEIGHTS.flatMap(([template, weight]) => Array<Template>(weight).fill(template))

/** The lines of one text about one small cast: a few short ones that go together, or one story. */
export function drawDocument(random: Random, allowed: (line: Line) => boolean = () => true): Line[] {
  const cast = castOf(random)
  const lines: Line[] = []
  const count = pick(random, [1, 1, 2, 3])
  for (let i = 0; i < count; ) {
    const next = pick(random, TEMPLATES)(random, cast)
    if (!next.every(allowed)) continue
    lines.push(...next)
    i++
  }
  return chance(random, 0.15) ? lines : lines.map(capitalized)
}

/** A document in which nothing is held out. */
export function drawTrainingDocument(random: Random): Line[] {
  return drawDocument(random, (line) => !isHeldOut(line))
}
