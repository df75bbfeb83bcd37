import type { Random } from '../tensor/random'
import { type Cast, chance, pick, sample, two } from './cast'
import {
  ACTS,
  CATEGORIES,
  COLOURS,
  MOODS,
  MOVES,
  type Name,
  type Noun,
  NUMBERS,
  PLACES,
  RESTS,
  type Verb,
} from './words'

/** Makes a few sentences that belong together; words are apart by single spaces, marks follow their word. */
export type Template = (random: Random, cast: Cast) => string[]

const a = (word: string) => `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`
const the = ({ colour, one }: Noun & { colour: string }, random: Random) =>
  chance(random, 0.6) ? `the ${colour} ${one}` : `the ${one}`

/** "Anna gave the red ball to Ben. Ben thanked Anna." */
const giving: Template = (random, { names, things }) => {
  const [x, y, z] = sample(random, names, 3) as [Name, Name, Name]
  const thing = pick(random, things)
  const give = (from: string, to: string) =>
    chance(random, 0.7) ? `${from} gave ${the(thing, random)} to ${to}.` : `${from} gave ${to} ${the(thing, random)}.`
  const thank = (from: string, to: string) =>
    `${to} thanked ${from}${chance(random, 0.3) ? ` for the ${thing.one}` : ''}.`
  const sentences = [give(x.text, y.text), thank(x.text, y.text)]
  let owner = y.text
  if (chance(random, 0.3)) {
    owner = z.text
    sentences.push(`then ${give(y.text, owner)}`, thank(y.text, owner))
  }
  if (chance(random, 0.4)) sentences.push(`now ${owner} has the ${thing.one}.`)
  return sentences
}

/** "the cat sat on the mat and the dog sat on the bed. the cat slept on the mat." */
const sitting: Template = (random, { animals, seats }) => {
  const [x, y] = two(random, animals)
  const [s, t] = two(random, seats)
  const again = (one: string, seat: string) =>
    chance(random, 0.5) ? `the ${one} was on the ${seat}.` : `the ${one} slept on the ${seat}.`
  if (chance(random, 0.4)) {
    const sentences = [`the ${x.one} sat on the ${s}.`]
    if (chance(random, 0.5)) sentences.push(`the ${y.one} saw the ${x.one} on the ${s}.`)
    return [...sentences, again(x.one, s)]
  }
  const first = `the ${x.one} sat on the ${s} and the ${y.one} sat on the ${t}.`
  const both = [again(x.one, s), again(y.one, t)]
  return [first, ...sample(random, both, 1 + random.int(2))]
}

interface Subject {
  readonly text: string
  readonly plural: boolean
}

const subject = (random: Random, { one, many }: Noun): Subject => {
  const plural = chance(random, 0.5)
  if (plural) return { text: chance(random, 0.25) ? `${pick(random, NUMBERS)} ${many}` : `the ${many}`, plural }
  return { text: chance(random, 0.2) ? pick(random, [`one ${one}`, a(one), `every ${one}`]) : `the ${one}`, plural }
}
const agree = ({ plural }: Subject, verb: Verb) => (plural ? verb.many : verb.one)

/** "the cats near the house chase the dog. the dog runs to the river." */
const agreement: Template = (random, { animals, places }) => {
  const [x, y, z] = sample(random, animals, 3) as [Noun, Noun, Noun]
  const doer = subject(random, x)
  const other = chance(random, 0.5) ? y.one : y.many
  const near = chance(random, 0.5)
    ? ''
    : ` near the ${chance(random, 0.5) ? pick(random, places) : pick(random, [z.one, z.many])}`
  if (chance(random, 0.3))
    return [`${doer.text}${near} ${agree(doer, pick(random, RESTS))} in the ${pick(random, places)}.`]
  const sentences = [`${doer.text}${near} ${agree(doer, pick(random, ACTS))} the ${other}.`]
  const next: Subject = { text: `the ${other}`, plural: other !== y.one }
  if (chance(random, 0.6))
    sentences.push(
      chance(random, 0.5)
        ? `${next.text} ${agree(next, pick(random, MOVES))} to the ${pick(random, places)}.`
        : `${next.text} ${next.plural ? 'are' : 'is'} ${pick(random, MOODS)}.`,
    )
  return sentences
}

/** "the fox chased the dog near the river. who chased the dog? the fox." */
const asking: Template = (random, { animals, places }) => {
  const [x, y] = two(random, animals)
  const act = pick(random, ACTS)
  return [
    `the ${x.one} ${act.past} the ${y.one} near the ${pick(random, places)}.`,
    `who ${act.past} the ${y.one}? the ${x.one}.`,
  ]
}

/** "a cat is an animal and a pear is a fruit." */
const category: Template = (random) => {
  const [c, d] = two(random, CATEGORIES)
  const x = pick(random, c.members)
  const y = pick(random, d.members)
  const way = random.int(4)
  if (way === 0) return [`${a(x.one)} is ${a(c.kind.one)}.`, `${a(y.one)} is ${a(d.kind.one)}.`]
  if (way === 1) return [`${x.many} are ${c.kind.many} and ${y.many} are ${d.kind.many}.`]
  if (way === 2) return [`${a(x.one)} is ${a(c.kind.one)} and ${a(y.one)} is ${a(d.kind.one)}.`]
  const asked = chance(random, 0.5) ? c : d
  return [`is ${a(x.one)} ${a(asked.kind.one)}? ${asked === c ? 'yes' : 'no'}.`]
}

/** "red, blue, green, red, blue, green, red, blue, green." */
const repeating: Template = (random, { names }) => {
  const kinds = [
    COLOURS,
    PLACES,
    names.map(({ text }) => text),
    ...CATEGORIES.map(({ members }) => members.map(({ one }) => one)),
  ]
  const items = sample(random, pick(random, kinds), 2 + random.int(3))
  const times = 2 + random.int(3)
  const separator = chance(random, 0.5) ? ', ' : ' '
  return [`${Array.from({ length: times }, () => items.join(separator)).join(separator)}.`]
}

/** "Anna went to the park and Ben went to the river. where is Ben? in the river." */
const going: Template = (random, { names, places }) => {
  const [x, y] = two(random, names)
  const [p, q] = two(random, places)
  const ask = (who: string, where: string) =>
    chance(random, 0.5) ? `where is ${who}? in the ${where}.` : `now ${who} is in the ${where}.`
  if (chance(random, 0.4)) return [`${x.text} went to the ${p}.`, ask(x.text, p)]
  const first = chance(random, 0.5)
    ? [`${x.text} went to the ${p} and ${y.text} went to the ${q}.`]
    : [`${x.text} went to the ${p}.`, `${y.text} went to the ${q}.`]
  return [...first, chance(random, 0.5) ? ask(x.text, p) : ask(y.text, q)]
}

/** "Ida has a red hat. Ida likes the hat. the hat is red." */
const owning: Template = (random, { names, things }) => {
  const { text } = pick(random, names)
  const { colour, one } = pick(random, things)
  const more = [`${text} likes the ${one}.`, `the ${one} is ${colour}.`, `who has the ${one}? ${text}.`]
  return [`${text} has ${a(colour)} ${one}.`, ...two(random, more)]
}

/** "Ida has a red hat and Max has a blue key. the hat is red." */
const having: Template = (random, { names, things }) => {
  const [x, y] = two(random, names)
  const [s, t] = two(random, things)
  const asked = chance(random, 0.5) ? s : t
  const owner = asked === s ? x : y
  const last = [
    `the ${asked.one} is ${asked.colour}.`,
    `who has the ${asked.one}? ${owner.text}.`,
    `${owner.text} has the ${asked.colour} ${asked.one}.`,
  ]
  return [`${x.text} has ${a(s.colour)} ${s.one} and ${y.text} has ${a(t.colour)} ${t.one}.`, pick(random, last)]
}

/** "Emma lost the key in the garden. she looked for the key. Hugo found it and gave it to Emma." */
const losing: Template = (random, { names, things, places }) => {
  const [x, y] = two(random, names)
  const thing = pick(random, things)
  const place = pick(random, places)
  return [
    `${x.text} lost ${the(thing, random)} in the ${place}.`,
    `${x.pronoun} looked for the ${thing.one}${chance(random, 0.5) ? ` in the ${place}` : ''}.`,
    chance(random, 0.5)
      ? `${y.text} found the ${thing.one} and gave it to ${x.text}.`
      : `${x.text} found the ${thing.one}.`,
  ]
}

/** "Ben likes pears but Ida likes plums. so Ben took the pear." */
const liking: Template = (random, { names, things }) => {
  const [x, y] = two(random, names)
  const [s, t] = two(random, things)
  if (chance(random, 0.4)) return [`${x.text} likes ${s.many}.`, `so ${x.text} took the ${s.one}.`]
  const first = chance(random, 0.5)
  return [
    `${x.text} likes ${s.many} but ${y.text} likes ${t.many}.`,
    `so ${(first ? x : y).text} took the ${(first ? s : t).one}.`,
  ]
}

/** Each template as often as its weight says. */
export const TEMPLATES: readonly Template[] = [
  ...Array<Template>(4).fill(giving),
  ...Array<Template>(4).fill(sitting),
  ...Array<Template>(3).fill(agreement),
  asking,
  ...Array<Template>(2).fill(category),
  ...Array<Template>(2).fill(repeating),
  ...Array<Template>(3).fill(going),
  having,
  ...Array<Template>(2).fill(owning),
  losing,
  liking,
]
