import type { Explanation, Factor } from '@glassformer/core/explain'
import { formatExact } from '../messages/format'
import { kindOf } from './cells'
import { digitsFor, inDigits } from './digits'
import { isSource, type Sum, type TermLine } from './sum'

/** Letters that the products of a formula may take before it says that there are more. */
const MOST_LETTERS = 36

/** A formula with this number's own numbers in it, in the notation of `parseMath`; `null` where it would say no more than the value. */
export function numbersOf(explanation: Explanation, sum: Sum): string | null {
  const { operation, value } = explanation
  if (sum.of === 'exponentials') {
    const own = sum.named.find(({ isOwn }) => isOwn)
    const [score = '', most = ''] = own?.factorTexts ?? []
    return String.raw`${sum.tail?.value ?? formatExact(value)} = \frac{e^{${score} − ${inParentheses(most)}}}{${sum.totalText}}`
  }
  if (operation === 'layernorm' || operation === 'rmsnorm') return normNumbers(explanation)
  if (sum.products.length === 1 && (sum.products[0]?.factors.length ?? 0) < 2) return null
  const { tail } = sum
  const bySize = [...sum.named].sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
  let letters = tail ? 10 : 0
  const shown = bySize.filter((line, i) => {
    letters += line.factorTexts.join('').length + 4 * line.factors.length
    return i === 0 || letters <= MOST_LETTERS
  })
  const all = shown.length === sum.products.length
  if (all) shown.sort((a, b) => a.at - b.at)
  const terms = [...shown.map((line) => productText(line, sum.times)), ...(all ? [] : [String.raw`\dots`])].join(' + ')
  if (!tail) return `${sum.times ? inDigits(value, 3) : sum.totalText} = ${terms}`
  return String.raw`${tail.value} = ${tail.times.map(({ text }) => text).join(String.raw` \cdot `)} \cdot (${terms})`
}

function normNumbers({ value, steps, terms, index, operation }: Explanation): string | null {
  const find = (name: string) => steps.find((step) => step.name === name)
  const own = (find('variance') ?? find('meanSquare'))?.of[index.at(-1) as number]
  const deviation = find('deviation')?.value
  const weight = terms[0]?.factors.at(-1)?.value
  const bias = terms[1]?.value
  if (own === undefined || deviation === undefined || weight === undefined) return null
  const mean = operation === 'layernorm' ? (find('mean')?.value ?? 0) : 0
  const power = Math.floor(Math.log10(Math.abs(value) || 1)) - 2
  const count = Math.round(value / 10 ** power)
  const digits = digitsFor(
    [own.value, mean, deviation, weight, bias ?? 0],
    ([x = 0, m = 0, d = 1, w = 1, b = 0]) => ((x - m) / d) * w + b,
    count,
    power,
  )
  const text = (number: number) => inDigits(number, digits)
  const above = operation === 'layernorm' ? `${text(own.value)} − ${inParentheses(text(mean))}` : text(own.value)
  const shift = bias === undefined ? '' : String.raw` + \weights{${inParentheses(text(bias))}}`
  return String.raw`${inDigits(value, 3)} = \frac{${above}}{${text(deviation)}} \cdot \weights{${inParentheses(text(weight))}}${shift}`
}

function productText({ factors, factorTexts, value }: TermLine, times: number): string {
  if (times && factors.length === 1) return inParentheses(inDigits(value, 3))
  return factors.map((factor, i) => colored(factor, inParentheses(factorTexts[i] as string))).join(String.raw` \cdot `)
}

/** What flows is in the colour of the text: only what is another kind of thing wears its own. */
function colored(factor: Factor, text: string): string {
  const kind = isSource(factor) ? kindOf(factor.name) : 'forward'
  return kind === 'forward' ? text : `\\${kind}{${text}}`
}

function inParentheses(text: string): string {
  return text.startsWith('−') || text.includes('×') ? `(${text})` : text
}
