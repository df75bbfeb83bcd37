import { describe, expect, it } from 'vitest'
import type { Floats } from '../tensor/tensor'
import { livelyModel } from '../testing/naive'
import type { CacheRequest } from './policy'
import { createPool } from './pool'

const model = livelyModel({ nLayers: 2, nHeads: 2, dModel: 4, nCtx: 8, dVocab: 3 }, 'float32')

function request(given: Floats[] = []): CacheRequest {
  const floats = (size: number) => new Float32Array(size)
  return { model, prompt: [1], positions: 8, floats, give: (old) => given.push(old) }
}

describe('a pool of blocks', () => {
  it('overwrites a block that is freed, and hands it out next', () => {
    const pool = createPool(2, 9)
    pool.bind(request())
    expect([pool.take(), pool.take(), pool.take()]).toEqual([0, 1, 2])
    for (const layer of [0, 1]) for (const part of [pool.layer(layer).k, pool.layer(layer).v]) part.fill(7)
    pool.free(1)
    for (const layer of [0, 1])
      for (const part of [pool.layer(layer).k, pool.layer(layer).v])
        expect(Array.from(part.subarray(0, 24))).toEqual([
          ...Array(8).fill(7),
          ...Array(8).fill(Number.NaN),
          ...Array(8).fill(7),
        ])
    expect(pool.take()).toBe(1)
    expect(pool.inUse).toBe(3)
  })

  it('grows up to its limit with what it holds, and gives its memory back with its last block', () => {
    const given: Floats[] = []
    const pool = createPool(2, 6)
    pool.bind(request(given))
    for (let block = 0; block < 4; block++) {
      expect(pool.take()).toBe(block)
      pool.layer(1).v.fill(block, block * 8, (block + 1) * 8)
    }
    expect([pool.take(), pool.take()]).toEqual([4, 5])
    expect(pool.layer(1).v).toHaveLength(48)
    expect(pool.layer(1).v.filter((_, i) => i % 8 === 0)).toEqual(Float32Array.of(0, 1, 2, 3, Number.NaN, Number.NaN))
    expect(() => pool.take()).toThrow(/All 6 blocks of 2 positions/)
    given.length = 0
    for (let block = 0; block < 6; block++) pool.free(block)
    expect(given.map(({ length }) => length)).toEqual([48, 48, 48, 48])
    expect(given.every((floats) => floats.every(Number.isNaN))).toBe(true)
  })

  it('asks for room when all are taken', () => {
    const pool = createPool(2, 1, () => {
      pool.free(0)
      return true
    })
    pool.bind(request())
    expect(pool.take()).toBe(0)
    const { k } = pool.layer(0)
    expect(pool.take()).toBe(0)
    // The memory of before was given back with its only block.
    expect(pool.layer(0).k).not.toBe(k)
    expect(pool.layer(0).k).toHaveLength(8)
    expect(pool.inUse).toBe(1)
  })
})
