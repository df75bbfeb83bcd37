import { createModel, runBackward, runForward } from '@glassformer/core'
import { explain } from '@glassformer/core/explain'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseMath } from './math/parse'
import { numbersOf } from './numbers'
import { sumOf } from './sum'

const shape = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 12, dVocab: 9 }
const models = [
  createModel(shape, { seed: 1 }),
  createModel({ ...shape, norm: 'rmsnorm', activation: 'swiglu', positions: 'rotary', tied: false }, { seed: 2 }),
]
const traces = models.flatMap((model) => [runForward(model, [1, 2, 3, 4]), runBackward(model, [1, 2, 3, 4])])
const cells = fc.constantFrom(...traces).chain((trace) => {
  const gradients = trace.kind === 'backward' ? { ...trace.grads, ...trace.paramGrads } : {}
  const all = [
    ...Object.entries(trace.tensors),
    ...Object.entries(gradients).map(([name, tensor]) => [`grad.${name}`, tensor] as const),
  ]
  return fc.constantFrom(...all).chain(([name, tensor]) =>
    fc.record({
      trace: fc.constant(trace),
      name: fc.constant(name),
      index: fc.tuple(...tensor.shape.map((extent) => fc.nat(extent - 1))),
    }),
  )
})

it('writes any number of any run as a formula that can be read', () => {
  fc.assert(
    fc.property(cells, ({ trace, name, index }) => {
      const explanation = explain(trace, name, index)
      const sum = sumOf(explanation)
      const numbers = sum && numbersOf(explanation, sum)
      if (numbers) expect(parseMath(numbers).length).toBeGreaterThan(2)
    }),
    { numRuns: 600 },
  )
})

it.each([
  ['blocks.0.attn.scores', [0, 2, 1], /^.+ = 0\.5 \\cdot \(/],
  ['blocks.0.attn.pattern', [0, 2, 1], /\\frac\{e\^/],
  ['blocks.0.ln1.normalized', [1, 3], /\\frac\{.+ − .+\}\{.+\} \\cdot \\weights/],
  ['blocks.1.resid_mid', [2, 5], /^[^\\]+ = [^\\]+ \+ [^\\]+$/],
] as const)('writes %s as it is known', (name, index, form) => {
  const explanation = explain(traces[0] as (typeof traces)[0], name, index)
  const sum = sumOf(explanation)
  expect(sum && numbersOf(explanation, sum)).toMatch(form)
})
