import type { Random } from '../../tensor/random'
import { type Cast, chance, pick, sample, two } from './cast'
import { answering, line } from './line'
import type { Template } from './stories'
import { ACTS, a, COLOURS, CONTAINERS, listed, MOODS, type Name, type Noun } from './words'

/** What opens and what closes. */
const BRACKETS = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
] as const
const QUOTES = ['"', '"'] as const

const around = ([open, close]: readonly [string, string], text: string) => open + text + close

/** "The dog (a big black one) chased the cat." */
const aside: Template = (random, { animals, names, things, places }) => {
  const bracket = pick(random, BRACKETS)
  const [x, y] = two(random, animals)
  const [n] = names as [Name]
  const [s] = things
  const [p] = places
  const { past } = pick(random, ACTS)
  const texts = [
    `the ${x.one} ${around(bracket, `a ${pick(random, MOODS)} ${s?.colour} one`)} ${past} the ${y.one}.`,
    `${n.text} ${around(bracket, `the ${n.child} with the ${s?.colour} ${s?.one}`)} ${past} the ${y.one}.`,
    `the ${s?.one} ${around(bracket, `it was ${s?.colour}`)} was in the ${p}.`,
    `${n.text} saw the ${x.one} ${around(bracket, `the ${x.one} near the ${p}`)} and the ${y.one}.`,
  ]
  return [line(pick(random, texts))]
}

/** "The box held a bag [the bag held a cup {the cup held a key (the key was red)}]." */
const nest: Template = (random, { things }) => {
  const [thing] = things as [Cast['things'][number]]
  const depth = 1 + random.int(3)
  const boxes = sample(random, CONTAINERS, depth)
  let text = `the ${thing.one} was ${thing.colour}`
  let inner = thing.one
  for (const outer of boxes) {
    text = `the ${outer} held ${a(inner)} ${around(pick(random, BRACKETS), text)}`
    inner = outer
  }
  return [line(`${text}.`)]
}

/** "[a cat, a dog (the dog is old) and a fox]" within a sentence. After the last of a list, the list closes. */
const group: Template = (random, { animals, things, places }) => {
  const alive = chance(random, 0.5)
  const pool: readonly Noun[] = alive ? animals : things
  const items = sample(random, pool, 2 + random.int(2)).map(({ one }) => one)
  const parts = items.map((one, i) => {
    const last = i === items.length - 1
    if (last || chance(random, 0.5)) return a(one)
    const inside = pick(random, [
      `the ${one} is ${pick(random, alive ? MOODS : COLOURS)}`,
      `the ${one} was in the ${pick(random, places)}`,
    ])
    return `${a(one)} ${around(pick(random, BRACKETS), inside)}`
  })
  const sentence = pick(random, ['in the picture were', 'we saw', 'we found', 'they had'])
  return [
    line(
      `${sentence} ${items.length === 2 ? 'two' : 'three'} ${alive ? 'animals' : 'things'} ${around(pick(random, BRACKETS), listed(parts))}.`,
    ),
  ]
}

const said = (random: Random, { animals, places, things }: Cast): string => {
  const [x] = animals as [Noun]
  const [s] = things
  return pick(random, [
    `I see the ${x.one} near the ${places[0]}.`,
    `I like the ${s?.colour} ${s?.one}.`,
    `The ${x.one} is ${pick(random, MOODS)}.`,
    `We have ${a(`${s?.colour} ${s?.one}`)}.`,
    `Look at the ${x.one}!`,
    `Where is the ${s?.one}?`,
    `The ${s?.one} is in the ${places[0]}.`,
  ])
}

/** 'Anna said, "I see the dog."' */
const quote: Template = (random, cast) => {
  const [x, y] = two(random, cast.names)
  const lines = [
    line(`${x.text} said${chance(random, 0.3) ? ` to ${y.text}` : ''}, ${around(QUOTES, said(random, cast))}`),
  ]
  if (chance(random, 0.4)) lines.push(line(`${y.text} said, ${around(QUOTES, said(random, cast))}`))
  return lines
}

/** 'Anna asked Ben, "Where is the ball?" Ben said, "It is in the park." "Thank you, Ben," said Anna.' */
const dialogue: Template = (random, { names, things, places }) => {
  const [x, y] = two(random, names)
  const [thing] = things
  const [place] = places
  return [
    line(`${x.text} asked ${y.text}, "Where is the ${thing?.colour} ${thing?.one}?"`),
    line(`${y.text} said, "It is in the ${place}."`),
    answering(`"Thank you, ${y.text}," said ${x.text}.`, x.text),
  ]
}

/** 'Ben said, "Anna said (and she is kind) that ..."' : a quotation with a bracket in it, or the other way round. */
const mixed: Template = (random, cast) => {
  const [x, y] = two(random, cast.names)
  const bracket = pick(random, BRACKETS)
  const [s] = cast.things
  const [n] = cast.animals as [Noun]
  return [
    chance(random, 0.5)
      ? line(`${x.text} said, "The ${n.one} ${around(bracket, `it is ${s?.colour}`)} is in the ${cast.places[0]}."`)
      : line(`${x.text} saw the ${n.one} ${around(bracket, `${y.text} said, ${around(QUOTES, said(random, cast))}`)}.`),
  ]
}

/** Kinds of text that open and close. */
export const ENCLOSING = { aside, nest, group, quote, dialogue, mixed } as const

/** Those with brackets, and those with quotations. */
export const BRACKETED = [aside, nest, group, mixed] as const
export const QUOTED = [quote, dialogue, mixed] as const
