import { describe, expect, it } from 'vitest'
import type { Floats, Tensor } from '../tensor/tensor'
import { sourcesOf } from '../testing/cells'
import { livelyModel } from '../testing/naive'
import { SETTINGS } from '../testing/settings'
import { reviveTrace } from '../trace/make'
import type { BackwardTrace } from '../trace/types'
import { runBackward } from '../training/runBackward'
import { explain } from './index'

/** An array that counts what is read of it, and lets nothing be done with it as a whole. */
function counted(data: Floats, read: (at: number) => void): Floats {
  return new Proxy(data, {
    get(target, key) {
      const at = typeof key === 'string' ? Number(key) : Number.NaN
      if (!Number.isInteger(at)) throw new Error(`${String(key)} of the whole tensor was asked for`)
      read(at)
      return target[at]
    },
  })
}

describe('one explanation', () => {
  it.each([SETTINGS[0]!, SETTINGS[3]!])('reads the numbers that it names, and no others: %s', (_, config) => {
    const model = livelyModel({ ...config, nCtx: 40 }, 'float32')
    const trace = runBackward(
      model,
      Array.from({ length: 40 }, (_, t) => (t * 3) % 4),
    )
    let reads = new Set<string>()
    const watched = (tensors: Readonly<Record<string, Tensor>>, prefix: string) =>
      Object.fromEntries(
        Object.entries(tensors).map(([name, tensor]) => [
          name,
          { ...tensor, data: counted(tensor.data, (at) => reads.add(`${prefix}${name} ${at}`)) },
        ]),
      )
    const spied = reviveTrace({
      ...trace,
      tensors: watched(trace.tensors, ''),
      grads: watched(trace.grads, 'grad.'),
      paramGrads: watched(trace.paramGrads, 'grad.'),
    }) as BackwardTrace
    for (const [name, { shape }] of [
      ...Object.entries(trace.tensors),
      ...[...Object.entries(trace.grads), ...Object.entries(trace.paramGrads)].map(
        ([name, tensor]) => [`grad.${name}`, tensor] as const,
      ),
    ]) {
      reads = new Set()
      const explanation = explain(
        spied,
        name,
        shape.map((extent) => Math.floor(extent / 2)),
        { model },
      )
      const named = sourcesOf(explanation).filter((source) => source.name in trace.tensors || /^grad/.test(source.name))
      const places = new Set(named.map((source) => `${source.name} ${source.index}`))
      expect(reads.size, name).toBeGreaterThan(0)
      // Itself, too; the gradient at a norm's weight reads each position's row, and names one number of each.
      const rows = explanation.operation === 'normWeightBackward' ? 40 * model.config.dModel : 0
      expect(reads.size, name).toBeLessThanOrEqual(places.size + 1 + rows)
    }
  })
})
