import { GPT2_PATTERN, splitBy } from '../pretokenize'
import { type Fields, flag, refuse, steps, text } from './checks'
import { readPattern } from './patterns'
import { readSplit } from './split'

/** One step: a piece of text to smaller ones. `first` if the whole text begins there. */
type Splitter = (piece: string, first: boolean) => Iterable<string>

export interface PreTokenizer {
  readonly split: (text: string, first: boolean) => Iterable<string>
  /** Whether pieces become bytes in GPT-2's alphabet. */
  readonly byteLevel: boolean
}

/** The pre-tokenizers of a file, as one function. Throws `bad-tokenizer` for kinds that are not known here. */
export function readPreTokenizer(value: unknown): PreTokenizer {
  const found = steps(value, 'pre_tokenizer', 'pretokenizers')
  const byteLevel = found.at(-1)?.type === 'ByteLevel'
  // What follows it would have to split its alphabet, not the text.
  if (found.slice(0, -1).some((step) => step.type === 'ByteLevel'))
    throw refuse('pre_tokenizer', { type: 'ByteLevel' }, 'a sequence with ByteLevel once, as its last step')
  const splitters = found.map((step, i) => readStep(step, `pre_tokenizer ${i}`))
  const split = (input: string, first: boolean) => {
    let pieces: string[] = [input]
    for (const splitter of splitters) {
      const smaller: string[] = []
      for (const [i, piece] of pieces.entries())
        for (const part of splitter(piece, first && i === 0)) if (part !== '') smaller.push(part)
      pieces = smaller
    }
    return pieces
  }
  return { split, byteLevel }
}

function readStep(step: Fields, where: string): Splitter {
  switch (step.type) {
    case 'ByteLevel': {
      const prefix = flag(step.add_prefix_space, `${where}.add_prefix_space`, false)
      const regex = flag(step.use_regex, `${where}.use_regex`, true)
      return (piece) => {
        const input = prefix && !piece.startsWith(' ') ? ` ${piece}` : piece
        return regex ? splitBy(input, GPT2_PATTERN) : [input]
      }
    }
    case 'Split': {
      const pattern = readPattern(step.pattern, `${where}.pattern`)
      return readSplit(pattern, step.behavior, flag(step.invert, `${where}.invert`, false), where)
    }
    case 'Digits': {
      const single = flag(step.individual_digits, `${where}.individual_digits`, false)
      return readSplit(single ? /\p{N}/gu : /\p{N}+/gu, 'Isolated', false, where)
    }
    case 'Metaspace':
      return readMetaspace(step, where)
    default:
      throw refuse(where, step, 'ByteLevel, Split, Digits or Metaspace')
  }
}

/** SentencePiece's: spaces become `▁`, one is put in front, and a piece begins at each. */
function readMetaspace(step: Fields, where: string): Splitter {
  const mark = text(step.replacement, `${where}.replacement`)
  if (mark !== '▁') throw refuse(`${where}.replacement`, mark, '"▁"')
  const always = flag(step.add_prefix_space, `${where}.add_prefix_space`, true)
  const scheme = step.prepend_scheme ?? (always ? 'always' : 'never')
  if (scheme !== 'always' && scheme !== 'never' && scheme !== 'first')
    throw refuse(`${where}.prepend_scheme`, scheme, '"always", "first" or "never"')
  const apart = flag(step.split, `${where}.split`, true)
  return (piece, first) => {
    let input = piece.replaceAll(' ', mark)
    if ((scheme === 'always' || (scheme === 'first' && first)) && !input.startsWith(mark)) input = mark + input
    return apart ? input.split(/(?=▁)/u) : [input]
  }
}
