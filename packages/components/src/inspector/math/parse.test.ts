import { OPERATIONS } from '@glassformer/core/explain'
import { describe, expect, it } from 'vitest'
import { inspectorMessages } from '../../messages/en/inspector'
import { type MathNode, parseMath } from './parse'

const flat = (nodes: readonly MathNode[]): string =>
  nodes.map(({ tag, text, children, kind }) => text ?? `${kind ?? tag}(${flat(children ?? [])})`).join('')

describe('parseMath', () => {
  it.each([
    ['q_i k_i', 'msub(qi)msub(ki)'],
    [String.raw`\frac{1}{\sqrt{d}}`, 'mfrac(mrow(1)mrow(msqrt(mrow(d))))'],
    [String.raw`\sum_i x_i`, 'munder(∑i)msub(xi)'],
    ["x'_i", 'msubsup(xi′)'],
    [String.raw`\keys{k}_i`, 'msub(keys(k)i)'],
    ['e^{x - m}', 'msup(emrow(x−m))'],
    ['−1.25×10⁻⁷', '−1.25×10⁻⁷'],
    [String.raw`\text{and more} + 2`, 'and more+2'],
  ])('reads %s', (source, shape) => expect(flat(parseMath(source))).toBe(shape))

  it.each(['{', 'a}', String.raw`\nothing`, String.raw`\frac{1}`, '§'])('refuses %s', (source) =>
    expect(() => parseMath(source)).toThrow('cannot be read'),
  )

  it('reads every formula that there is', () => {
    const rows = ['blocks.l.attn.q', 'blocks.l.attn.pattern', 'logits', 'probs', 'embed', 'none']
    for (const operation of OPERATIONS)
      for (const row of rows) {
        const formula =
          inspectorMessages.formula({ row, gradient: false }, operation) ??
          inspectorMessages.formula({ row, gradient: true }, operation)
        if (formula) expect(parseMath(formula).length).toBeGreaterThan(0)
      }
  })
})
