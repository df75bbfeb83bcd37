/** A piece of a formula, as MathML has it: an element, its text or its children, and the kind of thing that colours it. */
export interface MathNode {
  readonly tag:
    | 'mi'
    | 'mn'
    | 'mo'
    | 'mtext'
    | 'mrow'
    | 'mfrac'
    | 'msqrt'
    | 'msub'
    | 'msup'
    | 'msubsup'
    | 'munder'
    | 'munderover'
    | 'mspace'
  readonly text?: string
  readonly children?: readonly MathNode[]
  readonly kind?: string
}

const GREEK: Readonly<Record<string, string>> = {
  mu: 'μ',
  sigma: 'σ',
  theta: 'θ',
  epsilon: 'ε',
  ell: 'ℓ',
  partial: '∂',
  eta: 'η',
  pi: 'π',
}
const OPERATORS: Readonly<Record<string, string>> = {
  times: '×',
  cdot: '·',
  pm: '±',
  mp: '∓',
  approx: '≈',
  dots: '⋯',
  sum: '∑',
}
const FUNCTIONS = ['cos', 'sin', 'tanh', 'erf', 'max', 'exp', 'ln']
const NUMBER = /^[0-9][0-9.,]*(×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?/
const SIGNED = /^−?[0-9][0-9.,]*(×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?/
/** Kinds of things, each a colour. */
const KINDS = ['forward', 'weights', 'keys', 'values', 'reads', 'gradient', 'loss']

/**
 * Reads a formula in the few letters of TeX that ours are written in: sub- and superscripts, groups, fractions, roots, sums,
 * Greek, names of functions, and `\keys{…}` for what wears the colour of keys. Throws for anything else.
 */
export function parseMath(source: string): readonly MathNode[] {
  let at = 0
  const space = () => {
    while (source[at] === ' ') at++
  }
  const fail = () => new Error(`This formula cannot be read at ${at}: ${source}`)

  function group(): MathNode {
    space()
    if (source[at] !== '{') return atom()
    at++
    const row = sequence()
    if (source[at] !== '}') throw fail()
    at++
    return { tag: 'mrow', children: row }
  }

  function sequence(): MathNode[] {
    const row: MathNode[] = []
    for (space(); at < source.length && source[at] !== '}'; space()) row.push(scripted(atom()))
    return row
  }

  function scripted(base: MathNode): MathNode {
    const isSum = base.text === '∑'
    let primes = ''
    let sub: MathNode | undefined
    let sup: MathNode | undefined
    for (space(); "_^'".includes(source[at] ?? ' '); space()) {
      const mark = source[at++]
      if (mark === "'") primes += '′'
      else if (mark === '_') sub = group()
      else sup = group()
    }
    if (primes) sup = { tag: 'mo', text: primes }
    if (sub && sup) return { tag: isSum ? 'munderover' : 'msubsup', children: [base, sub, sup] }
    if (sub) return { tag: isSum ? 'munder' : 'msub', children: [base, sub] }
    return sup ? { tag: 'msup', children: [base, sup] } : base
  }

  function atom(): MathNode {
    space()
    if (at >= source.length) throw fail()
    if (source[at] === '{') return group()
    // A sign belongs to the number where nothing stands before it that it could be taken from.
    const isSigned = /(^|[({=+·,\\−]|\\[a-z]+)\s*$/.test(source.slice(0, at))
    const number = (isSigned ? SIGNED : NUMBER).exec(source.slice(at))?.[0]
    if (number) {
      at += number.length
      return { tag: 'mn', text: number }
    }
    const command = /^\\([a-z]+)/.exec(source.slice(at))?.[1]
    if (command) {
      at += command.length + 1
      return commanded(command)
    }
    const letter = source[at++] as string
    if (/[a-zA-Z]/.test(letter)) return { tag: 'mi', text: letter }
    if (/[-+−=(),|/∞–]/.test(letter)) return { tag: 'mo', text: letter === '-' ? '−' : letter }
    at--
    throw fail()
  }

  function commanded(name: string): MathNode {
    if (name === 'frac') return { tag: 'mfrac', children: [group(), group()] }
    if (name === 'sqrt') return { tag: 'msqrt', children: [group()] }
    if (name === 'text') {
      const end = source.indexOf('}', at)
      if (source[at] !== '{' || end < 0) throw fail()
      const text = source.slice(at + 1, end)
      at = end + 1
      return { tag: 'mtext', text }
    }
    if (name === 'd') {
      const by = group()
      const partial = (of: MathNode): MathNode => ({ tag: 'mrow', children: [{ tag: 'mi', text: '∂' }, of] })
      return { tag: 'mfrac', kind: 'gradient', children: [partial({ tag: 'mi', text: 'L' }), partial(by)] }
    }
    if (KINDS.includes(name)) return { ...group(), kind: name }
    if (FUNCTIONS.includes(name)) return { tag: 'mrow', children: [{ tag: 'mi', text: name }, { tag: 'mspace' }] }
    if (GREEK[name]) return { tag: 'mi', text: GREEK[name] }
    if (OPERATORS[name]) return { tag: 'mo', text: OPERATORS[name] }
    throw fail()
  }

  const row = sequence()
  if (at < source.length) throw fail()
  return row
}
