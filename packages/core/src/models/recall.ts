import type { Model } from '../model/model'
import { runForward } from '../model/runForward'
import { createRandom, type Random } from '../tensor/random'
import { castOf, pick, sample } from './cast'
import { isHeldOut } from './grammar'
import { textTokenizer } from './textConfig'
import { ACTS, CATEGORIES, type Name, type Noun, PLACES, SEATS } from './words'

/** A beginning, and which continuations are right: `right` must be likelier together than `wrong`, or than all else. */
export interface Case {
  readonly prompt: string
  readonly right: readonly string[]
  /** Without it, the likeliest token of all must be the first of `right`. */
  readonly wrong?: readonly string[]
}

/** Questions that only the text before can answer. Each has a sentence that the training text does not have, or `undefined`. */
type Draw = (random: Random) => { readonly sentence: string; readonly rest: string } & Omit<Case, 'prompt'>

const spaced = (words: readonly string[]) => words.map((word) => ` ${word}`)

/** "Anna gave the red ball to Ben. Ben thanked" -> " Anna" */
const giver: Draw = (random) => {
  const { names, things } = castOf(random)
  const [x, y] = sample(random, names, 2) as [Name, Name]
  const { colour, one } = pick(random, things)
  return {
    sentence: `${x.text} gave the ${colour} ${one} to ${y.text}.`,
    rest: ` ${y.text} thanked`,
    right: [` ${x.text}`],
  }
}

/** "the cat sat on the mat and the dog sat on the bed. the dog slept on the" -> " bed" */
const seat: Draw = (random) => {
  const [x, y] = sample(random, castOf(random).animals, 2) as [Noun, Noun]
  const [s, t] = sample(random, SEATS, 2) as [string, string]
  const first = random.int(2) === 0
  return {
    sentence: `the ${x.one} sat on the ${s} and the ${y.one} sat on the ${t}.`,
    rest: ` the ${(first ? x : y).one} slept on the`,
    right: [` ${first ? s : t}`],
  }
}

/** "Anna went to the park and Ben went to the river. where is Ben? in the" -> " river" */
const place: Draw = (random) => {
  const [x, y] = sample(random, castOf(random).names, 2) as [Name, Name]
  const [p, q] = sample(random, PLACES, 2) as [string, string]
  const first = random.int(2) === 0
  return {
    sentence: `${x.text} went to the ${p} and ${y.text} went to the ${q}.`,
    rest: ` where is ${(first ? x : y).text}? in the`,
    right: [` ${first ? p : q}`],
  }
}

/** "the cats near the dog" -> "chase", "see", ... rather than "chases", "sees", ... */
const agreement: Draw = (random) => {
  const [x, y] = sample(random, castOf(random).animals, 2) as [Noun, Noun]
  const plural = random.int(2) === 0
  const verbs = [ACTS.map(({ one }) => one), ACTS.map(({ many }) => many)] as const
  return {
    sentence: '',
    // The noun in between has the other number, and must not be heeded.
    rest: `the ${plural ? x.many : x.one} near the ${plural ? y.one : y.many}`,
    right: spaced(verbs[plural ? 1 : 0]),
    wrong: spaced(verbs[plural ? 0 : 1]),
  }
}

/** "a cat is an animal and a pear is a" -> " fruit" */
const category: Draw = (random) => {
  const [c, d] = sample(random, CATEGORIES, 2) as [(typeof CATEGORIES)[number], (typeof CATEGORIES)[number]]
  const article = (word: string) => (/^[aeiou]/.test(word) ? 'an' : 'a')
  const [x, y] = [pick(random, c.members).one, pick(random, d.members).one]
  return {
    sentence: '',
    rest: `${article(x)} ${x} is ${article(c.kind.one)} ${c.kind.one} and ${article(y)} ${y} is ${article(d.kind.one)}`,
    right: [` ${d.kind.one}`],
  }
}

export const TASKS = { giver, seat, place, agreement, category } as const
export type Task = keyof typeof TASKS

/** Cases of a task whose first sentence is held out of the training text. */
export function drawCases(task: Task, seed: number, count: number): Case[] {
  const random = createRandom(seed)
  const cases: Case[] = []
  while (cases.length < count) {
    const { sentence, rest, ...answers } = TASKS[task](random)
    if (sentence === '' || isHeldOut(sentence)) cases.push({ prompt: sentence + rest, ...answers })
  }
  return cases
}

/** Share of the cases that the model completes rightly. Of an answer in several tokens, the first one counts. */
export function accuracyOf(model: Model, cases: readonly Case[]): number {
  const idOf = (text: string) => textTokenizer.encode(text)[0] as number
  const right = cases.filter(({ prompt, right: good, wrong }) => {
    const probs = runForward(model, textTokenizer.encode(prompt)).tensor('probs').data.subarray(-model.config.dVocab)
    const sum = (words: readonly string[]) => words.reduce((total, word) => total + (probs[idOf(word)] as number), 0)
    return wrong ? sum(good) > sum(wrong) : probs[idOf(good[0] as string)] === Math.max(...probs)
  })
  return right.length / cases.length
}
