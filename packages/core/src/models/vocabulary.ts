import type { WordVocabulary } from '../tokenizer/words'
import * as words from './words'

const { ACTS, CATEGORIES, MOVES, RESTS, THINGS } = words

const forms = CATEGORIES.flatMap(({ kind, members }) => [kind, ...members])
  .concat(THINGS, ACTS, MOVES, RESTS)
  .flatMap(({ one, many }) => [one, many])
const past = [...ACTS, ...MOVES, ...RESTS].map((verb) => verb.past)
const names = words.NAMES.map(({ text }) => text)
const spaced = [
  ...words.FUNCTION_WORDS,
  ...names,
  ...forms,
  ...past,
  ...words.SEATS,
  ...words.PLACES,
  ...words.COLOURS,
  ...words.MOODS,
  ...words.NUMBERS,
]
/** Words that a sentence can begin with, and so are known with a capital too. */
const openers = 'the a an every one is where who he she now then so two three many'.split(' ')
/** Words that a text can begin with, without a space. */
const first = [
  ...openers,
  ...openers.map(capital),
  ...names,
  ...words.ANIMALS.flatMap(({ one, many }) => [one, many]),
  ...words.COLOURS,
]
const marks = ['.', ',', '?', '!']

/** Frequent pairs of letters, in names and English words, for words that are not known. */
const pieces =
  `th er in an re on at en ti es or ed it al ar st ng ou ch sh ck ee oo ai la ta na ni no mi ma ki ko za lo`.split(
    /\s+/,
  )

const known = [...new Set([...marks, ...spaced.concat(openers.map(capital)).map((word) => ` ${word}`), ...first])]

/** The words and pieces of the text model; the bytes that `createWordTokenizer` adds come after them. */
export const VOCABULARY: WordVocabulary = {
  words: known,
  pieces: pieces.filter((piece) => !known.includes(piece)),
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
