import type { Random } from '../../tensor/random'
import { chance, pick, sample, two } from './cast'
import { answering, type Line, line } from './line'
import type { Template } from './stories'
import { ACTS, a, CATEGORIES, listed, MOODS, MOVES, type Noun, NUMBERS, PLACES, RESTS, type Verb } from './words'

/** "The cat sat on the mat and the dog sat on the bed. The cat slept on the mat." */
export const sitting: Template = (random, { animals, seats }) => {
  const [x, y] = two(random, animals)
  const [s, t] = two(random, seats)
  const again = (one: string, seat: string) =>
    answering(`the ${one} ${pick(random, ['was', 'slept'])} on the ${seat}.`, seat)
  if (chance(random, 0.4)) {
    const lines = [line(`the ${x.one} sat on the ${s}.`)]
    if (chance(random, 0.5)) lines.push(line(`the ${y.one} saw the ${x.one} on the ${s}.`))
    return [...lines, again(x.one, s)]
  }
  const both = [again(x.one, s), again(y.one, t)]
  return [line(`the ${x.one} sat on the ${s} and the ${y.one} sat on the ${t}.`), ...sample(random, both, 2)]
}

interface Subject {
  readonly text: string
  readonly plural: boolean
}

function subjectOf(random: Random, { one, many }: Noun): Subject {
  if (chance(random, 0.5))
    return { text: chance(random, 0.25) ? `${pick(random, NUMBERS)} ${many}` : `the ${many}`, plural: true }
  return {
    text: chance(random, 0.2) ? pick(random, [`one ${one}`, a(one), `every ${one}`]) : `the ${one}`,
    plural: false,
  }
}

const agree = ({ plural }: Subject, { one, many }: Verb) => (plural ? many : one)

/** What may stand between a subject and its verb: nouns of either number, which must not be heeded. */
export function between(random: Random, y: Noun, z: Noun): string {
  const other = pick(random, [y.one, y.many])
  return pick(random, [
    ` near the ${other}`,
    ` near the ${other}`,
    ` near the ${pick(random, PLACES)}`,
    ` near the ${other} and the ${pick(random, [z.one, z.many])}`,
  ])
}

/** "The cats near the house chase the dog. The dog runs to the river." */
export const agreement: Template = (random, { animals }) => {
  const [x, y, z] = sample(random, animals, 3) as [Noun, Noun, Noun]
  const doer = subjectOf(random, x)
  const other = pick(random, [y.one, y.many])
  const far = chance(random, 0.4) ? '' : between(random, z, y)
  if (chance(random, 0.3))
    return [line(`${doer.text}${far} ${agree(doer, pick(random, RESTS))} in the ${pick(random, PLACES)}.`)]
  if (chance(random, 0.25)) return [line(`${doer.text}${far} ${doer.plural ? 'are' : 'is'} ${pick(random, MOODS)}.`)]
  const lines = [line(`${doer.text}${far} ${agree(doer, pick(random, ACTS))} the ${other}.`)]
  const next: Subject = { text: `the ${other}`, plural: other !== y.one }
  const more = [
    `${next.text} ${agree(next, pick(random, MOVES))} to the ${pick(random, PLACES)}.`,
    `${next.text} ${next.plural ? 'are' : 'is'} ${pick(random, MOODS)}.`,
  ]
  return chance(random, 0.6) ? [...lines, line(pick(random, more))] : lines
}

/** "The fox chased the dog near the river. Who chased the dog? The fox chased the dog." */
export const asking: Template = (random, { animals, places }) => {
  const [x, y] = two(random, animals)
  const { past } = pick(random, ACTS)
  const answer = pick(random, [`the ${x.one}.`, `the ${x.one} ${past} the ${y.one}.`])
  return [
    line(`the ${x.one} ${past} the ${y.one} near the ${pick(random, places)}.`),
    line(`who ${past} the ${y.one}?`),
    answering(answer, x.one),
  ]
}

/** "A cat is an animal and a pear is a fruit." */
export const category: Template = (random) => {
  const [c, d] = two(random, CATEGORIES)
  const x = pick(random, c.members)
  const y = pick(random, d.members)
  const [first, second] = [`${a(x.one)} is ${a(c.kind.one)}`, `${a(y.one)} is ${a(d.kind.one)}`]
  const way = random.int(6)
  if (way === 0) return [line(`${first}.`), line(`${second}.`)]
  if (way === 1) return [line(`${x.many} are ${c.kind.many} and ${y.many} are ${d.kind.many}.`)]
  if (way === 2) return [line(`${first} and ${second}.`)]
  if (way === 3) {
    const asked = pick(random, [c, d])
    return [line(`is ${a(x.one)} ${a(asked.kind.one)}?`, ''), line(asked === c ? 'yes.' : 'no.')]
  }
  return [membersLine(random)]
}

/** "The animals are a cat, a dog, a cow and a fox." Each is named once. */
function membersLine(random: Random): Line {
  const { kind, members } = pick(random, CATEGORIES)
  const chosen = sample(random, members, 3 + random.int(3))
  const singular = chance(random, 0.5)
  const text = listed(chosen.map(({ one, many }) => (singular ? a(one) : many)))
  return line(chance(random, 0.5) ? `the ${kind.many} are ${text}.` : `${text} are ${kind.many}.`)
}

/** "Anna has a cat, a pear, a dog and a plum. The fruits are the pear and the plum." */
export const sorting: Template = (random, { names }) => {
  const chosen = two(random, CATEGORIES).map(({ kind, members }) => ({
    kind,
    items: sample(random, members, 2 + random.int(2)).map(({ one }) => one),
  }))
  const all = chosen.flatMap(({ items }) => items)
  const mixed = sample(random, all, all.length)
  const who = pick(random, [...names.map(({ text }) => `${text} has`), 'we saw', 'there was', 'I see'])
  const first = `${who} ${listed(mixed.map(a))}.`
  const asked = chance(random, 0.5) ? sample(random, chosen, 2) : [pick(random, chosen)]
  return [
    line(first),
    ...asked.map(({ kind, items }) => {
      const named = mixed.filter((item) => items.includes(item))
      const text = listed(named.map((item) => `the ${item}`))
      const are = who.endsWith('s') || who === 'I see' ? 'are' : 'were'
      return answering(`the ${kind.many} ${are} ${text}.`, named.at(-1) as string)
    }),
  ]
}

/** "Anna went to the park and Ben went to the river. Where is Ben? Ben is in the river." */
export const going: Template = (random, { names, places }) => {
  const [x, y] = two(random, names)
  const [p, q] = two(random, places)
  const ask = ({ text }: { text: string }, place: string) =>
    chance(random, 0.5)
      ? [line(`where is ${text}?`), answering(`${text} is at the ${place}.`, place)]
      : [answering(`now ${text} is at the ${place}.`, place)]
  if (chance(random, 0.3)) return [line(`${x.text} went to the ${p}.`), ...ask(x, p)]
  const first = chance(random, 0.5)
    ? [line(`${x.text} went to the ${p} and ${y.text} went to the ${q}.`)]
    : [line(`${x.text} went to the ${p}.`), line(`${y.text} went to the ${q}.`)]
  return [...first, ...(chance(random, 0.5) ? ask(x, p) : ask(y, q))]
}

/** "Ida has a red hat and Max has a blue key. Who has the key? Max has the key. What colour is the key? Blue." */
export const having: Template = (random, { names, things }) => {
  const [x, y] = two(random, names)
  const [s, t] = two(random, things)
  const facts = chance(random, 0.5)
    ? [line(`${x.text} has ${a(`${s.colour} ${s.one}`)} and ${y.text} has ${a(`${t.colour} ${t.one}`)}.`)]
    : [line(`${x.text} has ${a(`${s.colour} ${s.one}`)}.`), line(`${y.text} has ${a(`${t.colour} ${t.one}`)}.`)]
  const answers = ([who, what]: readonly [typeof x, typeof s]) => [
    [line(`who has the ${what.one}?`, ''), answering(`${who.text} has the ${what.one}.`, who.text)],
    [line(`what colour is the ${what.one}?`, ''), answering(`the ${what.one} is ${what.colour}.`, what.colour)],
    [line(`what does ${who.text} have?`, ''), answering(`${who.text} has the ${what.one}.`, what.one)],
    [answering(`the ${what.one} is ${what.colour}.`, what.colour)],
  ]
  const asked = sample(
    random,
    [
      [x, s],
      [y, t],
    ] as const,
    1 + random.int(2),
  )
  return [...facts, ...asked.flatMap((fact) => pick(random, answers(fact)))]
}

/** "Ben likes pears but Ida likes plums. So Ben took the pear." */
export const liking: Template = (random, { names, things }) => {
  const [x, y] = two(random, names)
  const [s, t] = two(random, things)
  if (chance(random, 0.4))
    return [line(`${x.text} likes ${s.many}.`), answering(`so ${x.text} took the ${s.one}.`, s.one)]
  const [who, what] = pick(random, [
    [x, s],
    [y, t],
  ] as const)
  return [
    line(`${x.text} likes ${s.many} but ${y.text} likes ${t.many}.`),
    answering(`so ${who.text} took the ${what.one}.`, what.one),
  ]
}
