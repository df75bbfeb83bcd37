import { type ProbePart, textProbe } from '../heads/textProbe'
import type { Probe, Probes } from '../heads/types'
import type { Model } from '../model/model'
import { checkOptions, checkSeed, isObject } from '../tensor/checks'
import { checkCount, checkOption, GlassformerError } from '../tensor/errors'
import { createRandom, type Random } from '../tensor/random'
import { BRACKETED, ENCLOSING, QUOTED } from './corpus/brackets'
import { castOf, pick, sample } from './corpus/cast'
import { between } from './corpus/facts'
import { capitalized, isHeldOut, type Line, line, textOf } from './corpus/line'
import { giving, losing, pair } from './corpus/stories'
import { ACTS, ANIMALS, a, CATEGORIES, listed, NAMES, type Noun, PLACES, RESTS } from './corpus/words'

export interface TextProbesOptions {
  /** Whole number. @default 0 */
  readonly seed?: number
  /** Probes per role. @default 64 */
  readonly count?: number
}

/** A stretch of a text, from one character to before another. */
type Span = readonly [from: number, to: number]

/** A text that ends where the query stands: its last token asks. */
interface Marked {
  readonly text: string
  readonly keys: readonly Span[]
  readonly decoys: readonly Span[]
}

/** A text of a role; or none, if what was drawn is not held out, and another is drawn. */
type Draw = (random: Random) => Marked | undefined

/**
 * Probes for the roles that need language: `subject`, `opener`, `same-name` and `same-category`, in the words and
 * sentence shapes of the text model's corpus, each with a sentence that its training text does not have.
 *
 * A causal model writes the next token, so the query is the token before the word that the role decides: before the
 * verb that must agree, before the mark that closes, before the name that returns, before the things of a kind. That is
 * where the models of the literature look back from (name movers: Wang et al., 2022, https://arxiv.org/abs/2211.00593).
 * The text ends at the query; what follows would change nothing.
 * @throws `bad-option` for a model without a tokenizer, or whose tokenizer does not give these texts back
 */
export function textProbes(model: Pick<Model, 'tokenizer'>, options: TextProbesOptions = {}): Probes {
  const { seed = 0, count = 64 } = checkOptions('textProbes', options, { seed: true, count: true })
  checkOption('The model', model, isObject(model), 'one with a tokenizer')
  checkSeed(seed)
  checkCount('count', count)
  const { tokenizer } = model
  if (!tokenizer)
    throw new GlassformerError('bad-option', 'Text probes need a model with a tokenizer; got one without.')
  const probes = (draws: readonly Draw[]): Probe[] => {
    const random = createRandom(seed)
    return Array.from({ length: count }, (_, i) => {
      for (;;) {
        const drawn = (draws[i % draws.length] as Draw)(random)
        if (drawn) return textProbe(tokenizer, partsOf(drawn))
      }
    })
  }
  return {
    'same-category': probes([sameCategory]),
    subject: probes([subject]),
    opener: probes([openerOf(BRACKETED, /[)\]}]/), openerOf(QUOTED, /"/)]),
    'same-name': probes([sameName]),
  }
}

/**
 * "The fox saw the cow. The cats near the dog" -> "cats": its number decides that "chase" comes and not "chases". Decoys
 * are all other nouns, the nearest of them the query itself, and subjects of verbs that are over.
 */
const subject: Draw = (random) => {
  const [x, y, z, u, v] = sample(random, ANIMALS, 5) as [Noun, Noun, Noun, Noun, Noun]
  const form = pick(random, ['one', 'many'] as const)
  const rest = pick(random, [
    `${pick(random, RESTS)[form]}.`,
    `${pick(random, ACTS)[form]} the ${pick(random, [u, v]).one}.`,
  ])
  const begin = `the ${x[form]}${between(random, y, z)}`
  if (!isHeldOut(line(`${begin} ${rest}`))) return undefined
  const seen = [
    line(`the ${u.one} ${pick(random, ACTS).past} the ${v.one}.`),
    line(`the ${v.one} was in the ${pick(random, PLACES)}.`),
  ]
  const before = sample(random, seen, random.int(3))
  const text = textOf([...before, line(begin)].map(capitalized))
  const nouns = mentions(text, NOUNS)
  const key = nouns.find(([from]) => from >= text.length - begin.length) as Span
  return { text, keys: [key], decoys: nouns.filter((noun) => noun !== key) }
}

/** "Ida gave the hat to Leo. ... Leo thanked" -> "Ida", where she was named. Decoys are all other names. */
const sameName: Draw = (random) => {
  const cast = castOf(random)
  const lines = pick(random, [giving, pair, losing])(random, cast).map(capitalized)
  if (!lines.some(isHeldOut) || !cast.names.every(({ text }) => NAMES.includes(text))) return undefined
  const last = lines.findIndex(({ answer }) => answer !== undefined)
  const answer = lines[last]?.answer as string
  const whole = textOf(lines.slice(0, last + 1))
  const text = whole.slice(0, whole.lastIndexOf(` ${answer}`))
  return {
    text,
    keys: mentions(text, [answer]),
    decoys: mentions(
      text,
      NAMES.filter((name) => name !== answer),
    ),
  }
}

/**
 * "The box (it was red) held a cup [the cup was old" -> "[", which "]" has to match; the same with quotations. Decoys
 * are what was opened and closed before, and what is open further out.
 */
function openerOf(templates: readonly (typeof ENCLOSING)[keyof typeof ENCLOSING][], closer: RegExp): Draw {
  return (random) => {
    const cast = castOf(random)
    const first = pick(random, Object.values(ENCLOSING))(random, cast)
    const lines = [...first, ...pick(random, templates)(random, cast)].map(capitalized)
    const whole = textOf(lines)
    const from = textOf(lines.slice(0, first.length)).length
    if (!isHeldOut(lines[first.length] as Line) || !ASCII.test(whole)) return undefined
    const closed = pairsOf(whole).filter(({ close }) => close > from && closer.test(whole.charAt(close)))
    if (closed.length === 0) return undefined
    const { open, close } = pick(random, closed)
    const others = pairsOf(whole).filter((other) => other.open < close && other.open !== open)
    return {
      text: whole.slice(0, close),
      keys: [[open, open + 1]],
      decoys: others.map((other) => [other.open, other.open + 1]),
    }
  }
}
const ASCII = /^[ -~]*$/

/** Where marks that belong together stand. */
function pairsOf(text: string): { open: number; close: number }[] {
  const open: number[] = []
  const pairs: { open: number; close: number }[] = []
  for (const { 0: mark, index } of text.matchAll(/[()[\]{}"]/g)) {
    const closes = mark === '"' ? text.charAt(open.at(-1) ?? -1) === '"' : /[)\]}]/.test(mark)
    if (closes) pairs.push({ open: open.pop() as number, close: index })
    else open.push(index)
  }
  return pairs
}

/**
 * "Anna has a cat, a pear, a dog and a plum. The fruits are the" -> "pear" and "plum". Decoys are the words of the other
 * kind in the same list.
 */
const sameCategory: Draw = (random) => {
  const kinds = sample(random, CATEGORIES, 2)
  const [keys, decoys] = kinds.map(({ members }) =>
    sample(random, members, 2 + random.int(2)).map(({ one }) => one),
  ) as [string[], string[]]
  const items = sample(random, [...keys, ...decoys], keys.length + decoys.length).map(a)
  const list = line(`${pick(random, NAMES)} has ${listed(items)}.`)
  if (!isHeldOut(list)) return undefined
  const text = textOf([list, line(`The ${kinds[0]?.kind.many} are the`)])
  return { text, keys: mentions(text, keys), decoys: mentions(text, decoys) }
}

const NOUNS = [...ANIMALS.flatMap(({ one, many }) => [one, many]), ...PLACES]

/** Where whole words of a list stand. */
function mentions(text: string, words: readonly string[]): Span[] {
  return [...text.matchAll(RegExp(`\\b(?:${words.join('|')})\\b`, 'g'))].map(({ 0: word, index }) => [
    index,
    index + word.length,
  ])
}

/** The last character is the query's, whatever else it belongs to. */
function partsOf({ text, keys, decoys }: Marked): ProbePart[] {
  const end = text.length - 1
  const marks = [...keys.map((span) => ({ span, key: true })), ...decoys.map((span) => ({ span, key: false }))]
  const parts: ProbePart[] = []
  let at = 0
  for (const { span, key } of marks.sort((a, b) => a.span[0] - b.span[0])) {
    const part = text.slice(span[0], Math.min(span[1], end))
    parts.push(text.slice(at, span[0]), key ? { key: part } : { decoy: part })
    at = Math.min(span[1], end)
  }
  return [...parts, text.slice(at, end), { query: text.slice(end) }]
}
