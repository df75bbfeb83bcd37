import { refuse, steps, text } from './checks'
import { literalPattern } from './patterns'

/**
 * How many spaces a sentencepiece-like file's decoder takes away at the start. Its other steps (`▁` to a space, bytes to
 * characters) are what `bytes` and `decode` do anyway. Throws `bad-tokenizer` for steps that would do something else.
 */
export function readLeadingSpaces(value: unknown): number {
  let leading = 0
  for (const [i, step] of steps(value, 'decoder', 'decoders').entries()) {
    const where = `decoder ${i}`
    switch (step.type) {
      case 'ByteFallback':
      case 'Fuse':
        break
      case 'Replace':
        if (literalPattern(step.pattern, `${where}.pattern`) !== '▁' || text(step.content, `${where}.content`) !== ' ')
          throw refuse(where, step, 'a Replace of "▁" by " "')
        break
      case 'Strip':
        if (step.content !== ' ' || (step.start !== 0 && step.start !== 1) || step.stop !== 0)
          throw refuse(where, step, 'a Strip of at most one space at the start')
        leading = step.start
        break
      case 'Metaspace':
        if (step.add_prefix_space !== false && step.prepend_scheme !== 'never') leading = 1
        break
      default:
        throw refuse(where, step, 'Replace, ByteFallback, Fuse, Strip or Metaspace')
    }
  }
  return leading
}
