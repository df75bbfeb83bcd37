import type { GlassformerError } from '../../tensor/errors'
import { clause, type Said, say } from '../../tensor/say'
import { refuse } from './checks'

/** Classes that mean Unicode's sets in Oniguruma, and ASCII or something else in JavaScript. */
const CLASSES: Readonly<Record<string, string>> = {
  s: '\\p{White_Space}',
  S: '\\P{White_Space}',
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  w: '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}',
}
/** Outside of a set, Oniguruma counts Latin-1's other numbers as letters of words too. */
const LATIN_NUMBERS = '²³¹¼½¾'
const PROPERTY = /\\[pP]\{\w+\}/y
const CODE = /\\(?:u[\dA-Fa-f]{4}|x[\dA-Fa-f]{2})/y
const LONGEST = 4096

/** A place in a regular expression, and how to read the parts that stand for one character. */
export class RegexReader {
  readonly source: string
  at = 0
  readonly #where: string

  constructor(source: string, where: string) {
    this.source = source
    this.#where = where
    if (source.length > LONGEST) throw this.without(say`more than ${LONGEST} characters`)
  }

  without(what: Said): GlassformerError {
    return refuse(this.#where, this.source, say`a regular expression without ${clause(what)}`)
  }

  /** Reads what a sticky pattern matches here. */
  match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.at
    const found = sticky.exec(this.source)?.[0]
    if (found !== undefined) this.at += found.length
    return found
  }

  /** Reads one character, which may be two UTF-16 units. */
  character(): string {
    const codePoint = this.source.codePointAt(this.at)
    if (codePoint === undefined) throw this.without('an open end')
    const character = String.fromCodePoint(codePoint)
    this.at += character.length
    return character
  }

  /** Reads `\` and what belongs to it. */
  escaped(inSet: boolean): string {
    const written = this.match(PROPERTY) ?? this.match(CODE)
    if (written) return written
    this.at++
    const character = this.character()
    const set = CLASSES[character]
    if (/[wW]/.test(character) && !inSet) return `[${character === 'W' ? '^' : ''}${CLASSES.w}${LATIN_NUMBERS}]`
    if (set) return set
    if (/[nrtfv]/.test(character)) return `\\${character}`
    if (/[\p{L}\p{N}]/u.test(character)) throw this.without(say`"\\${character}"`)
    return literal(character, inSet)
  }

  /** Reads `[...]`. */
  set(): string {
    this.at++
    let inside = this.match(/\^/y) ?? ''
    if (this.source[this.at] === ']') throw this.without('an empty set')
    while (this.source[this.at] !== ']') {
      if (this.source[this.at] === '[' || this.source.startsWith('&&', this.at)) throw this.without('sets within sets')
      inside += this.source[this.at] === '\\' ? this.escaped(true) : this.character()
    }
    this.at++
    return `[${inside}]`
  }
}

function literal(character: string, inSet: boolean): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) || (inSet && character === '-') ? `\\${character}` : character
}
