import { describe } from '../../tensor/describe'
import { say } from '../../tensor/say'
import { RegexReader } from './regexReader'

/** What ignoring case adds to an ASCII letter: the long s and the Kelvin sign. */
const FOLDED: Readonly<Record<string, string>> = { s: 'ſ', k: '\u212a' }
const GROUP = /\((?:\?(?:[:=!]|<[=!]|i:))?/y
const QUANTIFIER = /[*+?]|\{\d+(?:,\d*)?\}/y

interface Group {
  /** Where it begins in what was written. */
  readonly start: number
  /** Whether case is ignored around it. */
  readonly fold: boolean
  /** A look-ahead or look-behind, which takes no quantifier. */
  readonly looks: boolean
}

/**
 * A regular expression of a tokenizer.json, which is written for Oniguruma, as one of JavaScript's with the `u` flag
 * that finds the same. `\s`, `\d` and `\w` become Unicode's sets, `.` everything but a line feed, `(?i:...)` both cases
 * of its letters, and possessive quantifiers (`?+`) a look-ahead, which is not tried again.
 *
 * Refused with `bad-tokenizer` are anchors, back references, sets within sets and all else that JavaScript does not have
 * or understands otherwise; and groups that repeat, whose search can take forever.
 */
export function translateRegex(source: string, where: string): RegExp {
  const reader = new RegexReader(source, where)
  const groups: Group[] = []
  let out = ''
  /** Where the thing begins in `out` that a quantifier would repeat; undefined if there is none. */
  let atom: number | undefined
  let fold = false
  let possessive = 0

  const open = (group: string) => {
    groups.push({ start: out.length, fold, looks: /[=!]$/.test(group) })
    fold ||= group === '(?i:'
    // Plain groups are there to bind: what they caught is not used.
    out += group === '(' || group === '(?i:' ? '(?:' : group
    atom = undefined
  }
  const close = () => {
    const group = groups.pop()
    if (!group) throw reader.without('")" alone')
    reader.at++
    out += ')'
    fold = group.fold
    atom = group.looks ? undefined : group.start
    if (!group.looks && /[*+{]/.test(source[reader.at] ?? '')) throw reader.without('groups that repeat')
  }
  const quantify = () => {
    const quantifier = reader.match(QUANTIFIER)
    if (!quantifier || atom === undefined) throw reader.without(say`"${source[reader.at - 1] ?? '{'}" there`)
    const repeated = out.slice(atom) + quantifier
    const mode = reader.match(/[+?]/y) ?? ''
    if (mode === '+') {
      if (quantifier.startsWith('{')) throw reader.without('"{...}+"')
      const name = `p${possessive++}`
      out = `${out.slice(0, atom)}(?=(?<${name}>${repeated}))\\k<${name}>`
    } else out += quantifier + mode
    atom = undefined
  }
  const character = () => {
    const next = source[reader.at] as string
    if (fold && !/[ -Z_-~]/.test(next)) throw reader.without(say`${describe(next)} in "(?i:"`)
    atom = out.length
    if (next === '[') out += reader.set()
    else if (next === '\\') out += reader.escaped(false)
    else if (reader.match(/\./y)) out += '[^\\n]'
    else out += fold ? bothCases(reader.character()) : reader.character()
  }

  while (reader.at < source.length) {
    const next = source[reader.at] as string
    const group = reader.match(GROUP)
    if (group) open(group)
    else if (next === ')') close()
    else if ('*+?{'.includes(next)) quantify()
    else if ('^$]}'.includes(next)) throw reader.without(say`"${next}" there`)
    else if (next === '|') {
      out += reader.character()
      atom = undefined
    } else character()
  }
  try {
    return new RegExp(out, 'gu')
  } catch (error) {
    throw reader.without(say`what JavaScript does not know (${error instanceof Error ? error.message : ''})`)
  }
}

function bothCases(character: string): string {
  const lower = character.toLowerCase()
  return /[a-z]/.test(lower) ? `[${lower}${lower.toUpperCase()}${FOLDED[lower] ?? ''}]` : character
}
