export { createCharTokenizer } from './chars'
export type { Tokenizer } from './types'
export { createWordTokenizer, type WordVocabulary } from './words'
