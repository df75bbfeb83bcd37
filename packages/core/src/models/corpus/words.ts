/** The words of the corpus, by kind. */

export interface Name {
  readonly text: string
  readonly child: 'girl' | 'boy'
  readonly pronoun: 'she' | 'he'
}

export interface Noun {
  readonly one: string
  readonly many: string
}

/** A verb: `one` for a singular subject now (`chases`), `many` for a plural one (`chase`), `past` for both. */
export interface Verb extends Noun {
  readonly past: string
}

const noun = (forms: string): Noun => {
  const [one = '', many = `${one}s`] = forms.split('/')
  return { one, many }
}
const verb = (forms: string): Verb => {
  const [one = '', many = '', past = ''] = forms.split('/')
  return { one, many, past }
}
const list = (words: string) => words.split(' ')

export const girl = (text: string): Name => ({ text, child: 'girl', pronoun: 'she' })
export const boy = (text: string): Name => ({ text, child: 'boy', pronoun: 'he' })

export const GIRLS: readonly Name[] = list('Anna Clara Emma Grace Ida Lena Mia Nora Rosa Sara').map(girl)
export const BOYS: readonly Name[] = list('Ben David Felix Hugo Jonas Leo Max Noah Oscar Tom').map(boy)
/** All names, of girls and of boys. */
export const NAMES = [...GIRLS, ...BOYS].map(({ text }) => text)
export const ANIMALS = list('cat dog bird mouse/mice horse fox/foxes cow duck frog bear rabbit goat').map(noun)
const FRUITS = list('apple pear plum cherry/cherries banana lemon').map(noun)
const TOYS = list('ball kite doll drum puzzle').map(noun)
const TOOLS = list('key lamp rope hammer brush/brushes').map(noun)
const CLOTHES = list('hat coat scarf/scarves shoe').map(noun)
/** What holds other things, the larger ones first. */
export const CONTAINERS = list('box bag basket cup')
export const SEATS = list('mat chair bed table bench')
export const PLACES = list('garden house kitchen park forest market school barn village shop')
export const COLOURS = list('red blue green yellow black white brown pink')
export const MOODS = list('happy hungry tired old small big sad kind')
export const NUMBERS = list('two three four five six seven eight')

/** What one animal does to another. */
export const ACTS = list(
  'chases/chase/chased sees/see/saw hears/hear/heard likes/like/liked follows/follow/followed',
).map(verb)
export const MOVES = list('runs/run/ran goes/go/went walks/walk/walked').map(verb)
export const RESTS = list('sleeps/sleep/slept sits/sit/sat waits/wait/waited sings/sing/sang').map(verb)

export interface Category {
  readonly kind: Noun
  readonly members: readonly Noun[]
}

/** The kinds that things are of: "A pear is a fruit." */
export const CATEGORIES: readonly Category[] = [
  { kind: noun('animal'), members: ANIMALS },
  { kind: noun('fruit'), members: FRUITS },
  { kind: noun('toy'), members: TOYS },
  { kind: noun('tool'), members: TOOLS },
]
export const THINGS: readonly Noun[] = [...FRUITS, ...TOYS, ...TOOLS, ...CLOTHES]

/** Two or more in one sentence: "x, y and z". */
export function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** `a` or `an` before a word. */
export function a(word: string): string {
  return `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`
}
