import { dimsOf } from '../model/dims'
import { checkOptions } from '../tensor/checks'
import { checkOption } from '../tensor/errors'
import { precisionOf } from '../tensor/floats'
import type { Floats, Tensor } from '../tensor/tensor'
import { bytesOfCodes, type Coding, decode, encode } from './codes'
import { createLog } from './log'
import type { CachePolicy, CacheRequest, PolicyCache } from './policy'
import { putValues, tensorsBeside } from './traceValues'

export interface QuantisedOptions {
  readonly bits: 8 | 4
  /** Codes on both sides of 0, with a scale; or from the smallest value to the largest, with a scale and an offset. @default true */
  readonly symmetric?: boolean
}

/**
 * Keeps every position in `bits`-bit whole numbers: K and V of each position and head have a scale (and an offset) of
 * their own, in float32. The codes are all that is kept, and attention reads what they decode to, within the prompt too: so it
 * is all the same in how many passes a prompt is computed. Throws `bad-option`.
 */
export function quantised(options: QuantisedOptions): CachePolicy {
  const { bits, symmetric = true } = checkOptions('quantised', options, { bits: true, symmetric: true })
  checkOption('symmetric', symmetric, typeof symmetric === 'boolean', 'true or false')
  checkOption('bits', bits, bits === 8 || bits === 4, '8 or 4')
  return { settings: { policy: 'quantised', bits, symmetric }, open: (request) => open(request, { bits, symmetric }) }
}

function open({ model, positions, floats, give }: CacheRequest, coding: Coding): PolicyCache {
  const { L, NKV, HS } = dimsOf(model.config)
  const width = NKV * HS
  const log = createLog(L, model.config.attentionWindow)
  const parts = Array.from({ length: L }, () => {
    const part = () => ({
      codes: new Uint8Array(positions * NKV * bytesOfCodes(HS, coding)),
      scales: new Float32Array(positions * NKV),
      offsets: new Float32Array(coding.symmetric ? 0 : positions * NKV),
    })
    return { k: part(), v: part() }
  })
  const partsOf = (layer: number) => parts[layer] as (typeof parts)[number]
  // One layer's values at a time, for attention to read: written anew from the codes in each pass.
  const k = floats(positions * width)
  const v = floats(positions * width)
  let stored: Readonly<Record<string, Tensor>> | undefined
  const rowBytes = 2 * NKV * (bytesOfCodes(HS, coding) + (coding.symmetric ? 4 : 8))
  return {
    length: 0,
    rowBytes,
    write(layer, fromK, fromV, lo, hi, from) {
      const to = from + hi - lo
      const held = partsOf(layer)
      encode(held.k, fromK, lo * NKV, hi * NKV, from * NKV, HS, coding)
      encode(held.v, fromV, lo * NKV, hi * NKV, from * NKV, HS, coding)
      decode(k, held.k, 0, to * NKV, HS, coding)
      decode(v, held.v, 0, to * NKV, HS, coding)
      log.pass(layer, from, to)
      const decoded = (values: Floats) => values.subarray(from * width, to * width)
      if (stored) putValues(stored, model.config, layer, from, { k: decoded(k), v: decoded(v) })
      return { k, v }
    },
    bytes() {
      return L * this.length * rowBytes
    },
    report() {
      const { length } = this
      const held = [[0, length] as const]
      return {
        layers: log.report(
          () => held,
          () => length * rowBytes,
        ),
      }
    },
    traced(layout) {
      stored = tensorsBeside(layout, model.config, precisionOf(model.params))
      return stored
    },
    close() {
      give(k)
      give(v)
    },
  }
}
