import { describe, expect, it } from 'vitest'
import { quantize } from '../checkpoint/quantize'
import { generate } from '../inference/generate'
import { createModel } from '../model/model'
import { train } from '../training/train'
import { loadSortModel, SORT_MODEL_INFO } from './sort'
import { SORT_CONFIG } from './sortConfig'
import { allSortInputs, countSorted, drawSortExample, sortExample } from './sortTask'

describe('the sorting task', () => {
  it('asks for the letters in order, from the last given letter on', () => {
    expect(sortExample([2, 0, 1, 1, 0, 2])).toEqual({
      tokens: [2, 0, 1, 1, 0, 2, 0, 0, 1, 1, 2],
      targets: [-1, -1, -1, -1, -1, 0, 0, 1, 1, 2, 2],
    })
    expect(new Set(allSortInputs().map(String)).size).toBe(729)
  })

  it('is not done by a model that has learnt nothing', () => {
    expect(countSorted(createModel(SORT_CONFIG, { seed: 1 }))).toBeLessThan(100)
  })

  it('trains to the same bytes each time', async () => {
    const bytes = async () => {
      const model = createModel(SORT_CONFIG, { seed: 1 })
      await train(model, { data: drawSortExample, steps: 4, batchSize: 4, seed: 1, weightDecay: 0.1 })
      return quantize(SORT_CONFIG, model.params)
    }
    expect(await bytes()).toBe(await bytes())
  })
})

describe('the sorting model as it ships', () => {
  it('has 85,584 parameters and names what made it', () => {
    const model = loadSortModel()
    expect(model.params).toHaveLength(85_584)
    expect(loadSortModel()).toBe(model)
    expect(SORT_MODEL_INFO).toMatchObject({ command: 'npm run train:sort', parameters: 85_584, sorted: 729 })
  })

  it('sorts all 729 inputs', () => {
    expect(countSorted(loadSortModel())).toBe(729)
  })

  it('sorts typed letters, letter by letter', () => {
    for (const letters of ['CBABBC', 'CCCCCA', 'ABCABC'])
      expect(generate(loadSortModel(), letters, { maxNewTokens: 6 }).text).toBe(letters + [...letters].sort().join(''))
  })
})
