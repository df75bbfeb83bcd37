import type { Random } from '../../tensor/random'
import { type Cast, chance, pick, sample, two } from './cast'
import { answering, type Line, line } from './line'
import { a, MOODS, type Name, NUMBERS } from './words'

/** Makes a few lines that belong together, in lower case but for names; marks follow their word. */
export type Template = (random: Random, cast: Cast) => Line[]

/** Between the two mentions of a name, so that it has to be remembered: nobody is named here. */
function interlude(random: Random, { animals, places, seats }: Cast, count: number): Line[] {
  const [x, y] = two(random, animals)
  const [p, q] = two(random, places)
  const scenes = [
    'it was a warm day and the sun was high.',
    'the wind was cold, but the house was warm.',
    'it was late and the moon was in the sky.',
    `${a(x.one)} sat on the ${seats[0]} and looked at the rain.`,
    `there were ${pick(random, NUMBERS)} ${x.many} near the ${p}.`,
    `the ${y.one} was ${pick(random, MOODS)} and slept on the ${seats[1]}.`,
    `${a(x.one)} and ${a(y.one)} played near the ${q}.`,
    `in the ${p} a small bird sang a song.`,
    `the ${x.one} ran from the ${p} to the ${q}.`,
    `all was still in the ${q}.`,
    `then the rain came and the ${y.one} ran home.`,
  ]
  return sample(random, scenes, count).map((text) => line(text))
}

const named = (random: Random, { text, child }: Name) =>
  pick(random, [
    `once there was a ${pick(random, MOODS)} ${child} called ${text}.`,
    `${text} was a ${pick(random, MOODS)} ${child}.`,
    `there was a ${child} and ${child === 'girl' ? 'her' : 'his'} name was ${text}.`,
  ])

/** "Anna gave the red ball to Ben. (...) Ben thanked Anna." The giver is thanked, however late. */
export const giving: Template = (random, cast) => {
  const [x, y, z] = sample(random, cast.names, 3) as [Name, Name, Name]
  const thing = pick(random, cast.things)
  const the = chance(random, 0.6) ? `the ${thing.colour} ${thing.one}` : `the ${thing.one}`
  const give = chance(random, 0.7) ? `${x.text} gave ${the} to ${y.text}.` : `${x.text} gave ${y.text} ${the}.`
  const lines = [line(give), ...interlude(random, cast, pick(random, [0, 0, 0, 1, 2, 3, 4]))]
  if (chance(random, 0.2)) lines.push(line(`${y.text} was ${pick(random, MOODS)}.`))
  const thanks = pick(random, ['', '', 'then ', 'at last '])
  lines.push(answering(`${thanks}${y.text} thanked ${x.text}.`, x.text))
  if (chance(random, 0.3)) lines.push(line(`now ${y.text} has ${the}.`))
  if (chance(random, 0.2)) {
    lines.push(line(`then ${y.text} gave ${the} to ${z.text}.`), answering(`${z.text} thanked ${y.text}.`, y.text))
  }
  return lines
}

/** A child and a pet that runs away and comes back to the child, who was named only at the beginning. */
export const pet: Template = (random, cast) => {
  const [x] = cast.names as [Name]
  const { text, pronoun, child } = x
  const { one } = pick(random, cast.animals)
  const [p, q] = two(random, cast.places)
  const [thing] = cast.things
  const lines = [
    line(named(random, x)),
    line(
      pick(random, [
        `${pronoun} lived in ${a(`${thing?.colour} house`)} near the ${p}.`,
        `${pronoun} had ${a(one)} and ${a(`${thing?.colour} ${thing?.one}`)}.`,
        `${pronoun} liked the ${p} and ${pick(random, ['had', 'loved'])} ${a(`small ${one}`)}.`,
      ]),
    ),
    line(`one day the ${one} ran to the ${q}.`),
    ...interlude(random, cast, random.int(3)),
  ]
  if (chance(random, 0.5)) lines.push(line(`the ${child} looked for the ${one} in the ${q}.`))
  const ends = [
    `at last the ${one} came back to ${text}.`,
    `the ${one} was happy to see ${text}.`,
    `"come back!" called ${text}.`,
    `"where are you?" asked ${text}.`,
  ]
  return [...lines, answering(pick(random, ends), text)]
}

/** A girl and a boy, told apart by what they are called: "the girl was Anna". */
export const pair: Template = (random, cast) => {
  const x = cast.names.find(({ child }) => child === 'girl') as Name
  const y = cast.names.find(({ child }) => child === 'boy') as Name
  const [first, second] = two(random, [x, y])
  const [s, t] = two(random, cast.things)
  const [p] = cast.places
  const lines = [
    line(
      pick(random, [
        `${first.text} and ${second.text} went to the ${p}.`,
        `${first.text} met ${second.text} near the ${p}.`,
        `${first.text} played with ${second.text} in the ${p}.`,
      ]),
    ),
    line(`the ${first.child} found ${a(`${s.colour} ${s.one}`)}, and the ${second.child} found ${a(t.one)}.`),
    ...interlude(random, cast, random.int(3)),
  ]
  const last = pick(random, [first, second])
  const ends = [
    `the name of the ${last.child} was ${last.text}.`,
    `the ${last.child} was called ${last.text}.`,
    `then ${last.pronoun} ran home. "good night!" said ${last.text}.`,
  ]
  return [...lines, answering(pick(random, ends), last.text)]
}

/** "Emma lost the key in the garden. (...) Hugo found it and gave it back to Emma." */
export const losing: Template = (random, cast) => {
  const [x, y] = two(random, cast.names)
  const thing = pick(random, cast.things)
  const [place] = cast.places
  const lines = [
    line(`${x.text} lost the ${thing.colour} ${thing.one} in the ${place}.`),
    line(`${x.pronoun} looked for the ${thing.one}${chance(random, 0.5) ? ' all day' : ''}.`),
    ...interlude(random, cast, random.int(4)),
  ]
  const ends = [
    `${y.text} found the ${thing.one} and gave it back to ${x.text}.`,
    `then ${y.text} came with the ${thing.one} and gave it to ${x.text}.`,
    `"here is the ${thing.one}!" said ${y.text} to ${x.text}.`,
  ]
  return [...lines, answering(pick(random, ends), x.text)]
}
