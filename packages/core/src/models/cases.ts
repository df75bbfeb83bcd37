import { createRandom, type Random } from '../tensor/random'
import type { Tokenizer } from '../tokenizer/types'
import { BRACKETED, ENCLOSING, QUOTED } from './corpus/brackets'
import { castOf, pick, sample } from './corpus/cast'
import { between, going, having, sitting, sorting } from './corpus/facts'
import { capitalized, isHeldOut, type Line, textOf } from './corpus/line'
import { itemsOf, listOf } from './corpus/lists'
import { giving, losing, pair, pet, type Template } from './corpus/stories'
import { ACTS, a, CATEGORIES, type Noun } from './corpus/words'

/** A beginning, and which continuations are right: `right` must be likelier together than `wrong`, or than all else. */
export interface Case {
  readonly prompt: string
  readonly right: readonly string[]
  /** Without it, the likeliest token of all must be the first of `right`. */
  readonly wrong?: readonly string[]
}

/** A case of a held-out line; or none, and another is drawn. */
type Draw = (random: Random, tokenizer: Tokenizer) => Case | undefined

const spaced = (words: readonly string[]) => words.map((word) => ` ${word}`)
const written = (lines: readonly Line[]) => lines.map(capitalized)
/** Whether the first fact of these lines is held out. */
const isNew = (lines: readonly Line[]) => {
  const first = lines.find(({ key }) => key)
  return first !== undefined && isHeldOut(first)
}

/** A line that closes something, up to a mark that closes. */
function closing(templates: readonly Template[], marks: RegExp): Draw {
  return (random) => {
    const lines = pick(random, templates)(random, castOf(random)).slice(0, 1)
    const [line] = written(lines)
    if (!line || !isNew(lines)) return undefined
    const ends = [...line.text.matchAll(marks)].map((match) => match.index + match[0].length - 1)
    if (ends.length === 0) return undefined
    const end = pick(random, ends)
    return { prompt: line.text.slice(0, end), right: [line.text.charAt(end)] }
  }
}

/** A text up to the first answer that the lines before decide, at least `distance` tokens after it was last stated. */
function answers(templates: readonly Template[], distance = 0, fits: (first: string) => boolean = () => true): Draw {
  return (random, tokenizer) => {
    const drawn = pick(random, templates)(random, castOf(random))
    if (!isNew(drawn) || !fits(drawn[0]?.text ?? '')) return undefined
    const lines = written(drawn)
    const at = lines.findIndex(({ answer }) => answer !== undefined)
    const { text, answer } = lines[at] as Line & { answer: string }
    const before = textOf(lines.slice(0, at))
    const end = ` ${text}`.lastIndexOf(` ${answer}`)
    const prompt = before + ` ${text}`.slice(0, end)
    const since = tokenizer.encode(prompt.slice(prompt.lastIndexOf(answer) + answer.length)).length
    return since >= distance ? { prompt, right: [` ${answer}`] } : undefined
  }
}

/** Whether a line states two facts of a kind, so that an answer must keep them apart. */
const two = (text: string) => text.includes(' and ')

/** "List: red, seven, lamp. Again: red, seven," -> " lamp" */
const repeat: Draw = (random) => {
  const items = itemsOf(random)
  const lines = listOf(random, items)
  if (!isNew(lines)) return undefined
  const text = textOf(written(lines))
  const item = ` ${items[1 + random.int(items.length - 1)]}`
  return { prompt: text.slice(0, text.lastIndexOf(item)), right: [item] }
}

/** "The cats near the dog" -> "chase", "see", ... rather than "chases", "sees", ... */
const agreement: Draw = (random) => {
  const [x, y, z] = sample(random, castOf(random).animals, 3) as [Noun, Noun, Noun]
  const plural = random.int(2) === 0
  const [good, bad] = [ACTS.map(({ one }) => ` ${one}`), ACTS.map(({ many }) => ` ${many}`)] as const
  return {
    prompt: `The ${plural ? x.many : x.one}${between(random, y, z)}`,
    right: plural ? bad : good,
    wrong: plural ? good : bad,
  }
}

/** "A cat is an animal and a pear is a" -> " fruit" */
const kind: Draw = (random) => {
  const [c, d] = sample(random, CATEGORIES, 2) as [(typeof CATEGORIES)[number], (typeof CATEGORIES)[number]]
  const [x, y] = [pick(random, c.members).one, pick(random, d.members).one]
  const text = `${a(x)} is ${a(c.kind.one)} and ${a(y)} is ${a(d.kind.one).split(' ')[0]}`
  return { prompt: text.charAt(0).toUpperCase() + text.slice(1), right: spaced([d.kind.one]) }
}

/** What the text model is asked, each on cases that the training text does not have. */
export const TASKS = {
  brackets: closing(BRACKETED, /[)\]}]/g),
  quotations: closing(QUOTED, /[.?!]"/g),
  lists: repeat,
  recall: answers([giving, pet, pair, losing], 20),
  giver: answers([giving]),
  speaker: answers([ENCLOSING.dialogue]),
  seat: answers([sitting], 0, two),
  place: answers([going], 0, two),
  owner: answers([having], 0, two),
  sorting: answers([sorting]),
  agreement,
  category: kind,
} as const
export type Task = keyof typeof TASKS

/** Cases of a task. */
export function drawCases(tokenizer: Tokenizer, task: Task, seed: number, count: number): Case[] {
  const random = createRandom(seed)
  const cases: Case[] = []
  while (cases.length < count) {
    const drawn = TASKS[task](random, tokenizer)
    if (drawn) cases.push(drawn)
  }
  return cases
}
