/** The words of the grammar, by kind. */

export interface Name {
  readonly text: string
  readonly pronoun: 'he' | 'she'
}

export interface Noun {
  readonly one: string
  readonly many: string
}

/** A verb: `one` for a singular subject now (`chases`), `many` for a plural one (`chase`), `past` for both. */
export interface Verb extends Noun {
  readonly past: string
}

const name = (pronoun: Name['pronoun']) => (text: string) => ({ text, pronoun })
const noun = (forms: string): Noun => {
  const [one = '', many = `${one}s`] = forms.split('/')
  return { one, many }
}
const verb = (forms: string): Verb => {
  const [one = '', many = '', past = ''] = forms.split('/')
  return { one, many, past }
}
const list = (words: string) => words.split(' ')

export const NAMES: readonly Name[] = [
  ...list('Anna Clara Emma Grace Ida Lena').map(name('she')),
  ...list('Ben David Felix Hugo Jonas Max').map(name('he')),
]
export const ANIMALS = list('cat dog bird mouse/mice horse fox/foxes cow duck frog bear').map(noun)
const FRUITS = list('apple pear plum cherry/cherries').map(noun)
const TOYS = list('ball kite doll drum').map(noun)
const TOOLS = list('key lamp rope knife/knives').map(noun)
const CLOTHES = list('hat coat scarf/scarves ring').map(noun)
export const SEATS = list('mat chair bed box table')
export const PLACES = list('garden house kitchen park river school forest market')
export const COLOURS = list('red blue green yellow black white')
export const MOODS = list('happy hungry tired fast small old')
/** What one animal does to another. */
export const ACTS = list(
  'chases/chase/chased sees/see/saw hears/hear/heard likes/like/liked follows/follow/followed',
).map(verb)
export const MOVES = list('runs/run/ran goes/go/went walks/walk/walked').map(verb)
export const RESTS = list('sleeps/sleep/slept sits/sit/sat waits/wait/waited sings/sing/sang').map(verb)
export const NUMBERS = list('two three many')

/** The kinds that things are of: "a pear is a fruit". */
export const CATEGORIES: readonly { readonly kind: Noun; readonly members: readonly Noun[] }[] = [
  { kind: noun('animal'), members: ANIMALS },
  { kind: noun('fruit'), members: FRUITS },
  { kind: noun('toy'), members: TOYS },
  { kind: noun('tool'), members: TOOLS },
]
export const THINGS: readonly Noun[] = [...FRUITS, ...TOYS, ...TOOLS, ...CLOTHES]

/** Words that hold sentences together. */
export const FUNCTION_WORDS = list(
  `the a an every one is are was were has have in on to from near for and but so then now too it he she him her
  who where yes no not gave thanked lost found looked ate took what`.replace(/\s+/g, ' '),
)
