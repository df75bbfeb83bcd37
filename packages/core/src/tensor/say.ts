import { describe } from './describe'

/**
 * A sentence with its values beside its words, so that another language can put the same values into words of its own.
 * `words` are what stands around the values: one more than there are of these.
 */
export class Sentence {
  readonly words: readonly string[]
  readonly values: readonly unknown[]
  constructor(words: readonly string[], values: readonly unknown[]) {
    this.words = words
    this.values = values
  }
}

export type Said = string | Sentence

/** A sentence that is spelt out. `template` is the message with `{0}`, `{1}` ... in place of its values. */
export interface Spelt {
  readonly message: string
  readonly template: string
  readonly values: readonly (string | number)[]
}

/**
 * Tag of a template: `` say`nHeads must be above 0; got ${describe(nHeads)}.` ``. Sentences within it become part of its
 * words, strings and numbers are its values, and anything else is described.
 */
export function say(words: TemplateStringsArray, ...values: unknown[]): Sentence {
  return new Sentence(words, values)
}

/** Words without values, to be part of a sentence rather than a value in it. */
export function clause(said: Said): Sentence {
  return typeof said === 'string' ? new Sentence([said], []) : said
}

export function spell(said: Said): Spelt {
  const values: (string | number)[] = []
  let message = ''
  let template = ''
  const put = (words: string) => {
    message += words
    template += words
  }
  const add = (part: Sentence) => {
    for (const [i, words] of part.words.entries()) {
      put(words)
      if (i === part.values.length) continue
      const value = part.values[i]
      if (value instanceof Sentence) {
        add(value)
        continue
      }
      const shown = typeof value === 'string' ? value : describe(value)
      message += shown
      template += `{${values.length}}`
      values.push(shown)
    }
  }
  add(clause(said))
  return { message, template, values }
}

/** What was spelt out, as a sentence again: for one that came from a worker, or that becomes part of another. */
export function unspell({ template, values }: Omit<Spelt, 'message'>): Sentence {
  const words = values.length ? template.split(/\{\d+\}/) : [template]
  return new Sentence(words, values)
}
